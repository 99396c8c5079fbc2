"""States and kinds of what happens during and after a visit."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FindingKind(models.TextChoices):
    """What was seen. AG126 I.2 wants both: what can be followed by others, and what falls short."""

    STRENGTH = "strength", _("Good practice")
    SHORTCOMING = "shortcoming", _("Shortcoming")
    VIOLATION = "violation", _("Violation")

    @classmethod
    def faults(cls) -> tuple[str, str]:
        """What is to be mended."""
        return (cls.SHORTCOMING, cls.VIOLATION)


class Side(models.TextChoices):
    """For whom somebody is present at a visit."""

    TEAM = "team", _("Inspection team")
    UNIT = "unit", _("Unit inspected")
    OTHER = "other", _("Others present")


class RecordState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    READ_BACK = "read_back", _("Read back, awaiting signatures")
    SIGNED = "signed", _("Signed")


class Signer(models.TextChoices):
    """In whose place somebody signs the minutes (NĐ 217/2025/NĐ-CP, Điều 15.3.a)."""

    LEAD = "lead", _("Lead of the team")
    SECRETARY = "secretary", _("Secretary")
    UNIT = "unit", _("Unit inspected")
    WITNESS = "witness", _("Witness")


class ResultState(models.TextChoices):
    """A draft result: the unit replies, or lets the days pass."""

    DRAFT = "draft", _("Being written")
    RELEASED = "released", _("Released to the unit")
    REPLIED = "replied", _("The unit replied")
    SILENT = "silent", _("No reply in time")

    @classmethod
    def seen_by_unit(cls) -> tuple[str, str, str]:
        return (cls.RELEASED, cls.REPLIED, cls.SILENT)


class ExplanationState(models.TextChoices):
    PENDING = "pending", _("Not decided")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Not accepted")


class ConclusionState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Waiting for approval")
    SENT_BACK = "sent_back", _("Sent back")
    APPROVED = "approved", _("Approved, not issued yet")
    ISSUED = "issued", _("Issued")

    @classmethod
    def editable(cls) -> tuple[str, str]:
        return (cls.DRAFT, cls.SENT_BACK)


class RecommendationState(models.TextChoices):
    OPEN = "open", _("To be mended")
    EVIDENCE_SENT = "evidence_sent", _("Reported done, to be verified")
    RETURNED = "returned", _("Returned: not enough")
    VERIFIED = "verified", _("Verified")

    @classmethod
    def unsettled(cls) -> tuple[str, str, str]:
        return (cls.OPEN, cls.EVIDENCE_SENT, cls.RETURNED)

    @classmethod
    def awaited(cls) -> tuple[str, str]:
        """The unit must act."""
        return (cls.OPEN, cls.RETURNED)


class Phase(models.TextChoices):
    """How far an inspection has come. Never stored: it follows from visit, minutes and papers."""

    PREPARING = "preparing", _("Preparing")
    VISIT = "visit", _("Visit under way")
    MINUTES = "minutes", _("Minutes")
    RESULT = "result", _("Draft result")
    CONCLUSION = "conclusion", _("Conclusion")
    FOLLOW_UP = "follow_up", _("Recommendations followed")
    CLOSED = "closed", _("Closed")
    STOPPED = "stopped", _("Postponed or cancelled")


class EscalationLevel(models.IntegerChoices):
    """How far up a recommendation that is overdue has gone."""

    NONE = 0, _("On time")
    UNIT = 1, _("Overdue")
    MANAGER = 2, _("Overdue: its manager knows")
    LEADER = 3, _("Overdue: the leader knows")
