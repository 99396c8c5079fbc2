"""Whose history inspections tell, and to whom."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.audit.tellers import describe, told
from inspections.models import Conclusion, Inspection


def _concluded_by(user: Any) -> "QuerySet[Conclusion]":
    return Conclusion.objects.filter(inspection__in=Inspection.objects.carried_out_by(user))


told(Conclusion, _concluded_by)

describe(
    {
        "result.draft": _("began the draft result"),
        "result.change": _("changed the words of the draft result"),
        "explanation.write": _("explained a point"),
        "explanation.remove": _("took an explanation back"),
        "explanation.file_removed": _("took back a file"),
        "explanation.decide": _("decided on an explanation"),
        "conclusion.draft": _("began the conclusion"),
        "conclusion.change": _("changed the words of the conclusion"),
        "procedure.choose": _("chose the procedure of the inspections"),
        "procedure.change": _("changed the procedure of the inspections"),
        "inspection.extend": _("extended the inspection"),
    }
)
