"""Removed things, as rows that can be written back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.trash.registry import all_kinds

KEPT_FOR = timedelta(days=30)


class TrashedItemQuerySet(models.QuerySet["TrashedItem"]):
    def visible_to(self, user: Any) -> TrashedItemQuerySet:
        """What was removed at units where one may write such things oneself."""
        where = Q(pk__in=[])
        for kind in all_kinds():
            where |= Q(kind=kind.key, place__in=user.units_where(kind.permission))
        return self.filter(where)

    def over(self, now: datetime) -> TrashedItemQuerySet:
        return self.filter(thrown_at__lt=now - KEPT_FOR)


class TrashedItem(models.Model):
    """One removal: the thing, what went with it, and what pointed at it.

    `rows` are the removed rows, `links` the references to them that were emptied. `place` is the
    number of the unit it belonged to; units lie on a floor above.
    """

    kind = models.CharField(_("kind"), max_length=80)
    label = models.CharField(_("what"), max_length=300)
    where = models.CharField(_("belonged to"), max_length=300, blank=True)
    url = models.CharField(_("page"), max_length=300, blank=True)
    place = models.PositiveBigIntegerField()
    rows = models.JSONField(default=list)
    links = models.JSONField(default=list)
    thrown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("removed by"),
    )  # fmt: skip
    thrown_at = models.DateTimeField(_("removed at"), auto_now_add=True)

    objects = TrashedItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("removed item")
        verbose_name_plural = _("removed items")
        ordering = ["-thrown_at", "-pk"]
        indexes = [models.Index(fields=["place", "kind", "-thrown_at"])]

    def __str__(self) -> str:
        return self.label

    @property
    def days_left(self) -> int:
        """Whole days until it is gone for good."""
        return max(0, (self.thrown_at + KEPT_FOR - timezone.now()).days)
