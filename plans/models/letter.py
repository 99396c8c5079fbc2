"""The official letter that tells units their day, and the notice each of them got."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.workflow.engine import Gap
from plans.enums import LetterState
from plans.models.gaps import letter_gaps
from plans.models.plan import InspectionPlan
from plans.models.team import InspectionTeam
from plans.models.visit import Visit


class ScheduleLetterQuerySet(models.QuerySet["ScheduleLetter"]):
    def visible_to(self, user: Any) -> ScheduleLetterQuerySet:
        """Letters of one's own unit; issued ones also where one of the visits is visible."""
        own = [unit for unit, _role in user.grants]
        told = Visit.objects.visible_to(user).values("letters")
        return self.filter(
            models.Q(plan__issuer__in=own) | models.Q(state=LetterState.ISSUED, pk__in=told)
        )


class ScheduleLetter(models.Model):
    """Công văn lịch kiểm tra: several visits, one team, with the assignment table as annex."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="letters", verbose_name=_("plan")
    )
    subject = models.CharField(_("subject (V/v)"), max_length=400)
    addressees = models.TextField(_("addressed to (Kính gửi), one per line"))
    bases = models.TextField(_("legal bases, one per line"), blank=True)
    intro = models.TextField(_("opening paragraph"), blank=True)
    contents = models.TextField(_("contents of inspection"), blank=True)
    method = models.TextField(_("how the inspection is done"), blank=True)
    preparation = models.TextField(_("what to prepare"), blank=True)
    note = models.TextField(_("note under the schedule"), blank=True)
    closing = models.TextField(_("closing paragraph"), blank=True)
    recipients = models.TextField(_("recipients, one per line"), blank=True)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    archive_mark = models.CharField(_("filed at (Lưu)"), max_length=120, default="VT")
    team = models.ForeignKey(
        InspectionTeam, models.PROTECT, null=True, blank=True, related_name="letters",
        verbose_name=_("team"),
    )  # fmt: skip
    visits = models.ManyToManyField(Visit, related_name="letters", verbose_name=_("visits"))
    state = models.CharField(
        _("state"), max_length=20, choices=LetterState, default=LetterState.DRAFT, editable=False
    )
    document = models.OneToOneField(
        "documents.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("official document"),
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("drafted by"),
    )
    created_at = models.DateTimeField(_("drafted at"), auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ScheduleLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("schedule letter")
        verbose_name_plural = _("schedule letters")
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("plans:letter", args=[self.pk])

    @property
    def reference_day(self) -> date:
        """The day the letter speaks from: of its paper once issued; a draft about visits of the
        past (a year entered afterwards) from before the first of them.
        """
        if self.document is not None and self.document.issued_on:
            return self.document.issued_on
        first = self.visits.filter(on__isnull=False).order_by("on").first()
        today = timezone.localdate()
        return min(first.on, today) if first and first.on else today

    def missing(self) -> list[Gap]:
        """What still stands between this letter and its issue."""
        return list(letter_gaps(self))


class VisitNotice(models.Model):
    """A unit was told of a visit, of its change or of its cancellation."""

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="notices", verbose_name=_("visit")
    )
    letter = models.ForeignKey(
        ScheduleLetter, models.SET_NULL, null=True, blank=True, related_name="notices",
        verbose_name=_("letter"),
    )  # fmt: skip
    on = models.DateField(_("day told"), null=True)
    starts_at = models.TimeField(_("time told"), null=True)
    change = models.CharField(
        _("what was told"), max_length=20,
        choices=[
            ("first", _("first notice")), ("moved", _("new day or time")),
            ("postponed", _("postponed")), ("cancelled", _("cancelled")),
            ("lead", _("new lead of the team")),
        ],
    )  # fmt: skip
    reason = models.TextField(_("reason"), blank=True)
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("sent by"),
    )

    class Meta:
        verbose_name = _("notice of a visit")
        verbose_name_plural = _("notices of visits")
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"{self.visit} {self.get_change_display()}"
