"""What may well be right but deserves a second look; nothing here stops a plan."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.workflow.engine import Gap
from documents.domain.laws import cited_in, numbers_in
from plans.models.gaps import fetched, milestones_of


def plan_warnings(plan: Any) -> Iterator[Gap]:
    """Bases no longer in force, chapters numbered twice, deadlines told too late."""
    yield from _bases(plan)
    yield from _sets(plan)
    yield from _numbering(plan)
    yield from _undated(plan)


def _bases(plan: Any) -> Iterator[Gap]:
    """By the document it is tied to, else by the number it cites, in whatever spelling."""
    day = plan.reference_day
    bases = fetched(plan, "bases", "legal_document__replaced_by")
    free = [basis.text for basis in bases if basis.legal_document is None]
    known = {law.number_key: law for law in cited_in(free)} if free else {}
    for basis in bases:
        laws = [basis.legal_document] if basis.legal_document else _cited(basis.text, known)
        for warning in filter(None, (law.warning(day) for law in laws)):
            yield Gap(warning, reverse("plans:part_edit", args=[plan.pk, "bases", basis.pk]))


def _sets(plan: Any) -> Iterator[Gap]:
    """A content judged by criteria that do not hold on the plan's day."""
    day = plan.reference_day
    for stream in plan.streams.select_related("standard_set"):
        if stream.standard_set and not stream.standard_set.holds_on(day):
            yield Gap(
                _("“%(set)s” is not in force on %(day)s.")
                % {"set": stream.standard_set, "day": f"{day:%d/%m/%Y}"},
                reverse("plans:part_edit", args=[plan.pk, "streams", stream.pk]),
            )


def _cited(text: str, known: dict[str, Any]) -> list[Any]:
    return [known[key] for key in sorted(numbers_in(text) & known.keys())]


def _numbering(plan: Any) -> Iterator[Gap]:
    """HH495 has two sections III."""
    markers = Counter(section.marker for section in plan.sections.all() if section.marker)
    for marker, count in markers.items():
        if count > 1:
            yield Gap(
                _("%(count)s chapters are numbered %(marker)s.")
                % {"count": count, "marker": marker},
                reverse("plans:plan_text", args=[plan.pk]),
            )


def _undated(plan: Any) -> Iterator[Gap]:
    """AG24 B-55: "theo lịch thông báo chung"."""
    for milestone in milestones_of(plan):
        days = [due.due_on for due in milestone.dues.all()]
        if milestone.is_event or (days and None not in days):
            continue
        url = reverse("plans:part_edit", args=[plan.pk, "milestones", milestone.pk])
        yield Gap(_("“%(title)s” has no last day yet.") % {"title": milestone.title}, url)
