"""What the plan's own page tells: its parts with counts, the next action, the steps' names."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from plans.enums import PlanState
from plans.forms.part_kinds import PART_KINDS
from plans.models import InspectionPlan
from plans.models.plan import PlanPart
from plans.workflow import PLAN


def step_labels() -> dict[str, Any]:
    """The four stations of a plan's line."""
    return {
        PlanState.DRAFT: gettext_lazy("Drafting"),
        PlanState.SUBMITTED: gettext_lazy("Submitted"),
        PlanState.APPROVED: gettext_lazy("Approved"),
        PlanState.ISSUED: gettext_lazy("Issued"),
    }


@dataclass(frozen=True)
class Action:
    """A button of the plan's page; exactly one is primary."""

    label: Any
    url: str
    icon: str
    primary: bool = False


_ICONS = {
    "submit": "send", "withdraw": "arrow-counterclockwise", "send_back": "arrow-return-left",
    "approve": "check-circle", "reopen": "arrow-return-left", "issue": "123", "close": "archive",
}  # fmt: skip
_PRIMARY = {"submit", "approve", "issue"}


def actions_for(plan: InspectionPlan, user: User) -> list[Action]:
    """Steps this user may take now, the expected one first."""
    found = [
        Action(
            transition.label,
            reverse("plans:plan_step", args=[plan.pk, transition.name]),
            _ICONS.get(transition.name, "arrow-right"),
            primary=transition.name in _PRIMARY,
        )
        for transition in PLAN.available(plan, user)
        if transition.name != "amend"
    ]
    return sorted(found, key=lambda action: not action.primary)


@dataclass(frozen=True)
class PartSummary:
    """One line of the plan's contents: how many there are, and where they are kept."""

    key: str
    title: Any
    count: int
    url: str


def part_models() -> dict[str, type[PlanPart]]:
    """The table of every kind of part."""
    return {kind.key: kind.model for kind in PART_KINDS.values()}


def parts_overview(plan: InspectionPlan, counts: dict[str, int]) -> list[PartSummary]:
    """Every kind of part with its count."""
    before, after = reverse("plans:parts", args=[plan.pk, "kind"]).rsplit("kind", 1)
    return [
        PartSummary(kind.key, kind.title, counts[kind.key], f"{before}{kind.key}{after}")
        for kind in PART_KINDS.values()
    ]


def not_now() -> str:
    """Why an edit is refused."""
    return _("The plan can only be changed while it is a draft.")
