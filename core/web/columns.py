"""Which columns a list shows: chosen in the address, so that a saved filter keeps them too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from core.web.markup import filled


@dataclass(frozen=True)
class ListColumn:
    """A column somebody may hide: its head, and what stands in a row's cell.

    `is_extra`: shown only when it is asked for. `sort`: the name it has in `?sort=`.
    """

    key: str
    label: Any
    cell: Callable[[Any], Any]
    css: str = ""
    sort: str = ""
    is_extra: bool = False


class ColumnChoice:
    """The columns of one list as `?column=team&column=state` asks for them, in their own order."""

    def __init__(self, request: HttpRequest, columns: Sequence[ListColumn]) -> None:
        asked = request.GET.getlist("column")
        known = {column.key for column in columns}
        wanted = known.intersection(asked)
        self.all = list(columns)
        self.shown = [
            column
            for column in columns
            if (column.key in wanted if wanted else not column.is_extra)
        ]
        self._cells = "".join(
            f'<td class="{column.css}" data-label="{{}}">{{}}</td>' for column in self.shown
        )
        self._labels = [str(column.label) for column in self.shown]

    @property
    def keys(self) -> list[str]:
        return [column.key for column in self.shown]

    @property
    def offered(self) -> list[tuple[ListColumn, bool]]:
        """Every column, and whether it is shown."""
        return [(column, column in self.shown) for column in self.all]

    def cells(self, row: Any) -> SafeString:
        """The cells of one row; on a phone, where a row becomes a card, each says its label."""
        values: list[Any] = []
        for column, label in zip(self.shown, self._labels, strict=True):
            values += (label, column.cell(row))
        return filled(self._cells, *values)
