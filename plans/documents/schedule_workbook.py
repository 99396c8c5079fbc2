"""The plan's schedule as an Excel workbook: months, visits, deadlines. Vietnamese, as on paper."""

from collections.abc import Iterator
from typing import Any

from django.utils import translation

from core.spreadsheets import Column, Sheet
from plans.models import InspectionPlan, MilestoneDue, Visit


def schedule_sheets(plan: InspectionPlan) -> Iterator[Sheet[Any]]:
    """Sheets for the months, the visits (each with a link) and the deadlines."""
    heading = [f"{plan.issuer.name}", f"{plan.subject} – năm học {plan.school_year}"]
    with translation.override("vi"):
        yield Sheet("Lịch theo tháng", _month_columns(), list(plan.windows.all()), heading)
        yield Sheet("Cuộc kiểm tra", _visit_columns(), _visits(plan), heading)
        yield Sheet("Hạn nộp", _due_columns(), _dues(plan), heading)


def _visits(plan: InspectionPlan) -> list[Visit]:
    visits = plan.visits.select_related("unit", "team").prefetch_related("streams")
    return list(visits.order_by("month", "on", "starts_at", "unit__sort_key", "pk"))


def _dues(plan: InspectionPlan) -> list[MilestoneDue]:
    dues = MilestoneDue.objects.filter(milestone__plan=plan).select_related("milestone")
    return list(dues.order_by("due_on", "milestone__order", "audience"))


def _month_columns() -> list[Column[Any]]:
    return [
        Column("Tháng", lambda row: f"{row.month:%m/%Y}", width=12),
        Column("Đơn vị kiểm tra", lambda row: row.text, width=90),
    ]


def _visit_columns() -> list[Column[Any]]:
    return [
        Column("Đơn vị", lambda row: row.unit.name, width=40),
        Column("Nội dung", lambda row: "; ".join(s.title for s in row.streams.all()), width=45),
        Column("Tháng", lambda row: f"{row.month:%m/%Y}", width=10),
        Column("Ngày", lambda row: row.on, width=12, kind="date"),
        Column("Bắt đầu", lambda row: f"{row.starts_at:%H:%M}" if row.starts_at else "", width=9),
        Column("Kết thúc", lambda row: f"{row.ends_at:%H:%M}" if row.ends_at else "", width=9),
        Column("Đoàn", lambda row: str(row.team or ""), width=28),
        Column("Trạng thái", lambda row: row.get_state_display(), width=16),
        Column("Xem trên cổng", lambda row: row.get_absolute_url(), width=22, kind="link"),
    ]


def _due_columns() -> list[Column[Any]]:
    return [
        Column("Nội dung", lambda row: row.milestone.title, width=70),
        Column("Đơn vị thực hiện", lambda row: row.get_audience_display(), width=36),
        Column("Hạn cuối", lambda row: row.due_on, width=14, kind="date"),
        Column("Ghi chú", lambda row: row.milestone.note, width=50),
    ]
