"""Excel lists of the `plans` room: what is seen, each row with its link."""

from collections.abc import Callable, Iterable
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.spreadsheets import Column, Sheet
from plans.domain.drawing import lot
from plans.domain.queries.coverage import DrawnUnit
from plans.domain.queries.load import LoadTable, PersonLoad
from plans.domain.queries.visits import with_managers
from plans.enums import VisitKind
from plans.models import CoverageDraw, InspectionPlan, Obligation, PlanAccount, Visit


def _times(visit: Visit) -> str:
    if visit.starts_at is None or visit.ends_at is None:
        return ""
    return f"{visit.starts_at:%H:%M}–{visit.ends_at:%H:%M}"


def _contents(visit: Visit) -> str:
    return "; ".join(stream.title for stream in visit.streams.all())


def _told(visit: Any) -> Any:
    return visit.told_at


_UNIT: Column[Any] = Column(gettext_lazy("Unit"), lambda visit: visit.unit.short_name, 32)
_LINK: Column[Any] = Column(
    gettext_lazy("Link"), lambda visit: visit.get_absolute_url(), 40, "link"
)
# By the column of the list they belong to.
_VISIT_COLUMNS: dict[str, list[Column[Any]]] = {
    "manager": [Column(gettext_lazy("Managed by"), lambda visit: visit.manager or "", 28)],
    "plan": [Column(gettext_lazy("Plan"), lambda visit: visit.plan.title, 34)],
    "contents": [Column(gettext_lazy("Contents"), _contents, 44)],
    "when": [
        Column(
            gettext_lazy("Month"), lambda visit: date_format(visit.month, "YEAR_MONTH_FORMAT"), 10
        ),
        Column(gettext_lazy("Day"), lambda visit: visit.on, 13, "date"),
        Column(gettext_lazy("Time"), _times, 14),
    ],
    "mode": [Column(gettext_lazy("Mode"), lambda visit: visit.get_mode_display(), 18)],
    "team": [Column(gettext_lazy("Team"), lambda visit: visit.team or "", 24)],
    "state": [Column(gettext_lazy("State"), lambda visit: visit.get_state_display(), 18)],
    "notified": [Column(gettext_lazy("Notified at"), _told, 18, "date")],
}


def visit_sheet(
    visits: "QuerySet[Visit]", columns: Iterable[str], narrowed_by: Iterable[str]
) -> Sheet[Any]:
    """The visits as a sheet with the columns the list shows; the active filters stand above it."""
    lines = [_("Visits"), *narrowed_by]
    shown = [column for key in columns for column in _VISIT_COLUMNS[key]]
    return Sheet(_("Visits"), [_UNIT, *shown, _LINK], with_managers(visits), lines)


PLAN_COLUMNS: list[Column[Any]] = [
    Column(gettext_lazy("Plan"), lambda plan: plan.title, 60),
    Column(gettext_lazy("issued by"), lambda plan: plan.issuer.name, 40),
    Column(gettext_lazy("School year"), lambda plan: plan.school_year.name, 12),
    Column(
        gettext_lazy("Number"), lambda plan: plan.document.number_line if plan.document else "", 22
    ),
    Column(gettext_lazy("State"), lambda plan: plan.get_state_display(), 24),
    Column(gettext_lazy("Visits with a day"), lambda plan: plan.dated_count, 14, "int"),
    Column(gettext_lazy("Visits"), lambda plan: plan.visit_count, 12, "int"),
    Column(gettext_lazy("Link"), lambda plan: plan.get_absolute_url(), 40, "link"),
]

DUTY_COLUMNS: list[Column[Any]] = [
    Column(gettext_lazy("Unit"), lambda duty: duty.unit.short_name, 34),
    Column(gettext_lazy("To be sent"), lambda duty: duty.milestone.title, 60),
    Column(gettext_lazy("Last day"), lambda duty: duty.last_day, 13, "date"),
    Column(gettext_lazy("State"), lambda duty: duty.get_state_display(), 16),
    Column(gettext_lazy("Sent"), lambda duty: duty.fulfilled_at, 16, "date"),
    Column(gettext_lazy("late"), lambda duty: _("late") if duty.was_late else "", 8),
    Column(gettext_lazy("Plan"), lambda duty: duty.milestone.plan.title, 44),
    Column(gettext_lazy("Link"), lambda duty: duty.get_absolute_url(), 40, "link"),
]


