"""A department's own list of units, brought in from Excel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from core.search.keys import normalise
from core.spreadsheets.models import RowStatus
from core.spreadsheets.registry import (
    ImportKind,
    Outcome,
    ParsedRow,
    Scope,
    Written,
    import_kind,
)
from core.spreadsheets.table import number_spans
from core.validity import in_force
from units.columns import FIELDS
from units.domain.bulk import changed_since, restore_units, used_elsewhere, write_units
from units.domain.comparing import NEW, Match, find_match, plan_of
from units.domain.matching import Roster, codes_taken_outside
from units.domain.roster import known_under, spelling
from units.enums import UnitKind
from units.models import UnitReach


@import_kind
class UnitImport(ImportKind):
    """Rows are units under a managing unit; empty cells never erase what is known."""

    key = "units"
    title = gettext_lazy("List of units")
    permission = Permission.IMPORT_UNITS.value
    explanation = gettext_lazy(
        "Schools and offices of your list are compared with those here: by code, else by name under the same managing unit. Empty cells change nothing."
    )
    scope_label = gettext_lazy("Units under")
    fields = FIELDS

    def scopes(self, user: Any) -> list[Scope]:
        """The units where the user may import, and the managing units below them."""
        today = timezone.localdate()
        reached = (
            UnitReach.objects.filter(
                in_force(today), ancestor__in=user.units_where(self.permission)
            )
            .exclude(descendant__kind__in=UnitKind.inspected())
            .filter(in_force(today, "descendant__"))
            .order_by("depth", "descendant__short_name", "descendant")
            .values_list("ancestor_id", "descendant_id", "descendant__short_name")
        )
        scopes: dict[int, Scope] = {}
        for owner, unit, name in reached:
            scopes.setdefault(unit, Scope(owner, unit, name))
        return list(scopes.values())

    def examine(
        self, rows: Sequence[ParsedRow], scope_unit: int, *, lock: bool = False
    ) -> list[Outcome]:
        known = known_under(scope_unit, lock=lock)
        roster = Roster(known, scope_unit)
        codes = {row.values["code"] for row in rows if "code" in row.values}
        outside = codes_taken_outside(codes, known)
        matches = [find_match(row, roster, outside) for row in rows]
        _blame_twins(rows, matches, scope_unit)
        return [_outcome(row, match, roster) for row, match in zip(rows, matches, strict=True)]

    def write(
        self, rows: Sequence[ParsedRow], outcomes: Sequence[Outcome], scope_unit: int, *, by: Any
    ) -> list[Written]:
        wanted = [
            (row, outcome.plan)
            for row, outcome in zip(rows, outcomes, strict=True)
            if outcome.status in {RowStatus.NEW, RowStatus.CHANGED}
        ]
        written = write_units([plan for _row, plan in wanted], by=by)
        numbers = {plan.unit.pk: row.number for row, plan in wanted}
        return [
            Written(numbers[unit.pk], unit.pk, unit.short_name, before, after)
            for unit, before, after in written
        ]

    def obstacles(self, changes: Sequence[Written]) -> list[str]:
        names = {change.target: change for change in changes}
        changed = changed_since({change.target: change.after for change in changes})
        sentences = [
            _("Row %(row)s, %(unit)s: changed since the import.")
            % {"row": names[pk].number, "unit": names[pk].label}
            for pk in changed
        ]
        added = [change.target for change in changes if change.before is None]
        sentences += [
            _("Row %(row)s, %(unit)s: already used by other data (%(what)s).")
            % {"row": names[pk].number, "unit": names[pk].label, "what": what}
            for pk, what in used_elsewhere(added).items()
        ]
        return sentences

    def restore(self, changes: Sequence[Written], *, by: Any) -> None:
        restore_units([(item.target, item.before, item.after) for item in changes], by=by)

    def shown(self, key: str, value: str) -> str:
        return str(UnitKind(value).label) if key == "kind" and value in UnitKind.values else value

    def address(self, target: int) -> str:
        try:
            return reverse("units:unit", args=[target])
        except NoReverseMatch:
            return ""


def _outcome(row: ParsedRow, match: Match, roster: Roster) -> Outcome:
    label = row.values.get("name", "")
    if row.problems:
        return Outcome(RowStatus.ERROR, label, options=match.options)
    plan, changes = plan_of(row, match, roster)
    if row.problems or plan is None:
        return Outcome(RowStatus.ERROR, label, options=match.options)
    if match.unit is None:
        return Outcome(RowStatus.NEW, label, None, changes, match.options, plan)
    status = RowStatus.CHANGED if changes else RowStatus.SAME
    return Outcome(status, label, match.unit.unit.pk, changes, match.options, plan)


def _blame_twins(rows: Sequence[ParsedRow], matches: Sequence[Match], scope: int) -> None:
    """Rows that mean the same unit, or would make the same one twice, name each other."""
    twins: dict[tuple[Hashable, ...], list[ParsedRow]] = defaultdict(list)
    for row, match in zip(rows, matches, strict=True):
        for key in _identities(row, match, scope):
            twins[key].append(row)
    blamed: set[int] = set()
    for (what, *_rest), group in twins.items():
        if len(group) == 1 or all(row.number in blamed for row in group):
            continue
        for row in group:
            others = number_spans([other.number for other in group if other is not row])
            if what == "code":
                row.blame("code", _("The code stands also in row %(rows)s.") % {"rows": others})
            else:
                row.blame("name", _("Row %(rows)s means the same unit.") % {"rows": others})
        blamed.update(row.number for row in group)


def _identities(row: ParsedRow, match: Match, scope: int) -> Iterator[tuple[Hashable, ...]]:
    """What no two rows of a list may share; codes first."""
    if code := row.values.get("code"):
        yield "code", normalise(code).casefold()
    if match.unit is not None:
        yield "unit", match.unit.unit.pk
    elif "name" in row.values and row.choice != NEW:
        yield "name", match.manager or scope, spelling(row.values["name"])
