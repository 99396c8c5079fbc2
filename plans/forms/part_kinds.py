"""The registry the part pages are made from: how each kind of part is listed and edited."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from plans.forms.parts import (
    BasisForm,
    ClusterForm,
    CoverageRuleForm,
    DossierTargetForm,
    MilestoneForm,
    PartForm,
    PreparationForm,
    RecipientForm,
    SlotForm,
    StreamForm,
    TargetForm,
    WindowForm,
)
from plans.models import CoverageRule, Milestone
from plans.models.plan import PlanPart


@dataclass(frozen=True)
class PartKind:
    """How one kind of part is listed and edited. `cells(part)` are the words of its row."""

    key: str
    form: type[PartForm]
    title: Any
    add_label: Any
    explanation: Any
    cells: Callable[[Any], list[str]]

    @property
    def model(self) -> type[PlanPart]:
        model: type[PlanPart] = self.form._meta.model
        return model


def _milestone_cells(milestone: Milestone) -> list[str]:
    dues = [
        f"{due.get_audience_display()}: {due.due_on:%d/%m/%Y}" if due.due_on
        else f"{due.get_audience_display()}: {_('not announced yet')}"
        for due in milestone.dues.all()
    ]  # fmt: skip
    return [milestone.title, "; ".join(dues)]


def _coverage_cells(rule: CoverageRule) -> list[str]:
    return [rule.headline, "; ".join(rule.facts())]


PART_KINDS: dict[str, PartKind] = {
    kind.key: kind
    for kind in [
        PartKind(
            "bases", BasisForm, _("Legal bases"), _("Add a legal basis"),
            _("What the plan stands on; printed before the first chapter."),
            lambda part: [part.text],
        ),
        PartKind(
            "streams", StreamForm, _("Contents of inspection"), _("Add a content"),
            _("What is inspected, and by which criteria."),
            lambda part: [part.title, str(part.standard_set or part.criteria)],
        ),
        PartKind(
            "preparations", PreparationForm, _("Dossiers to prepare"), _("Add a dossier"),
            _("What a unit has ready before the visit; each unit finds it on its own page."),
            lambda part: [part.text, part.stream.title],
        ),
        PartKind(
            "milestones", MilestoneForm, _("Deadlines"), _("Add a deadline"),
            _("What units send and by when. When the plan is issued every unit gets its own duty."),
            _milestone_cells,
        ),
        PartKind(
            "windows", WindowForm, _("Months of the schedule"), _("Add a month"),
            _("In which month which districts and levels are visited."),
            lambda part: [f"{part.month:%m/%Y}", part.text],
        ),
        PartKind(
            "slots", SlotForm, _("Slots of a day"), _("Add a slot"),
            _("The times at which visits of this plan usually begin."),
            lambda part: [str(part)],
        ),
        PartKind(
            "coverage", CoverageRuleForm, _("Rules of coverage"), _("Add a rule"),
            _("How many units of which kind are visited: all of them, or a share drawn by lot."),
            _coverage_cells,
        ),
        PartKind(
            "clusters", ClusterForm, _("Clusters"), _("Add a cluster"),
            _("Units of one area bring their dossiers to a host."),
            lambda part: [part.name, part.host.short_name],
        ),
        PartKind(
            "dossier-targets", DossierTargetForm, _("Named dossiers"), _("Add a unit"),
            _("Units named in the plan whose dossier will be checked."),
            lambda part: [part.unit.short_name, part.stream.title],
        ),
        PartKind(
            "targets", TargetForm, _("Targets"), _("Add a target"),
            _("Figures to reach in the year."),
            lambda part: [f"{part.percent:f}".rstrip("0").rstrip(".") + " %", part.text],
        ),
        PartKind(
            "recipients", RecipientForm, _("Recipients"), _("Add a recipient"),
            _("Printed under “Nơi nhận”."),
            lambda part: [part.text, part.purpose],
        ),
    ]
}  # fmt: skip

_HEAD_TITLES = {
    "subject": _("subject on the paper"), "intro": _("opening paragraph"),
    "closing": _("closing paragraph"), "sections": _("Chapters"),
}  # fmt: skip


def amended_title(part: str) -> Any:
    """How a page names the part of a plan an amendment touches."""
    return PART_KINDS[part].title if part in PART_KINDS else _HEAD_TITLES[part]
