"""What a department leaves to its offices, since when and until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.validity import in_force
from libraries.enums import DelegatedKind
from units.enums import SchoolLevel
from units.models import Unit


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, day: date | None = None) -> DelegationQuerySet:
        return self.filter(in_force(day or timezone.localdate()))

    def ended(self, day: date | None = None) -> DelegationQuerySet:
        return self.filter(valid_to__lt=day or timezone.localdate())

    def visible_to(self, user: Any) -> DelegationQuerySet:
        """Those given by or to one's units and their subtrees, and to whoever manages one's units."""
        own = [unit for unit, _role in user.grants]
        seen = Unit.objects.visible_to(user).values("pk")
        above = Unit.objects.over(own).values("pk")
        return self.filter(Q(department__in=own) | Q(office__in=seen) | Q(office__in=above))


class Delegation(models.Model):
    """An office inspects its schools itself and proposes; the department decides (AG24 D.6, D.7)."""

    department = models.ForeignKey(
        Unit, models.PROTECT, related_name="delegations_given", verbose_name=_("department")
    )
    office = models.ForeignKey(
        Unit, models.PROTECT, related_name="delegations_held", verbose_name=_("office or commune")
    )
    kind = models.CharField(_("what is inspected"), max_length=20, choices=DelegatedKind)
    levels = models.CharField(_("levels"), max_length=60, blank=True, default="")
    criteria = models.CharField(_("judged by"), max_length=400, blank=True)
    basis = models.CharField(_("delegated by"), max_length=250)
    valid_from = models.DateField(_("delegated from"), default=timezone.localdate)
    valid_to = models.DateField(_("delegated until"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-valid_from", "kind", "office__short_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind"], condition=Q(valid_to__isnull=True),
                name="delegated_once_at_a_time",
                violation_error_message=_("The office holds this delegation already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="delegation_dates_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(office=F("department")), name="no_delegation_to_oneself",
                violation_error_message=_("A department cannot delegate to itself."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.office}: {self.get_kind_display()}"

    @property
    def level_list(self) -> list[str]:
        return [level for level in self.levels.split(",") if level]

    @level_list.setter
    def level_list(self, levels: list[str]) -> None:
        kept = [level.value for level in SchoolLevel if level.value in levels]
        self.levels = f",{','.join(kept)}," if kept else ""

    @property
    def level_names(self) -> list[Any]:
        return [SchoolLevel(level).label for level in self.level_list]

    @property
    def is_over(self) -> bool:
        return self.valid_to is not None and self.valid_to < timezone.localdate()

    @property
    def is_to_come(self) -> bool:
        return self.valid_from > timezone.localdate()