def plan_sheet(plans: "QuerySet[InspectionPlan]", narrowed_by: Iterable[str]) -> Sheet[Any]:
    """The list of plans as it is seen."""
    return Sheet(_("Plans"), PLAN_COLUMNS, plans, [_("Inspection plans"), *narrowed_by])


def duty_sheet(duties: "QuerySet[Obligation]", narrowed_by: Iterable[str]) -> Sheet[Any]:
    """The list of duties as it is seen."""
    return Sheet(_("Deadlines"), DUTY_COLUMNS, duties, [_("Deadlines"), *narrowed_by])


def draw_sheet(made: CoverageDraw, lines: Iterable[DrawnUnit]) -> Sheet[Any]:
    """The list of a draw with every unit's lot: SHA-256 of "seed:number", the lowest are drawn."""
    columns: list[Column[Any]] = [
        Column(_("No."), lambda line: line.place, 8, "int"),
        Column(_("Number"), lambda line: line.unit.pk, 10, "int"),
        Column(_("Unit"), lambda line: line.unit.short_name, 44),
        Column(_("Managed by"), lambda line: line.manager, 34),
        Column(_("Lot"), lambda line: lot(made.seed, line.unit.pk), 72),
        Column(_("Drawn"), lambda line: _("drawn") if line.is_drawn else "", 12),
        Column(_("Link"), lambda line: reverse("units:unit", args=[line.unit.pk]), 40, "link"),
    ]
    heading = [made.rule.plan.title, made.rule.headline, made.sentence]
    return Sheet(_("Draw by lot"), columns, lines, heading)


def account_sheets(account: PlanAccount) -> list[Sheet[Any]]:
    """The account of a closed plan: one sheet each for visits, duties and coverage."""
    heading = [
        account.plan.title,
        _("Closed on %(day)s") % {"day": f"{account.closed_at:%d/%m/%Y}"},
    ]
    visits: list[Column[Any]] = [
        Column(_("Unit"), lambda line: line["name"], 40),
        Column(_("Kind"), lambda line: VisitKind(line["kind"]).label, 28),
        Column(_("Month"), lambda line: f"{line['month'][5:7]}/{line['month'][:4]}", 10),
        Column(_("Day"), lambda line: line["on"] and date.fromisoformat(line["on"]), 13, "date"),
        Column(_("Done"), lambda line: _("done") if line["done"] else _("not done"), 14),
        Column(_("Reason"), lambda line: line["reason"], 60),
        Column(_("Link"), lambda line: reverse("plans:visit", args=[line["visit"]]), 40, "link"),
    ]
    duties: list[Column[Any]] = [
        Column(_("Deadline"), lambda line: line["title"], 70),
        *(Column(label, itemgetter(name), 12, "int") for name, label in DUTY_FIGURES),
    ]
    rules: list[Column[Any]] = [
        Column(_("Rule"), lambda line: line["rule"], 60),
        Column(_("Units on the list"), itemgetter("listed"), 16, "int"),
        Column(_("To be visited"), itemgetter("reached"), 16, "int"),
        Column(_("Visited"), itemgetter("done"), 16, "int"),
    ]
    return [
        Sheet(_("Visits"), visits, account.visits, heading),
        Sheet(_("Deadlines"), duties, account.duties, heading),
        Sheet(_("Coverage"), rules, account.coverage, heading),
    ]


def load_sheet(
    table: LoadTable, narrowed_by: Iterable[str], link: Callable[[PersonLoad], str]
) -> Sheet[Any]:
    """The load of each inspector as it is seen; a length nobody can know stays empty."""
    columns: list[Column[Any]] = [
        Column(_("Inspector"), lambda load: load.name, 32),
        Column(_("Visits"), lambda load: load.visits, 12, "int"),
        Column(_("Days"), lambda load: load.days, 12, "int"),
        Column(_("Kilometres"), lambda load: load.km and round(load.km), 14, "int"),
        Column(_("Visits to a place not known"), lambda load: load.estimated, 18, "int"),
        *(_month_column(month) for month in table.months),
        Column(_("Link"), link, 40, "link"),
    ]
    return Sheet(_("Load"), columns, table.people, [_("Load per inspector"), *narrowed_by])


def _month_column(month: date) -> Column[Any]:
    return Column(f"{month:%m/%Y}", lambda load: load.months[month], 10, "int")


DUTY_FIGURES = (
    ("owed", gettext_lazy("Owed")),
    ("on_time", gettext_lazy("In time")),
    ("late", gettext_lazy("Late")),
    ("never", gettext_lazy("Never")),
    ("waived", gettext_lazy("Waived")),
)
