"""Inspections by others: thanh tra, kiểm toán, another authority that does not use the portal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from units.models import Unit, UnitReach


class OutsideInspectionQuerySet(models.QuerySet["OutsideInspection"]):
    def visible_to(self, user: Any) -> OutsideInspectionQuerySet:
        """What one's unit noted down, and what concerns one's own unit and those under it."""
        own = [unit for unit, _role in user.grants]
        below = UnitReach.objects.ids_under(own, timezone.localdate())
        return self.filter(Q(noted_for__in=own) | Q(unit__in=below))

    def editable_by(self, user: Any) -> OutsideInspectionQuerySet:
        return self.filter(noted_for__in=user.units_where("plans.edit"))

    def at(self, unit_id: int, day: date) -> OutsideInspectionQuerySet:
        """At a unit on a day."""
        return self.filter(unit=unit_id, starts_on__lte=day, ends_on__gte=day)


class OutsideInspection(models.Model):
    """An authority that does not plan in the portal is at a unit from one day to another.

    Noted down so that inspections do not overlap (NĐ 217/2025/NĐ-CP, Điều 4.2).
    """

    noted_for = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("noted down by")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="outside_inspections", verbose_name=_("unit")
    )
    authority = models.CharField(_("authority"), max_length=200)
    subject = models.CharField(_("subject"), max_length=300)
    source = models.CharField(_("known from (paper, telephone call)"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted at"), auto_now_add=True)

    objects = OutsideInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection by another authority")
        verbose_name_plural = _("inspections by other authorities")
        ordering = ["-starts_on", "unit", "pk"]
        indexes = [models.Index(fields=["unit", "starts_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="outside_inspection_in_order",
                violation_error_message=_("It ends on the day it begins, or later."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return _now("%(authority)s is at %(unit)s from %(start)s to %(end)s: %(subject)s.") % {
            "authority": self.authority, "unit": self.unit, "subject": self.subject,
            "start": date_format(self.starts_on, "SHORT_DATE_FORMAT"),
            "end": date_format(self.ends_on, "SHORT_DATE_FORMAT"),
        }  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("plans:outside")
