"""The draft result shown to the unit, and what the unit replies (LB760 4.b)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.workflow.engine import Gap
from inspections.enums import ExplanationState, ResultState
from inspections.models.finding import Finding
from inspections.models.gaps import result_gaps
from inspections.models.inspection import Checklist, Inspection
from standards.models import Criterion


class DraftResultQuerySet(models.QuerySet["DraftResult"]):
    def visible_to(self, user: Any) -> DraftResultQuerySet:
        """The team's while it is written; the unit's too from the release on."""
        team = Q(inspection__in=Inspection.objects.carried_out_by(user))
        told = Q(inspection__in=Inspection.objects.visible_to(user))
        return self.filter(team | (told & Q(state__in=ResultState.seen_by_unit())))


class DraftResult(models.Model):
    """What the team means to conclude. Released, it is frozen and the unit's days to reply run.

    `reply_by` is the last day, counted in working days of the unit's calendar.
    """

    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="result", verbose_name=_("inspection")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ResultState, default=ResultState.DRAFT, editable=False
    )
    summary = models.TextField(_("overall assessment"), blank=True)
    blocks = models.JSONField(_("content"), default=dict, blank=True, editable=False)
    layout_version = models.CharField(_("layout"), max_length=20, blank=True, editable=False)
    content_sha256 = models.CharField(
        _("hash of the content"), max_length=64, blank=True, editable=False
    )
    released_at = models.DateTimeField(_("released at"), null=True, editable=False)
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    reply = models.TextField(_("reply as a whole"), blank=True)
    replied_at = models.DateTimeField(_("replied at"), null=True, editable=False)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("replied by"),
    )  # fmt: skip
    agrees = models.BooleanField(_("the unit agrees with everything"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DraftResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft result")
        verbose_name_plural = _("draft results")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(released_at__isnull=False, reply_by__isnull=False),
                name="released_result_has_its_days",
            )
        ]

    def __str__(self) -> str:
        return str(self.inspection)

    def get_absolute_url(self) -> str:
        return reverse("inspections:result", args=[self.inspection_id])

    def missing(self) -> list[Gap]:
        """What still stands between this draft and its release; afterwards nothing."""
        return list(result_gaps(self)) if self.state == ResultState.DRAFT else []

    @property
    def is_seen_by_unit(self) -> bool:
        return self.state in ResultState.seen_by_unit()

    @property
    def is_settled(self) -> bool:
        """The unit has replied, or its days have passed without a reply."""
        return self.state in {ResultState.REPLIED, ResultState.SILENT}


class Explanation(models.Model):
    """What the unit says to one criterion or one finding, and what the team decided about it."""

    result = models.ForeignKey(
        DraftResult, models.CASCADE, related_name="explanations", verbose_name=_("draft result")
    )
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("checklist"),
    )  # fmt: skip
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("criterion"),
    )  # fmt: skip
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="explanations",
        verbose_name=_("finding"),
    )  # fmt: skip
    text = models.TextField(_("explanation"))
    state = models.CharField(
        _("state"), max_length=20, choices=ExplanationState, default=ExplanationState.PENDING,
        editable=False,
    )  # fmt: skip
    decision_reason = models.TextField(_("reason of the decision"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"), auto_now=True)

    class Meta:
        verbose_name = _("explanation of a unit")
        verbose_name_plural = _("explanations of units")
        ordering = ["result", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "checklist", "criterion"],
                condition=Q(criterion__isnull=False), name="criterion_explained_once",
                violation_error_message=_("This criterion is explained already."),
            ),
            models.UniqueConstraint(
                fields=["result", "finding"], condition=Q(finding__isnull=False),
                name="finding_explained_once",
                violation_error_message=_("This finding is explained already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(decision_reason=""),
                name="rejected_with_a_reason",
                violation_error_message=_("Say why the explanation is not accepted."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:80]


class ExplanationFile(models.Model):
    """A file that proves an explanation."""

    explanation = models.ForeignKey(
        Explanation, models.CASCADE, related_name="files", verbose_name=_("explanation")
    )
    file = models.OneToOneField(
        "core.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("file of an explanation")
        verbose_name_plural = _("files of explanations")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)
