"""An assessment: one unit judged by one set in one school year, in five columns of values."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from standards.enums import AssessmentPurpose, SheetState, Stage
from standards.models.parts import Criterion
from standards.models.standard_set import StandardSet
from standards.scoring.scheme import Facts
from units.enums import SchoolLevel
from units.models import SchoolYear, Unit


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: Any) -> AssessmentQuerySet:
        """Those of one's own units and their subtrees."""
        return self.filter(unit__in=Unit.objects.visible_to(user).values("pk"))

    def for_rows(self) -> AssessmentQuerySet:
        return self.select_related("unit", "standard_set", "school_year").prefetch_related("sheets")


class Assessment(models.Model):
    """`subject` names the thing judged where a unit has several, for instance one subject room.

    `attributes` answer what the set asks beforehand; `levels` are the school levels judged.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="assessments", verbose_name=_("unit")
    )
    standard_set = models.ForeignKey(
        StandardSet, models.PROTECT, related_name="assessments", verbose_name=_("set of criteria")
    )
    school_year = models.ForeignKey(
        SchoolYear, models.PROTECT, related_name="assessments", verbose_name=_("school year")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=AssessmentPurpose)
    subject = models.CharField(_("what is judged"), max_length=150, blank=True)
    levels = models.CharField(_("levels"), max_length=60, blank=True, default="")
    attributes = models.JSONField(_("known beforehand"), default=dict, blank=True)
    is_synthetic = models.BooleanField(_("synthetic data"), default=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("opened by"),
    )  # fmt: skip
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-school_year__starts_on", "unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "standard_set", "school_year", "purpose", "subject"],
                name="assessed_once",
                violation_error_message=_("This assessment is open already."),
            )
        ]

    def __str__(self) -> str:
        about = f"{self.subject}, " if self.subject else ""
        return f"{about}{self.unit}, {self.school_year}"

    def get_absolute_url(self) -> str:
        return reverse("standards:assessment", args=[self.pk])

    @property
    def level_list(self) -> list[str]:
        return [level for level in self.levels.split(",") if level]

    @level_list.setter
    def level_list(self, levels: Iterable[str]) -> None:
        wanted = set(levels)
        kept = [level.value for level in SchoolLevel if level.value in wanted]
        self.levels = f",{','.join(kept)}," if kept else ""

    @property
    def facts(self) -> Facts:
        return Facts(frozenset(self.level_list), self.attributes)


class StageSheet(models.Model):
    """One column of an assessment: open, or handed in. Progress is kept apart from the verdict."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="sheets", verbose_name=_("assessment")
    )
    stage = models.CharField(_("column"), max_length=20, choices=Stage)
    state = models.CharField(
        _("state"), max_length=20, choices=SheetState, default=SheetState.OPEN
    )  # fmt: skip
    handed_in_at = models.DateTimeField(_("handed in at"), null=True)

    class Meta:
        verbose_name = _("column of an assessment")
        verbose_name_plural = _("columns of an assessment")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "stage"], name="stage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.get_stage_display()}"

    @property
    def is_done(self) -> bool:
        return self.state == SheetState.DONE


class AnswerEvent(models.Model):
    """Somebody answered. Events are never changed; of a criterion and column the latest one holds.

    The order is that of the devices' clocks, then of the ids: the same whichever arrives first.
    """

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="events", verbose_name=_("assessment")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="events", verbose_name=_("criterion")
    )
    stage = models.CharField(_("column"), max_length=20, choices=Stage)
    client_id = models.UUIDField(_("id given by the device"), unique=True, default=uuid.uuid4)
    value = models.JSONField(_("answer"), default=dict)
    note = models.TextField(_("note"), blank=True)
    device_at = models.DateTimeField(_("device's time"))
    server_at = models.DateTimeField(_("server's time"), auto_now_add=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["device_at", "client_id"]
        indexes = [models.Index(fields=["assessment", "stage", "criterion"])]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.stage}"
