"""School years, semesters, holidays and working Saturdays."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from units.enums import DayKind
from units.models.unit import Unit


class SchoolYear(models.Model):
    """A school year as provinces name it: "2019-2020"."""

    name = models.CharField(_("name"), max_length=9, unique=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("school year")
        verbose_name_plural = _("school years")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="school_year_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Semester(models.Model):
    school_year = models.ForeignKey(
        SchoolYear, models.CASCADE, related_name="semesters", verbose_name=_("school year")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    verified = models.BooleanField(_("checked against the province's decision"), default=False)

    class Meta:
        verbose_name = _("semester")
        verbose_name_plural = _("semesters")
        ordering = ["school_year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["school_year", "number"], name="semester_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.school_year} HK{self.number}"


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def visible_to(self, user: Any) -> CalendarDayQuerySet:
        """National days, and those set for one's own units or for anyone above them."""
        own = [unit for unit, _role in user.grants]
        return self.filter(
            Q(unit__isnull=True)
            | Q(unit__in=Unit.objects.over(own).values("pk"))
            | Q(unit__in=Unit.objects.under(own).values("pk"))
        )

    def editable_by(self, user: Any) -> CalendarDayQuerySet:
        """National days belong to all who keep a calendar; a local one to its authority."""
        places = user.units_where(Permission.EDIT_CALENDAR)
        if not places:
            return self.none()
        below = Unit.objects.under(places).values("pk")
        return self.filter(Q(unit__isnull=True) | Q(unit__in=below))


class CalendarDay(models.Model):
    """A day that is not what its weekday says. `unit` empty: the whole country.

    Filled from the `holidays` library, then edited: the Government decides swaps every year.
    """

    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=20, choices=DayKind)
    name = models.CharField(_("name"), max_length=150)
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="calendar_days",
        verbose_name=_("for the subtree of"),
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=250, blank=True)
    verified = models.BooleanField(_("checked against the decision"), default=False)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["on", "kind"], condition=Q(unit__isnull=True), name="national_day_once"
            ),
            models.UniqueConstraint(
                fields=["on", "kind", "unit"],
                condition=Q(unit__isnull=False),
                name="local_day_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.name}"
