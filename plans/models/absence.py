"""Days on which a person cannot inspect."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from plans.enums import AbsenceKind
from plans.models.team import TeamMember


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, user: Any) -> AbsenceQuerySet:
        """One's own, and those of people in teams of plans one's units issued."""
        return self.seen_by(user.pk, {unit for unit, _role in user.grants})

    def open_to(self, user: Any) -> AbsenceQuerySet:
        """Those whose reason one reads and which one may change: one's own, and as a planner those
        of people in teams of one's plans.
        """
        return self.seen_by(user.pk, user.units_where("plans.edit"))

    def seen_by(self, person: int, issuers: Any) -> AbsenceQuerySet:
        """One's own, and those of people in teams of plans of these issuers."""
        sent = TeamMember.objects.filter(team__plan__issuer__in=issuers).order_by()
        return self.filter(Q(person=person) | Q(person__in=sent.values("user")))

    def between(self, first: date, last: date) -> AbsenceQuerySet:
        """Those that touch a day from `first` to `last`."""
        return self.filter(first_on__lte=last, last_on__gte=first)


class Absence(models.Model):
    """Leave or training of a person, whole days, both ends included.

    The reason is for the person and for the planners whose teams the person belongs to.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name=_("person")
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=AbsenceKind, default=AbsenceKind.LEAVE
    )
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("to"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_on", "pk"]
        indexes = [models.Index(fields=["person", "first_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="absence_dates_in_order",
                violation_error_message=_("The last day lies before the first."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person}: {self.days}"

    @property
    def days(self) -> str:
        """The day, or the first and the last one."""
        first, last = (
            date_format(day, "SHORT_DATE_FORMAT") for day in (self.first_on, self.last_on)
        )
        return first if first == last else f"{first} – {last}"
