"""The criteria of a set as a table: the same columns go out to Excel and come back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.search.keys import search_key
from core.spreadsheets.parsing import choice, text
from core.spreadsheets.refusals import CellRefused
from core.spreadsheets.registry import ImportField
from core.spreadsheets.writing import Column
from standards.enums import QuestionKind
from standards.models import Criterion
from standards.scoring import notation
from units.enums import SchoolLevel

# Excel cells are read as one line; several lines of the notation stand in one cell, parted by this.
SEPARATOR = ";;"
# Fields of a criterion that a row says, in the order of the columns.
PLAIN = (
    "code", "text", "kind", "points", "weight", "unit", "numerator", "denominator", "requirements",
    "options", "levels", "applies_if", "blank_needs_reason", "evidence", "guidance", "clause",
    "verified", "source",
)  # fmt: skip
# What an emptied cell means.
EMPTIED: dict[str, Any] = {
    "points": None, "weight": Decimal(1), "blank_needs_reason": False, "verified": False,
}  # fmt: skip


def _kinds() -> dict[str, str]:
    known = {kind.value: kind.value for kind in QuestionKind}
    for language in ("vi", "en"):
        with override(language):
            known |= {search_key(str(kind.label)): kind.value for kind in QuestionKind}
    return known


def _read_kind(raw: str) -> str:
    return choice(_kinds(), str(QuestionKind.YES_NO.label))(raw)


def _read_number(raw: str) -> Decimal:
    try:
        found = notation.number(raw)
    except notation.NotationError as error:
        raise CellRefused(str(error)) from error
    if found < 0:
        raise CellRefused(_("The figure cannot be negative."))
    return found


def _read_truth(raw: str) -> bool:
    known = {"co": "1", "khong": "0", "yes": "1", "no": "0", "x": "1", "true": "1", "false": "0"}
    return choice(known, _("yes"))(raw) == "1"


def _read_lines(parse: Callable[[str], Any]) -> Callable[[str], str]:
    def read(raw: str) -> str:
        lines = [part.strip() for part in raw.split(SEPARATOR) if part.strip()]
        try:
            notation.lines_of("\n".join(lines), parse)
        except notation.NotationError as error:
            raise CellRefused(str(error)) from error
        return "\n".join(lines)

    return read


def _read_levels(raw: str) -> str:
    levels = [part.strip().upper() for part in raw.split(",") if part.strip()]
    unknown = [level for level in levels if level not in SchoolLevel.values]
    if unknown:
        raise CellRefused(_("“%(text)s” is not a school level.") % {"text": unknown[0]})
    return f",{','.join(level for level in SchoolLevel.values if level in levels)},"


FIELDS = [
    ImportField("standard", gettext_lazy("Standard (code)"), text(20), required=True),
    ImportField("code", gettext_lazy("Criterion (code)"), text(20), required=True),
    ImportField("text", gettext_lazy("Question"), text(600), required=True),
    ImportField("kind", gettext_lazy("Answered by"), _read_kind, required=True),
    ImportField("points", gettext_lazy("Points"), _read_number),
    ImportField("weight", gettext_lazy("Weight"), _read_number),
    ImportField("unit", gettext_lazy("Unit of the figure"), text(30)),
    ImportField("numerator", gettext_lazy("First figure"), text(150)),
    ImportField("denominator", gettext_lazy("Second figure"), text(150)),
    ImportField("requirements", gettext_lazy("Bounds"), _read_lines(notation.requirement)),
    ImportField("options", gettext_lazy("Answers to choose from"), _read_lines(notation.option)),
    ImportField("levels", gettext_lazy("Only for levels"), _read_levels),
    ImportField("applies_if", gettext_lazy("Only if"), _read_lines(notation.check)),
    ImportField("blank_needs_reason", gettext_lazy("A blank needs a reason"), _read_truth),
    ImportField("evidence", gettext_lazy("Evidence wanted"), text(2000)),
    ImportField("guidance", gettext_lazy("Guidance"), text(2000)),
    ImportField("clause", gettext_lazy("Clause of the law"), text(200)),
    ImportField("verified", gettext_lazy("Checked against the text"), _read_truth),
    ImportField("source", gettext_lazy("Source"), text(400)),
]  # fmt: skip
_WIDE = {
    "text": 60,
    "requirements": 40,
    "options": 40,
    "evidence": 40,
    "guidance": 40,
    "source": 40,
}


def shown_value(name: str, value: Any) -> str:
    """A value of a criterion as its cell says it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if name == "kind":
        return str(QuestionKind(value).label)
    if name == "levels":
        return ", ".join(level for level in str(value).split(",") if level)
    return f" {SEPARATOR} ".join(str(value).splitlines())


def _getter(name: str) -> Callable[[Criterion], str]:
    if name == "standard":
        return lambda criterion: criterion.standard.code
    return lambda criterion: shown_value(name, getattr(criterion, name))


def criterion_columns() -> list[Column[Criterion]]:
    """Columns of the workbook that goes out."""
    return [Column(known.heading, _getter(known.key), _WIDE.get(known.key, 16)) for known in FIELDS]
