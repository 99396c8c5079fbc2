"""Whose history inspections tell: to those who carry them out."""

from django.utils.translation import gettext_lazy as _

from core.audit.tellers import describe, told
from inspections.models import Inspection

told(Inspection, Inspection.objects.carried_out_by)

describe(
    {
        "inspection.open": _("opened the inspection"),
        "inspection.checklist": _("added a checklist"),
        "inspection.give_criteria": _("shared out criteria"),
        "inspection.decide": _("decided an official value"),
        "inspection.finish_desk": _("finished the check on the system"),
        "inspection.reopen_desk": _("opened the check on the system again"),
        "inspection.begin": _("began the inspection"),
        "inspection.end": _("ended the inspection"),
        "inspection.announce": _("entered the day of the announcement"),
        "inspection.attend": _("named a person present"),
        "inspection.leave_out": _("took out a person named by mistake"),
    }
)
