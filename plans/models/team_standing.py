"""What is kept about the people of a team: who was found fit, what ties they declared, who acts for
the lead, which dossiers they have ready.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plans.enums import TieKind, VisitState
from plans.models.team import Assignment, InspectionTeam
from plans.models.visit import Visit
from plans.requirements import REQUIREMENTS
from units.models import Unit


class EligibilityStatement(models.Model):
    """Somebody confirmed that a person meets one requirement for a team (`plans.requirements`).

    It belongs to the person, not to the place in the team: who takes over is asked anew.
    """

    team = models.ForeignKey(
        InspectionTeam, models.CASCADE, related_name="statements", verbose_name=_("team")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    requirement = models.CharField(_("requirement"), max_length=30)
    note = models.CharField(_("proof"), max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_at = models.DateTimeField(_("confirmed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("statement of eligibility")
        verbose_name_plural = _("statements of eligibility")
        ordering = ["team", "person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person", "requirement"], name="requirement_confirmed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.requirement}"

    @property
    def sentence(self) -> str:
        """What was confirmed, in words; a requirement of the past keeps its key."""
        return next(
            (str(each.sentence) for each in REQUIREMENTS if each.key == self.requirement),
            self.requirement,
        )


class ConflictDeclarationQuerySet(models.QuerySet["ConflictDeclaration"]):
    def visible_to(self, user: Any) -> ConflictDeclarationQuerySet:
        """One's own; those of teams whose plans one's unit writes. Nobody else reads them."""
        planned = Q(team__plan__issuer__in=user.units_where("plans.edit"))
        return self.filter(Q(person=user) | planned)

    def newest_first(self) -> ConflictDeclarationQuerySet:
        return self.order_by("-declared_at", "-pk")

    def current_of(self, people: Iterable[int]) -> ConflictDeclarationQuerySet:
        """The newest declaration of each of these people, with its ties; two queries."""
        same = ConflictDeclaration.objects.filter(person=models.OuterRef("person")).newest_first()
        newest = self.filter(person__in=list(people), pk=models.Subquery(same.values("pk")[:1]))
        return newest.prefetch_related("ties__unit")


class ConflictDeclaration(models.Model):
    """What a member declared before going out; a later declaration stands beside it.

    The newest of a person is the one that counts, whichever team it was made for: ties belong to
    the person (NĐ 217/2025/NĐ-CP, Điều 12).
    """

    team = models.ForeignKey(
        InspectionTeam, models.CASCADE, related_name="declarations", verbose_name=_("team")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="conflict_declarations",
        verbose_name=_("person"),
    )  # fmt: skip
    declared_at = models.DateTimeField(_("declared at"), auto_now_add=True)

    objects = ConflictDeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("declaration of interests")
        verbose_name_plural = _("declarations of interests")
        ordering = ["team", "person", "-declared_at", "-pk"]
        indexes = [models.Index(fields=["person", "declared_at"])]

    def __str__(self) -> str:
        return str(self.person)


class DeclaredTie(models.Model):
    """A unit the person should not inspect, and why."""

    declaration = models.ForeignKey(
        ConflictDeclaration, models.CASCADE, related_name="ties", verbose_name=_("declaration")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    kind = models.CharField(_("kind of tie"), max_length=20, choices=TieKind)
    detail = models.CharField(_("details"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("declared tie")
        verbose_name_plural = _("declared ties")
        ordering = ["declaration", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "unit"], name="tie_once_a_declaration")
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_kind_display()}"


class ActingLeadQuerySet(models.QuerySet["ActingLead"]):
    def covering(self, day: date) -> ActingLeadQuerySet:
        """Those who act on a day for the whole team."""
        return self.filter(visit__isnull=True, begins_on__lte=day, ends_on__gte=day)


class ActingLead(models.Model):
    """Somebody of the team stands in for its lead: between two days, or at one visit.

    A visit may still move, so an acting lead of one visit has no days of their own.
    """

    team = models.ForeignKey(
        InspectionTeam, models.CASCADE, related_name="acting_leads", verbose_name=_("team")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("acting lead")
    )
    visit = models.ForeignKey(
        Visit, models.CASCADE, null=True, blank=True, related_name="acting_leads",
        verbose_name=_("only at the visit"),
    )  # fmt: skip
    begins_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("named by"),
    )  # fmt: skip
    named_at = models.DateTimeField(_("named at"), auto_now_add=True)

    objects = ActingLeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("acting lead")
        verbose_name_plural = _("acting leads")
        ordering = ["team", "begins_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=False, begins_on__isnull=True, ends_on__isnull=True)
                | Q(visit__isnull=True, begins_on__isnull=False, ends_on__gte=F("begins_on")),
                name="acting_for_days_or_for_a_visit",
                violation_error_message=_("Give the first and the last day, or one visit."),
            ),
            models.UniqueConstraint(
                fields=["visit"], name="one_acting_lead_a_visit",
                violation_error_message=_("Somebody leads this visit already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_open(self) -> bool:
        """Whether it still runs or lies ahead, so that it can be ended."""
        if self.visit is not None:
            return self.visit.state not in {VisitState.DONE, VisitState.IN_PROGRESS}
        return self.ends_on is None or self.ends_on > timezone.localdate()


class PreparedDossier(models.Model):
    """A member ticked one line of the dossiers their task needs."""

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="prepared", verbose_name=_("assignment")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    line = models.CharField(_("dossier"), max_length=500)
    at = models.DateTimeField(_("ready since"), auto_now_add=True)

    class Meta:
        verbose_name = _("prepared dossier")
        verbose_name_plural = _("prepared dossiers")
        ordering = ["assignment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "person", "line"], name="dossier_ticked_once"
            )
        ]

    def __str__(self) -> str:
        return self.line
