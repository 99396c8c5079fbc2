"""Whose history inspections tell, and to whom."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.audit.tellers import describe, told
from inspections.models import Inspection, InspectionRecord


def _written(user: Any) -> "QuerySet[InspectionRecord]":
    carried = Inspection.objects.carried_out_by(user)
    return InspectionRecord.objects.filter(inspection__in=carried)


told(InspectionRecord, _written)

describe(
    {
        "record.draft": _("began the minutes"),
        "record.change": _("wrote in the minutes"),
        "record.sign": _("took a signature"),
        "record.refuse": _("noted a refusal to sign"),
    }
)
