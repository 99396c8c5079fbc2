"""What is still missing: one list for the page that shows it and the guard that refuses.

Takes plans and letters untyped: it stands below their modules.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from core.workflow.engine import Gap


def plan_gaps(plan: Any) -> Iterator[Gap]:
    """Gaps of a plan, in the order of its pages."""
    yield from _text_gaps(plan)
    yield from _content_gaps(plan)
    yield from _deadline_gaps(plan)


def has_parts(plan: Any, name: str) -> bool:
    """Whether the plan has parts of a kind; a page that counted them already asks nothing more."""
    counted: dict[str, int] | None = getattr(plan, "part_counts", None)
    return bool(counted[name]) if counted else bool(getattr(plan, name).exists())


def fetched(plan: Any, name: str, *related: str) -> Any:
    """Parts of a kind with their own: what a page has read already, else one query for each."""
    parts = getattr(plan, name)
    read_already = name in getattr(plan, "_prefetched_objects_cache", {})
    return parts.all() if read_already else parts.prefetch_related(*related)


def milestones_of(plan: Any) -> Any:
    return fetched(plan, "milestones", "dues")


def _text_gaps(plan: Any) -> Iterator[Gap]:
    sections = list(plan.sections.all())
    text_url = reverse("plans:plan_text", args=[plan.pk])
    if not sections:
        yield Gap(_("The plan has no text yet."), text_url)
    for section in sections:
        if not strip_tags(section.body).strip():
            url = reverse("plans:section", args=[section.pk])
            yield Gap(_("Section “%(name)s” is empty.") % {"name": section}, url)
    if not has_parts(plan, "bases"):
        yield Gap(
            _("The plan names no legal basis."), reverse("plans:parts", args=[plan.pk, "bases"])
        )
    if not has_parts(plan, "recipients"):
        url = reverse("plans:parts", args=[plan.pk, "recipients"])
        yield Gap(_("Nobody stands under “Nơi nhận”."), url)
    if not plan.symbol.strip():
        yield Gap(_("The symbol is missing."), reverse("plans:plan_edit", args=[plan.pk]))


def _content_gaps(plan: Any) -> Iterator[Gap]:
    if plan.paper_type != "KH":
        return
    if not has_parts(plan, "streams"):
        url = reverse("plans:parts", args=[plan.pk, "streams"])
        yield Gap(_("The plan does not say what is inspected."), url)
    if plan.has_schedule_annex and not has_parts(plan, "windows") and not plan.visits.exists():
        url = reverse("plans:parts", args=[plan.pk, "windows"])
        yield Gap(_("The schedule has no month yet."), url)


def _deadline_gaps(plan: Any) -> Iterator[Gap]:
    day = plan.reference_day
    for milestone in milestones_of(plan):
        for due in milestone.dues.all():
            if due.due_on and due.due_on < day:
                yield Gap(
                    _(
                        "The deadline %(due)s of “%(title)s” lies before the paper's own date, %(day)s."
                    )
                    % {
                        "due": date_format(due.due_on, "SHORT_DATE_FORMAT"),
                        "title": milestone.title,
                        "day": date_format(day, "SHORT_DATE_FORMAT"),
                    },
                    reverse("plans:part_edit", args=[plan.pk, "milestones", milestone.pk]),
                )


def letter_gaps(letter: Any) -> Iterator[Gap]:
    """Gaps of a schedule letter."""
    visits = list(letter.visits.select_related("unit"))
    edit = reverse("plans:letter_edit", args=[letter.pk])
    if not visits:
        yield Gap(_("The letter names no visit."), edit)
    for visit in visits:
        if visit.on is None:
            yield Gap(
                _("%(unit)s has no day yet.") % {"unit": visit.unit}, visit.get_absolute_url()
            )
    if not letter.addressees.strip():
        yield Gap(_("The letter is addressed to nobody."), edit)
    if not letter.symbol.strip():
        yield Gap(_("The symbol is missing."), edit)
    if letter.team is None:
        yield Gap(_("No team is named yet."), edit)
    elif not letter.team.members.filter(role="lead").exists():
        url = reverse("plans:team", args=[letter.team.pk])
        yield Gap(_("The team has no lead yet."), url)
