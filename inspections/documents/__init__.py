"""Official papers of inspections; importing the modules registers their kinds."""

from inspections.documents import conclusion, plan_report, record, result, team_report

__all__ = ["conclusion", "plan_report", "record", "result", "team_report"]
