"""Visits, and the half hours they occupy."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plans.enums import AdHocBasis, Excuse, VisitKind, VisitMode, VisitState
from plans.models.frame import Cluster
from plans.models.plan import ContentStream, InspectionPlan
from plans.models.team import InspectionTeam, TeamMember
from units.models import Unit, UnitReach


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: Any) -> VisitQuerySet:
        """All visits of plans one's unit issued; one's own as a team member; those told to one's
        units (and their subtrees) from the notice on.
        """
        own = [unit for unit, _role in user.grants]
        return self.seen_by(user.pk, own, timezone.localdate())

    def seen_by(self, person: int, units: Any, day: date) -> VisitQuerySet:
        """`visible_to` of a person who holds roles at these units on a day."""
        return self.filter(
            Q(plan__issuer__in=units) | self.of_person(person) | self.told_to(units, day)
        )

    def of_person(self, person: int) -> Q:
        """Visits one makes as a member of their team."""
        return Q(team__in=TeamMember.objects.filter(user=person).order_by().values("team"))

    def told_to(self, units: Any, day: date) -> Q:
        """Visits of which these units or those under them on a day were told."""
        told = ~Q(state__in=[VisitState.PROPOSED, VisitState.SCHEDULED]) & Q(was_notified=True)
        return told & Q(unit__in=UnitReach.objects.ids_under(units, day))

    def planned(self) -> VisitQuerySet:
        """Visits of the plan's own list. An ad hoc inspection has another cause (NĐ 217/2025/NĐ-CP,
        Điều 7.2.a) and does not stand for the visit the plan owes the unit.
        """
        return self.exclude(kind=VisitKind.AD_HOC)

    def dated(self) -> VisitQuerySet:
        return self.filter(on__isnull=False)


class Visit(models.Model):
    """One inspection of one unit: a month first, then a day and a time.

    `was_notified` stays true once the unit was told, through postponement and cancellation.
    `basis` and `grounds` are those of an ad hoc inspection (NĐ 217/2025/NĐ-CP, Điều 7.2.a).
    `former_on` and its times are the day the visit last lost: calendars that showed it are told.
    """

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="visits", verbose_name=_("plan")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="visits", verbose_name=_("unit"))
    streams = models.ManyToManyField(
        ContentStream, related_name="visits", blank=True, verbose_name=_("contents")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=VisitKind, default=VisitKind.THEMATIC)
    mode = models.CharField(_("mode"), max_length=20, choices=VisitMode, default=VisitMode.ON_SITE)
    month = models.DateField(_("month"))
    on = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.TimeField(_("begins"), null=True, blank=True)
    ends_at = models.TimeField(_("ends"), null=True, blank=True)
    team = models.ForeignKey(
        InspectionTeam, models.SET_NULL, null=True, blank=True, related_name="visits",
        verbose_name=_("team"),
    )  # fmt: skip
    cluster = models.ForeignKey(
        Cluster, models.SET_NULL, null=True, blank=True, related_name="visits",
        verbose_name=_("cluster"),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=20, choices=VisitState, default=VisitState.PROPOSED, editable=False
    )
    was_notified = models.BooleanField(_("the unit was notified"), default=False, editable=False)
    excuses = models.JSONField(
        _("reasons"), default=dict, blank=True, editable=False,
        help_text=_("Why the visit stands where something is against it, by kind."),
    )  # fmt: skip
    basis = models.CharField(
        _("basis of an ad hoc inspection"), max_length=20, choices=AdHocBasis, blank=True,
        editable=False,
    )  # fmt: skip
    grounds = models.TextField(_("grounds of an ad hoc inspection"), blank=True, editable=False)
    former_on = models.DateField(_("former day"), null=True, editable=False)
    former_starts_at = models.TimeField(_("former beginning"), null=True, editable=False)
    former_ends_at = models.TimeField(_("former end"), null=True, editable=False)
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["month", "on", "starts_at", "pk"]
        indexes = [
            models.Index(fields=["plan", "on"]),
            models.Index(fields=["on", "starts_at"]),
            models.Index(fields=["unit", "on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(on__isnull=True, starts_at__isnull=True, ends_at__isnull=True)
                | Q(on__isnull=False, starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="visit_has_day_and_times_or_none",
                violation_error_message=_(
                    "A visit has a day, a beginning and an end, or none of them."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["scheduled", "notified", "in_progress", "done"])
                | Q(on__isnull=False),
                name="scheduled_visit_has_a_day",
                violation_error_message=_("A scheduled visit needs a day."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)

    def reasons(self) -> list[tuple[str, str]]:
        """What each reason excuses, and its words."""
        return [(str(kind.label), self.excuses[kind]) for kind in Excuse if kind in self.excuses]

    def get_absolute_url(self) -> str:
        return reverse("plans:visit", args=[self.pk])


class Booking(models.Model):
    """One half hour of one resource: "unit:12", "team:3", "person:45".

    The UNIQUE row is what makes double booking impossible, whichever database and however many
    people press at once. `cell` counts half hours from midnight.
    """

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="bookings", verbose_name=_("visit")
    )
    resource = models.CharField(_("resource"), max_length=40)
    on = models.DateField(_("day"))
    cell = models.PositiveSmallIntegerField(_("half hour"))

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            models.UniqueConstraint(fields=["resource", "on", "cell"], name="booked_once")
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.on} {self.cell}"
