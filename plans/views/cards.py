"""Cards and days of the calendar as text: a month shows a hundred visits on forty days."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.web.icons import icon_svg
from core.web.markup import filled, filled_each
from plans.domain.queries.calendar import Card, Day, SlotRow
from plans.enums import VisitKind, VisitState
from plans.models import InspectionPlan
from plans.views.visit_rows import addresses
from units.enums import DayKind
from units.models import CalendarDay

_CARD = (
    '<div class="visit-card visit-{}"{}><span class="visit-time">{}</span> '
    '<a href="{}">{}</a> <span class="visit-team"{}>{}</span> '
    '<span class="visit-facts"><span class="visit-state">{}</span> {}</span></div>'
)
_HANDLE = ' draggable="true" data-place="{}" data-clashes="{}" data-team="{}"'
_WAITING = (
    '<li class="waiting-card{}"{}><b>{}</b>{}{}<a class="go" href="{}">{}{}'
    '<span class="visually-hidden"> {}</span></a></li>'
)
_DAY = (
    '<td data-on="{on}" class="{css}"><span class="day"><time datetime="{on}"><b>{number}</b>'
    '</time><span class="day-name-short">{name}</span>{today}</span> {notes} {cards} {more}</td>'
)
_SLOT = (
    '<td data-on="{}" data-starts="{}" data-ends="{}" class="{}">'
    '<span class="day-name-short">{}</span>{}</td>'
)
# Names of people away that a day shows; the others are in its title.
_NAMED = 2
_ICONS = {
    VisitState.SCHEDULED: "calendar-check",
    VisitState.NOTIFIED: "envelope-check",
    VisitState.IN_PROGRESS: "play-circle",
}


class CardWriter:
    """Writes visits and days for one reader; words, icons and addresses are looked up once."""

    def __init__(self, *, plan: InspectionPlan | None, editable_at: set[int], here: str) -> None:
        self._plan = plan
        self._editable_at = editable_at
        self._movable = frozenset(VisitState.movable())
        self._visit, self._place, self._clashes = (
            addresses(f"plans:{name}") for name in ("visit", "visit_place", "visit_clashes")
        )
        self._next = f"?next={quote(here, safe='')}"
        self._no_team, self._move = _("No team yet"), _("Move…")
        self._ad_hoc = filled(
            '<b class="ad-hoc">{}{}</b> ', icon_svg("lightning-charge"), _("Ad hoc")
        )
        self._state = cache(self._state_words)
        self._weekday = cache(lambda number: str(WEEKDAYS[number]))

    def card(self, visit: Card) -> SafeString:
        """A visit on its day."""
        moves = visit.issuer_id in self._editable_at and visit.state in self._movable
        title = filled(' title="{}"', visit.team) if visit.team else ""
        return filled(
            _CARD, visit.state, self._handle(visit) if moves else "",
            f"{visit.starts_at:%H:%M}" if visit.starts_at else "", self._address(visit), visit.unit,
            title, visit.team or self._no_team, self._facts(visit),
            self._move_link(visit) if moves else "",
        )  # fmt: skip

    def waiting(self, visit: Card) -> SafeString:
        """A visit that still needs its day."""
        if visit.issuer_id not in self._editable_at:
            return filled(
                '<li class="waiting-card"><a class="go" href="{}"><b>{}</b></a></li>',
                self._address(visit), visit.unit,
            )  # fmt: skip
        postponed = visit.state == VisitState.POSTPONED
        return filled(
            _WAITING, " is-postponed" if postponed else "", self._handle(visit), visit.unit,
            self._plan_words(visit), self._postponed() if postponed else "",
            self._place_of(visit), icon_svg("calendar-plus"), _("Choose a day…"), visit.unit,
        )  # fmt: skip

    def notes(self, day: Day) -> SafeString:
        """What is special about a day, and who is away on it."""
        return _joined([self._special(day.notes), self._away(day)])

    def _away(self, day: Day) -> SafeString | str:
        if not day.away:
            return ""
        names = [name for _person, name, _kind in day.away]
        more = f" +{len(names) - _NAMED}" if len(names) > _NAMED else ""
        return filled(
            '<span class="day-note note-away" title="{}">{} {}: {}{}</span>', ", ".join(names),
            icon_svg("person-dash"), _("Away"), ", ".join(names[:_NAMED]), more,
        )  # fmt: skip

    @staticmethod
    def _special(notes: Iterable[CalendarDay]) -> SafeString:
        return filled_each( '<span class="day-note{}">{} {}: {}</span>',
            ((*_note_look(note.kind), note.name) for note in notes),
        )  # fmt: skip

    def day_name(self, on: date) -> str:
        """As a phone's list heads a day: "Thứ hai 14/10"."""
        return f"{self._weekday(on.weekday())} {on:%d/%m}"

    def month_day(self, day: Day) -> SafeString:
        """One day of the month with its first visits."""
        today = filled('<span class="small">{}</span>', _("today")) if day.is_today else ""
        return filled(
            _DAY, on=day.on.isoformat(), css=_css(day), number=_number(day),
            name=self._weekday(day.on.weekday()), today=today, notes=self.notes(day),
            cards=self._cards(day.shown), more=self._more(day) if day.hidden_count else "",
        )  # fmt: skip

    def slot_cell(self, row: SlotRow, day: Day, visits: list[Card]) -> SafeString:
        """One day of the week in one slot."""
        css = ("is-off" if day.is_off else "") + ("" if visits else " is-empty")
        return filled(
            _SLOT, day.on.isoformat(), f"{row.slot.starts_at:%H:%M}", f"{row.slot.ends_at:%H:%M}",
            css, self.day_name(day.on), self._cards(visits),
        )  # fmt: skip

    def _cards(self, visits: Iterable[Card]) -> SafeString:
        return _joined(self.card(visit) for visit in visits)

    def _address(self, visit: Card) -> str:
        before, after = self._visit
        return f"{before}{visit.pk}{after}"

    def _place_of(self, visit: Card) -> str:
        before, after = self._place
        return f"{before}{visit.pk}{after}{self._next}"

    def _handle(self, visit: Card) -> SafeString:
        before, after = self._clashes
        return filled(
            _HANDLE, self._place_of(visit), f"{before}{visit.pk}{after}", visit.team_id or ""
        )

    def _move_link(self, visit: Card) -> SafeString:
        return filled(
            '<a class="move" href="{}">{}<span class="visually-hidden"> {}</span></a>',
            self._place_of(visit), self._move, visit.unit,
        )  # fmt: skip

    def _facts(self, visit: Card) -> SafeString:
        """The state, and that an inspection is not of the plan's list."""
        words: SafeString = self._state(visit.state)
        return self._ad_hoc + words if visit.kind == VisitKind.AD_HOC else words

    @staticmethod
    def _state_words(state: str) -> SafeString:
        known = VisitState(state)
        return filled("{}{}", icon_svg(_ICONS.get(known, "check-circle-fill")), known.label)

    @staticmethod
    def _postponed() -> SafeString:
        return filled('<span class="small">{} {}</span>', icon_svg("pause-circle"), _("Postponed"))

    def _plan_words(self, visit: Card) -> SafeString | str:
        if self._plan:
            return ""
        words = Truncator(visit.plan).chars(48)
        return filled('<span class="small muted">{}</span>', words)

    def _more(self, day: Day) -> SafeString:
        of_plan = f"&plan={self._plan.pk}" if self._plan else ""
        words = ngettext("%(count)s more", "%(count)s more", day.hidden_count)
        return filled(
            '<a class="more-visits" href="{}?day={}{}">{}</a>', reverse("plans:visit_list"),
            day.on.isoformat(), of_plan, words % {"count": day.hidden_count},
        )  # fmt: skip


