"""Shortcomings that were seen at the same unit before: proposed with the reason, never decided.

Nothing here is learned or guessed: the same criterion, a criterion that continues the older one,
or so many words in common. The figures that say how many stand here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.search.keys import search_key
from inspections.models import Finding, Inspection
from plans.enums import VisitState
from standards.models import CriterionLink
from units.models import Succession

# Of the shorter sentence this share of its words must stand in the other, and so many at least.
SHARE_OF_WORDS = 0.6
FEWEST_WORDS = 3
# Of several earlier ones so many are proposed: the nearest in meaning, then the latest.
MOST_PROPOSED = 3
# Words that stand in every sentence about a shortcoming and tell nothing of it.
_EMPTY_WORDS = frozenset(
    [
        "chua",
        "khong",
        "co",
        "con",
        "cua",
        "va",
        "cac",
        "cho",
        "duoc",
        "tai",
        "trong",
        "theo",
        "thieu",
        "mot",
        "so",
        "nhung",
        "de",
        "voi",
        "do",
        "la",
        "thi",
        "ve",
        "viec",
        "bi",
        "da",
        "dang",
        "can",
        "phai",
        "nhieu",
        "it",
        "rat",
        "day",
        "du",
        "nhat",
        "o",
        "den",
        "tu",
        "nha",
    ]
)


@dataclass(frozen=True)
class Earlier:
    """One earlier finding that resembles, and why."""

    finding: Finding
    reason: str
    share: float

    @property
    def year(self) -> str:
        return str(self.finding.inspection.visit.plan.school_year)

    @property
    def sentence(self) -> str:
        """As the minutes say it: "đã ghi nhận năm học 2018-2019: …"."""
        return _("noted before, in %(year)s: %(text)s") % {
            "year": self.year, "text": self.finding.text,
        }  # fmt: skip


def earlier_faults(inspection: Inspection) -> QuerySet[Finding, Any]:
    """Shortcomings of earlier inspections of the unit, and of units it came from; the latest first."""
    unit = inspection.visit.unit_id
    before = Succession.objects.filter(successor=unit).values("predecessor")
    earlier = Q(inspection__opened_at__lt=inspection.opened_at)
    if inspection.visit.on is not None:
        earlier = Q(inspection__visit__on__lt=inspection.visit.on)
    return (
        Finding.objects.standing().faults()
        .filter(Q(inspection__visit__unit=unit) | Q(inspection__visit__unit__in=before), earlier)
        .exclude(inspection=inspection)
        .exclude(inspection__visit__state=VisitState.CANCELLED)
        .select_related("criterion", "inspection__visit__plan__school_year")
        .order_by("-inspection__visit__on", "pk")
    )  # fmt: skip


def repeats_in(inspection: Inspection, findings: Iterable[Finding]) -> dict[int, list[Earlier]]:
    """Finding → what resembles it, for those nobody has decided on; two queries."""
    open_faults = [each for each in findings if each.is_fault and each.repeats_id is None]
    if not open_faults:
        return {}
    earlier = list(earlier_faults(inspection))
    continued = _continued([each.criterion_id for each in open_faults if each.criterion_id])
    found = {each.pk: _alike(each, earlier, continued) for each in open_faults}
    return {pk: rows for pk, rows in found.items() if rows}


def _continued(criteria: list[int]) -> set[tuple[int, int]]:
    """Pairs (newer criterion, older one it continues)."""
    links = CriterionLink.objects.filter(new__in=criteria)
    return set(links.values_list("new_id", "old_id"))


def _alike(
    finding: Finding, earlier: Iterable[Finding], continued: set[tuple[int, int]]
) -> list[Earlier]:
    found = [row for each in earlier if (row := _resembles(finding, each, continued))]
    return sorted(found, key=lambda row: -row.share)[:MOST_PROPOSED]


def _resembles(finding: Finding, other: Finding, continued: set[tuple[int, int]]) -> Earlier | None:
    mine, theirs = finding.criterion_id, other.criterion_id
    if mine is not None and theirs is not None:
        if mine == theirs:
            return Earlier(other, _("the same criterion"), 2)
        if (mine, theirs) in continued:
            return Earlier(other, _("a criterion of the former set that this one continues"), 1.5)
    first, second = words_of_finding(finding.text), words_of_finding(other.text)
    common, shorter = first & second, min(len(first), len(second))
    if len(common) < FEWEST_WORDS or len(common) / shorter < SHARE_OF_WORDS:
        return None
    reason = ngettext(
        "%(n)d of %(all)d word in common", "%(n)d of %(all)d words in common", shorter
    ) % {"n": len(common), "all": shorter}
    return Earlier(other, reason, len(common) / shorter)


def words_of_finding(text: str) -> frozenset[str]:
    """Words that say something, without diacritics."""
    return frozenset(search_key(text).split()) - _EMPTY_WORDS
