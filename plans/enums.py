"""States and kinds of planning."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    SENT_BACK = "sent_back", _("Sent back")
    APPROVED = "approved", _("Approved, not issued yet")
    ISSUED = "issued", _("Issued")
    AMENDED = "amended", _("Amended by a later plan")
    CLOSED = "closed", _("Closed")

    @classmethod
    def editable(cls) -> tuple[str, str]:
        return (cls.DRAFT, cls.SENT_BACK)

    @classmethod
    def published(cls) -> tuple[str, str, str]:
        """States in which the units concerned see the plan."""
        return (cls.ISSUED, cls.AMENDED, cls.CLOSED)


class PaperType(models.TextChoices):
    """Which official paper the plan becomes (NĐ 30/2020, Phụ lục III)."""

    PLAN = "KH", _("Plan (Kế hoạch)")
    GUIDANCE = "HD", _("Guidance (Hướng dẫn)")
    LETTER = "CV", _("Official letter (Công văn)")


class Audience(models.TextChoices):
    """Who owes a milestone: deadlines differ per kind of manager (AG24 B.II.5.1)."""

    DIRECT_UNITS = "direct_units", _("Units directly under the issuer")
    OFFICES = "offices", _("Offices and communes")
    OFFICE_UNITS = "office_units", _("Units under the offices")


class AnsweredBy(models.TextChoices):
    """What settles a duty without files being sent: something the unit made in the portal."""

    OWN_PLAN = "own_plan", _("its own plan, issued in the portal")
    PROPOSAL = "proposal", _("its list of units, sent in the portal")


class VisitState(models.TextChoices):
    PROPOSED = "proposed", _("No day yet")
    SCHEDULED = "scheduled", _("Scheduled")
    NOTIFIED = "notified", _("Unit notified")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")

    @classmethod
    def occupying(cls) -> tuple[str, ...]:
        """States in which day, school and inspectors are taken."""
        return (cls.SCHEDULED, cls.NOTIFIED, cls.IN_PROGRESS, cls.DONE)

    @classmethod
    def expected(cls) -> tuple[str, str]:
        """The unit was told and makes ready, or the team is there."""
        return (cls.NOTIFIED, cls.IN_PROGRESS)

    @classmethod
    def movable(cls) -> tuple[str, ...]:
        return (cls.PROPOSED, cls.SCHEDULED, cls.NOTIFIED, cls.POSTPONED)


class VisitKind(models.TextChoices):
    THEMATIC = "thematic", _("Thematic inspection")
    APPRAISAL = "appraisal", _("Appraisal for a title")
    RETENTION = "retention", _("Retention of a title")
    SAMPLE = "sample", _("Sample of an office's units")
    AD_HOC = "ad_hoc", _("Ad hoc inspection")


class Excuse(models.TextChoices):
    """Reasons, written by whoever schedules, that let a visit stand where something is against it."""

    SHORT_NOTICE = "short_notice_reason", _("Short notice because")
    OFF_DAY = "off_day_reason", _("On a day off because")
    TIE = "tie_reason", _("Inspected by someone with a tie to the unit because")
    ABSENT = "absent_reason", _("Without one of the team because")
    OVERLAP = "overlap_reason", _("Beside another inspection because")
    CROWDED_DAY = "crowded_day_reason", _("More visits that day than planned because")
    AWAY = "away_reason", _("Away from the cluster because")


class AdHocBasis(models.TextChoices):
    """What an inspection outside the plan's list rests on (NĐ 217/2025/NĐ-CP, Điều 7.2.a)."""

    SIGNS = "signs", _("Signs of a violation")
    ASSIGNED = "assigned", _("Assigned by a competent authority")


class AbsenceKind(models.TextChoices):
    LEAVE = "leave", _("On leave")
    TRAINING = "training", _("In training")
    OTHER = "other", _("Other duties")


class VisitMode(models.TextChoices):
    ON_SITE = "on_site", _("On site")
    REMOTE = "remote", _("Remote, on the systems")
    BOTH = "both", _("Remote first, then on site")


class DossierState(models.TextChoices):
    READY = "ready", _("Ready")
    MISSING = "missing", _("Not there")


class TeamRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    DEPUTY = "deputy", _("Deputy")
    SECRETARY = "secretary", _("Secretary")
    MEMBER = "member", _("Member")


class TieKind(models.TextChoices):
    """Why somebody should not inspect a unit (NĐ 217/2025/NĐ-CP, Điều 12)."""

    FORMER_WORKPLACE = "former_workplace", _("Used to work there")
    RELATIVE = "relative", _("A relative works there")
    OTHER = "other", _("Another tie")


class ObligationState(models.TextChoices):
    OPEN = "open", _("To be done")
    EXTENDED = "extended", _("Extended")
    FULFILLED = "fulfilled", _("Done")
    WAIVED = "waived", _("Waived")

    @classmethod
    def awaited(cls) -> tuple[str, str]:
        return (cls.OPEN, cls.EXTENDED)


class LetterState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")


class TeamDecisionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")


class CoverageSource(models.TextChoices):
    """From which list a rule of coverage takes its units (KH 126/KH-SGDĐT, IV.2)."""

    DIRECT_UNITS = "direct_units", _("Units directly under the issuer")
    OFFICE_UNITS = "office_units", _("Units under the offices")
    PROPOSED = "proposed", _("Units the offices proposed")


class ProposalState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SENT = "sent", _("Sent")
    SENT_BACK = "sent_back", _("Sent back")

    @classmethod
    def editable(cls) -> tuple[str, str]:
        return (cls.DRAFT, cls.SENT_BACK)


class ProposedFor(models.TextChoices):
    INSPECTION = "inspection", _("Inspection")
    RECOGNITION = "recognition", _("Recognition of a title")
    RETENTION = "retention", _("Retention of a title")


class ScheduleProposalState(models.TextChoices):
    CURRENT = "current", _("Current")
    REPLACED = "replaced", _("Replaced")


class PlacementState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    OUTDATED = "outdated", _("Outdated")
