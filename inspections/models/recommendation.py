"""What a unit is asked to mend, followed until somebody else has verified it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.search.keys import search_key
from core.workflow.engine import Gap
from core.workflow.models import WorkflowStep
from inspections.enums import RecommendationState
from inspections.models.finding import Finding
from inspections.models.inspection import Inspection
from units.models import Unit


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: Any) -> RecommendationQuerySet:
        """The team's and the issuer's; the owner's once it is told (`told_at`)."""
        team = Q(inspection__in=Inspection.objects.carried_out_by(user))
        issuer = Q(inspection__visit__plan__issuer__in=[unit for unit, _role in user.grants])
        owner = Q(owner__in=Unit.objects.visible_to(user).values("pk"), told_at__isnull=False)
        return self.filter(team | issuer | owner)

    def unsettled(self) -> RecommendationQuerySet:
        return self.filter(state__in=RecommendationState.unsettled())

    def followed(self) -> RecommendationQuerySet:
        """Told and not settled; one that continues in a later inspection is followed there."""
        told = self.filter(told_at__isnull=False).unsettled()
        return told.exclude(carried_to__told_at__isnull=False)

    def counted(self) -> RecommendationQuerySet:
        """Told, each once: what continues in a later inspection counts there."""
        told = self.filter(told_at__isnull=False)
        return told.exclude(
            state__in=RecommendationState.unsettled(), carried_to__told_at__isnull=False
        )

    def overdue(self, day: date | None = None) -> RecommendationQuerySet:
        """The unit has let the last day pass; what it has reported waits for others, not for it."""
        late = Q(state__in=RecommendationState.awaited(), due_on__lt=day or timezone.localdate())
        return self.followed().filter(late)

    def search(self, text: str) -> RecommendationQuerySet:
        """Every word stands in what is to be done or in the owner's name; without diacritics."""
        found = self
        for word in search_key(text).split():
            found = found.filter(Q(search_key__contains=word) | Q(owner__search_key__contains=word))
        return found


class Recommendation(models.Model):
    """Kiến nghị: what, by whom, until when. `carried_from` is the one it continues from an earlier
    inspection or year.

    Whoever reported it done never verifies it (etools' rule; see `inspections.rules`).
    """

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="recommendations", verbose_name=_("inspection")
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="recommendations",
        verbose_name=_("finding"),
    )  # fmt: skip
    text = models.TextField(_("what is to be done"))
    search_key = models.TextField(editable=False, default="")
    owner = models.ForeignKey(
        Unit, models.PROTECT, related_name="recommendations", verbose_name=_("to be done by")
    )
    due_on = models.DateField(_("due on"))
    needs_file = models.BooleanField(_("proof as a file is asked for"), default=True)
    state = models.CharField(
        _("state"), max_length=20, choices=RecommendationState, default=RecommendationState.OPEN,
        editable=False,
    )  # fmt: skip
    told_at = models.DateTimeField(_("told to the unit at"), null=True, editable=False)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to",
        verbose_name=_("carried over from"),
    )  # fmt: skip
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("reported done by"),
    )  # fmt: skip
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("verified by"),
    )  # fmt: skip
    settled_at = models.DateTimeField(_("verified at"), null=True, editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["inspection", "order", "pk"]
        indexes = [models.Index(fields=["owner", "state", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | Q(reported_by__isnull=True)
                | ~Q(verified_by=models.F("reported_by")),
                name="verified_by_another",
                violation_error_message=_("Somebody else must verify it."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:80]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(self.text)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("inspections:recommendation", args=[self.pk])

    @property
    def is_awaited(self) -> bool:
        """The unit must act."""
        return self.state in RecommendationState.awaited()

    @property
    def is_settled(self) -> bool:
        return self.state == RecommendationState.VERIFIED

    @property
    def is_repeat(self) -> bool:
        """What it mends was seen at the unit before, or was asked for in an earlier inspection."""
        seen_before = self.finding is not None and self.finding.repeats_id is not None
        return seen_before or self.carried_from_id is not None

    @property
    def continued_in(self) -> Recommendation | None:
        """The later one through which it is settled, once the unit was told of that."""
        listed: list[Recommendation] | None = self.__dict__.get("told_later")
        if listed is not None:
            return listed[-1] if listed else None
        return self.carried_to.filter(told_at__isnull=False).order_by("-pk").first()

    def missing(self) -> list[Gap]:
        """What stands between the unit and its report: words, and proof where it is asked for."""
        return list(self._missing())

    def _missing(self) -> Iterator[Gap]:
        if not self.is_awaited:
            return
        if self.told_at is None:
            yield Gap(gettext("The conclusion is not issued yet."))
        later = self.continued_in
        if later is not None:
            yield Gap(gettext("It continues in a later inspection: report there."), later.get_absolute_url())  # fmt: skip
        report = self._fresh_report()
        if report is None or not report.text:
            yield Gap(gettext("Write what was done."))
        elif self.needs_file and not report.files.exists():
            yield Gap(gettext("Add a file that proves it: a photo, a paper, a list."))

    def _fresh_report(self) -> RecommendationReport | None:
        """The report nobody has answered yet: one given after the last step."""
        report = self.reports.order_by("-reported_at", "-pk").first()
        last = WorkflowStep.objects.of(self).last()
        is_answered = report is None or (last is not None and last.at > report.reported_at)
        return None if is_answered else report


class RecommendationReport(models.Model):
    """The owner reports what was done, with proof. Kept, each time."""

    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="reports", verbose_name=_("recommendation")
    )
    text = models.TextField(_("what was done"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported at"), auto_now_add=True)

    class Meta:
        verbose_name = _("report on a recommendation")
        verbose_name_plural = _("reports on recommendations")
        ordering = ["recommendation", "reported_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class ReportFile(models.Model):
    """A file that proves it."""

    report = models.ForeignKey(
        RecommendationReport, models.CASCADE, related_name="files", verbose_name=_("report")
    )
    file = models.OneToOneField(
        "core.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)


class DueExtension(models.Model):
    """More time for one recommendation: until when, why, granted by whom. Kept, each time."""

    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="extensions", verbose_name=_("recommendation")
    )
    due_before = models.DateField(_("last day until then"))
    until = models.DateField(_("new last day"))
    reason = models.TextField(_("reason"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted at"), auto_now_add=True)

    class Meta:
        verbose_name = _("extension of a recommendation")
        verbose_name_plural = _("extensions of recommendations")
        ordering = ["recommendation", "granted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("due_before")), name="more_time_is_later",
                violation_error_message=_("The new last day must lie after the present one."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="more_time_has_a_reason",
                violation_error_message=_("Write the reason: the people concerned will read it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.until:%d/%m/%Y}"
