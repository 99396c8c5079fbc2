"""The criteria of a draft, edited in Excel by those who know the subject, and brought back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from core.spreadsheets.models import RowStatus
from core.spreadsheets.registry import (
    ImportKind,
    Outcome,
    ParsedRow,
    Scope,
    Written,
    import_kind,
)
from standards.domain.editing import save_part
from standards.enums import SetState
from standards.models import Criterion, Standard, StandardSet
from standards.tables import EMPTIED, FIELDS, PLAIN, shown_value


@import_kind
class CriterionImport(ImportKind):
    """Rows are criteria of one draft, found again by their code; `scope_unit` is that draft."""

    key = "criteria"
    title = gettext_lazy("Criteria of a draft")
    permission = Permission.EDIT_STANDARDS.value
    explanation = gettext_lazy(
        "Download the draft as Excel, edit it there, upload it here. An emptied cell empties the value; a row taken out changes nothing: criteria are removed on the page of the set."
    )
    scope_label = gettext_lazy("Draft")
    scope_help = gettext_lazy("Only drafts of your own unit can be changed.")
    fields = FIELDS

    def scopes(self, user: Any) -> list[Scope]:
        drafts = StandardSet.objects.editable_by(user).filter(state=SetState.DRAFT)
        return [
            Scope(draft.owner_id or 0, draft.pk, f"{draft.name} ({draft.code}, {draft.version})")
            for draft in drafts
        ]

    def examine(
        self, rows: Sequence[ParsedRow], scope_unit: int, *, lock: bool = False
    ) -> list[Outcome]:
        drafts = StandardSet.objects.filter(pk=scope_unit, state=SetState.DRAFT)
        draft = (drafts.select_for_update() if lock else drafts).first()
        standards = {s.code: s for s in Standard.objects.filter(standard_set=scope_unit)}
        known = {
            criterion.code: criterion
            for criterion in Criterion.objects.filter(
                standard__standard_set=scope_unit
            ).select_related("standard")
        }
        twice = Counter(row.values.get("code") for row in rows)
        for row in rows:
            if draft is None:
                row.blame("", _("The set is no draft any more: it cannot be changed."))
            _blame(row, standards, twice)
        return [_outcome(row, known) for row in rows]

    def write(
        self, rows: Sequence[ParsedRow], outcomes: Sequence[Outcome], scope_unit: int, *, by: Any
    ) -> list[Written]:
        standards = {
            s.code: s
            for s in Standard.objects.filter(standard_set=scope_unit).select_related(
                "standard_set__owner"
            )
        }
        written = []
        for row, outcome in zip(rows, outcomes, strict=True):
            if outcome.status == RowStatus.SAME:
                continue
            known = Criterion.objects.filter(pk=outcome.target).first() if outcome.target else None
            before = _plain(known) if known else None
            criterion = known or Criterion()
            for name, value in _said(row).items():
                setattr(criterion, name, value)
            criterion.standard = standards[row.values["standard"]]
            save_part(part=criterion, by=by)
            written.append(
                Written(row.number, criterion.pk, str(criterion)[:250], before, _plain(criterion))
            )
        return written

    def obstacles(self, changes: Sequence[Written]) -> list[str]:
        known = Criterion.objects.select_related("standard__standard_set").in_bulk(
            [change.target for change in changes]
        )
        found = []
        for change in changes:
            criterion = known.get(change.target)
            if criterion is None or _plain(criterion) != change.after:
                found.append(_("%(what)s was changed or removed since.") % {"what": change.label})
            elif not criterion.standard.standard_set.is_draft:
                found.append(_("%(what)s belongs to a published set.") % {"what": change.label})
        return found

    def restore(self, changes: Sequence[Written], *, by: Any) -> None:
        for change in changes:
            criterion = Criterion.objects.get(pk=change.target)
            if change.before is None:
                criterion.delete()
                continue
            for name, value in change.before.items():
                setattr(criterion, name, value)
            save_part(part=criterion, by=by)

    def shown(self, key: str, value: str) -> str:
        return value or "–"


def _blame(row: ParsedRow, standards: dict[str, Standard], twice: Counter[Any]) -> None:
    code, standard = row.values.get("code"), row.values.get("standard")
    if code and twice[code] > 1:
        row.blame("code", _("the code “%(code)s” is given twice") % {"code": code})
    if standard and standard not in standards:
        row.blame(
            "standard",
            _("There is no standard “%(code)s”. Add it on the page of the set first.")
            % {"code": standard},
        )


def _said(row: ParsedRow) -> dict[str, Any]:
    """What the row says of each field whose column is there; an emptied cell says: empty."""
    return {
        name: row.values.get(name, EMPTIED.get(name, "")) for name in PLAIN if name in row.columns
    }


def _outcome(row: ParsedRow, known: dict[str, Criterion]) -> Outcome:
    label = f"{row.values.get('code', '')} {row.values.get('text', '')}".strip()
    criterion = known.get(row.values.get("code", ""))
    if criterion is None:
        return Outcome(RowStatus.NEW, label)
    changes = [
        (name, shown_value(name, getattr(criterion, name)), shown_value(name, value))
        for name, value in _said(row).items()
        if shown_value(name, getattr(criterion, name)) != shown_value(name, value)
    ]
    standard = row.values.get("standard", "")
    if standard and standard != criterion.standard.code:
        changes.append(("standard", criterion.standard.code, standard))
    status = RowStatus.CHANGED if changes else RowStatus.SAME
    return Outcome(status, label, criterion.pk, changes)


def _plain(criterion: Criterion) -> dict[str, Any]:
    """As JSON keeps it."""
    values = {name: getattr(criterion, name) for name in PLAIN}
    numbers = {
        name: None if values[name] is None else f"{values[name]:.2f}"
        for name in ("points", "weight")
    }
    return {**values, **numbers, "standard_id": criterion.standard_id}