def _css(day: Day) -> str:
    marks = {
        "is-off": day.is_off, "is-other": day.is_other, "is-today": day.is_today,
        "is-empty": not day.visits and not day.notes and not day.away,
    }  # fmt: skip
    return " ".join(name for name, holds in marks.items() if holds)


def _number(day: Day) -> str:
    """The day of the month; with the month where it could be mistaken."""
    if day.is_other or day.on.day == 1:
        return f"{day.on.day}/{day.on.month}"
    return str(day.on.day)


def _note_look(kind: str) -> tuple[str, SafeString, str]:
    if kind == DayKind.EXAM:
        return " note-exam", icon_svg("pencil-square"), _("Exam")
    if kind == DayKind.WORKING_SATURDAY:
        return " note-working", icon_svg("briefcase"), _("Working day")
    return "", icon_svg("cup-hot"), _("Day off")


def _joined(parts: Iterable[SafeString | str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


def month_rows(days: list[list[Day]], write: CardWriter) -> list[SafeString]:
    """The weeks of a month."""
    return [_joined(write.month_day(day) for day in week) for week in days]


def week_rows(rows: Iterable[SlotRow], write: CardWriter) -> list[tuple[Any, SafeString]]:
    """The slots of a week, each with its days."""
    return [
        (row.slot, _joined(write.slot_cell(row, day, visits) for day, visits in row.cells))
        for row in rows
    ]
