"""Whose history inspections tell, and to whom: those who carry it out, and the owner of a duty."""

from django.utils.translation import gettext_lazy as _

from core.audit.tellers import describe, told
from inspections.models import (
    Conclusion,
    DraftResult,
    Inspection,
    InspectionRecord,
    Recommendation,
)
from inspections.workflow import CONCLUSION, RECOMMENDATION, RECORD, RESULT

told(Inspection, Inspection.objects.carried_out_by)
told(Recommendation, Recommendation.objects.visible_to)
told(
    InspectionRecord,
    lambda user: InspectionRecord.objects.filter(
        inspection__in=Inspection.objects.carried_out_by(user)
    ),
)
told(
    DraftResult,
    lambda user: DraftResult.objects.filter(inspection__in=Inspection.objects.carried_out_by(user)),
)
told(
    Conclusion,
    lambda user: Conclusion.objects.filter(inspection__in=Inspection.objects.carried_out_by(user)),
)

# Steps of the four tables are told in their tables' own words.
describe(
    {
        f"{table.key}.{name}": transition.done
        for table in (RECORD, RESULT, CONCLUSION, RECOMMENDATION)
        for name, transition in table.transitions.items()
    }
)
describe(
    {
        "inspection.open": _("prepared the inspection"),
        "inspection.checklist": _("added a checklist"),
        "inspection.give_criteria": _("gave out criteria"),
        "inspection.decide": _("decided on a value"),
        "finding.note": _("noted a finding"),
        "finding.change": _("changed a finding"),
        "finding.withdraw": _("withdrew a finding"),
        "finding.reinstate": _("let a finding stand again"),
        "finding.repeat": _("recognised a shortcoming seen before"),
        "finding.no_repeat": _("said it is not the same shortcoming"),
        "finding.photos": _("added photos"),
        "recommendation.recommend": _("recommended something"),
        "recommendation.change": _("changed the recommendation"),
        "recommendation.remove": _("removed the recommendation"),
        "recommendation.tell": _("told the unit"),
        "recommendation.carry": _("carried it over from an earlier inspection"),
        "recommendation.extend": _("granted more time"),
        "inspection.finish_desk": _("finished the check on the system"),
        "inspection.reopen_desk": _("opened the check on the system again"),
        "inspection.begin": _("began the inspection"),
        "inspection.end": _("ended the inspection"),
        "inspection.announce": _("entered the day of the announcement"),
        "inspection.attend": _("named a person present"),
        "inspection.leave_out": _("took out a person named by mistake"),
        "record.draft": _("began the minutes"),
        "record.change": _("wrote in the minutes"),
        "record.sign": _("took a signature"),
        "record.refuse": _("noted a refusal to sign"),
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
