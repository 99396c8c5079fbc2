"""The calendar by group and by the hour as text: rows of teams, schools, districts; half hours."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.web.markup import filled
from plans.domain.queries.calendar import SHOWN_A_DAY, Card, Day
from plans.domain.queries.calendar_day import Block, Column, HalfHour
from plans.domain.queries.calendar_groups import GroupRow
from plans.domain.queries.slots import Slot
from plans.views.cards import CardWriter
from plans.views.visit_rows import addresses

_GROUP = '<tr><th scope="row" class="group-head">{}<span class="small muted">{}</span></th>{}</tr>'
_CELL = '<td data-on="{}"{} class="{}"><span class="day-name-short">{}</span>{}{}</td>'
_LINE = '<tr class="{}"><th scope="row" class="slot-head">{}</th>{}</tr>'
_BUSY = '<td rowspan="{}" class="is-busy">{}{}</td>'
_GAP = '<td data-on="{}" data-starts="{}" data-ends="{}"{} class="is-empty{}"></td>'
_TEAM = ' data-team="{}"'


def grouped_rows(rows: Iterable[GroupRow], write: CardWriter) -> list[SafeString]:
    """A row of the table for each team, school or district."""
    places = {"team": addresses("plans:team"), "unit": addresses("units:unit")}
    return [
        filled(
            _GROUP, _head(row, places), _count(row.count),
            _joined(_cell(row, day, cards, write) for day, cards in row.cells),
        )
        for row in rows
    ]  # fmt: skip


def _count(count: int) -> str:
    if not count:
        return _("free")
    return ngettext("%(count)d visit", "%(count)d visits", count) % {"count": count}


def _head(row: GroupRow, places: dict[str, tuple[str, str]]) -> SafeString:
    pk = row.team_id or row.unit_id
    if not pk:
        return filled("<b>{}</b> ", row.label)
    before, after = places["team" if row.team_id else "unit"]
    return filled('<a class="row-title" href="{}">{}</a> ', f"{before}{pk}{after}", row.label)


def _cell(row: GroupRow, day: Day, cards: list[Card], write: CardWriter) -> SafeString:
    css = ["is-off"] * day.is_off + ["is-today"] * day.is_today + ["is-empty"] * (not cards)
    shown = _joined(write.card(card) for card in cards[:SHOWN_A_DAY])
    return filled(
        _CELL, day.on.isoformat(), _team(row.team_id), " ".join(css), write.day_name(day.on),
        shown, _more(day, row, len(cards) - SHOWN_A_DAY),
    )  # fmt: skip


def _more(day: Day, row: GroupRow, hidden: int) -> SafeString | str:
    if hidden <= 0:
        return ""
    team = f"&team={row.team_id}" if row.team_id else ""
    return filled(
        '<a class="more-visits" href="{}?day={}{}">+{}</a>', reverse("plans:visit_list"),
        day.on.isoformat(), team, hidden,
    )  # fmt: skip


def _team(team: int | None) -> SafeString | str:
    return filled(_TEAM, team) if team else ""


def day_rows(lines: Iterable[HalfHour], day: Day, write: CardWriter) -> list[SafeString]:
    """Half hours of a day; a visit covers as many as it lasts."""
    off = " is-off" if day.is_off else ""
    return [
        filled(
            _LINE, "full-hour" if line.is_full_hour else "half-hour", f"{line.starts_at:%H:%M}",
            _joined(_hour_cell(column, cell, day, off, write) for column, cell in line.cells),
        )
        for line in lines
    ]  # fmt: skip


def _hour_cell(
    column: Column, cell: Block | Slot | None, day: Day, off: str, write: CardWriter
) -> SafeString | str:
    if cell is None:
        return ""
    if isinstance(cell, Block):
        # On a phone, where the columns are gone, a person's card says whose it is.
        whose = filled('<span class="day-name-short">{}</span>', column.label)
        cards = _joined(write.card(card) for card in cell.visits)
        return filled(_BUSY, cell.length, whose if column.person_id else "", cards)
    return filled(
        _GAP, day.on.isoformat(), f"{cell.starts_at:%H:%M}", f"{cell.ends_at:%H:%M}",
        _team(column.team_id), off,
    )  # fmt: skip


def _joined(parts: Iterable[SafeString | str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped
