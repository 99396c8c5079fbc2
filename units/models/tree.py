"""Who manages whom, and since when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.validity import in_force
from units.enums import SuccessionKind
from units.models.unit import Unit


class RelationQuerySet(models.QuerySet["UnitRelation"]):
    def on(self, day: date) -> RelationQuerySet:
        """Links in force on a day."""
        return self.filter(in_force(day))


class ReachQuerySet(models.QuerySet["UnitReach"]):
    def on(self, day: date) -> ReachQuerySet:
        """Rows in force on a day."""
        return self.filter(in_force(day))

    def ids_seen_by(self, user: Any) -> models.QuerySet[Any]:
        """Ids of `Unit.objects.visible_to(user)` as one flat subquery.

        Django resolves a nested subquery anew at every later filter; a flat one is a third of it.
        """
        return self.ids_under({unit for unit, _role in user.grants}, timezone.localdate())

    def ids_under(self, units: Any, day: date) -> models.QuerySet[Any]:
        """Ids of some units and of all that lay under them on a day."""
        return self.on(day).filter(ancestor__in=units).values("descendant")


class UnitRelation(models.Model):
    """`unit` answers to `manager` between two days; the reform of 1 July 2025 is two such rows."""

    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="manager_links", verbose_name=_("unit")
    )
    manager = models.ForeignKey(
        Unit, models.PROTECT, related_name="managed_links", verbose_name=_("manager")
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("manager")
        verbose_name_plural = _("managers")
        constraints = [
            models.CheckConstraint(
                condition=~Q(unit=F("manager")), name="no_unit_manages_itself",
                violation_error_message=_("A unit cannot manage itself."),
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to__isnull=True), name="one_manager_at_a_time",
                violation_error_message=_("The unit has a manager already: end that one first."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit} → {self.manager}"


class UnitReach(models.Model):
    """The tree's closure: `descendant` lies under `ancestor` (depth 0: itself) between two days.

    Derived from `UnitRelation` by `units.domain.rebuild_reach`; a subtree is one join on any day.
    """

    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="descendant_links")
    descendant = models.ForeignKey(Unit, models.CASCADE, related_name="ancestor_links")
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    objects = ReachQuerySet.as_manager()

    class Meta:
        verbose_name = _("reach")
        verbose_name_plural = _("reaches")
        indexes = [
            models.Index(fields=["ancestor", "descendant"]),
            models.Index(fields=["descendant", "ancestor"]),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.descendant_id}"


class Succession(models.Model):
    """What became of a unit: renamed, merged, split, its tasks taken over.

    A renamed unit keeps its identity: it is its own successor, under its former name.
    """

    predecessor = models.ForeignKey(
        Unit, models.CASCADE, related_name="successions", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        Unit, models.CASCADE, related_name="origins", verbose_name=_("successor")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SuccessionKind)
    on = models.DateField(_("on"))
    former_name = models.CharField(_("name until then"), max_length=250, blank=True)
    basis = models.CharField(_("decision"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.predecessor} {self.get_kind_display()} {self.successor}"
