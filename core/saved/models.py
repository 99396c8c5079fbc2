"""A list's filters under a name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, user: Any) -> SavedFilterQuerySet:
        """One's own and those shared with a unit at which one holds a role today."""
        return self.seen_by(user.pk, {unit for unit, _role in user.grants})

    def seen_by(self, person: int, places: Any) -> SavedFilterQuerySet:
        shared = SavedFilterReader.objects.filter(place__in=places).values("saved_filter")
        return self.filter(Q(owner=person) | Q(pk__in=shared))


class SavedFilter(models.Model):
    """`page` is the name of the list's address, `query` what stands behind the "?" in it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    page = models.CharField(_("list"), max_length=80)
    name = models.CharField(_("name of the filter"), max_length=60)
    query = models.TextField(_("filters"), blank=True)
    opens_list = models.BooleanField(_("open the list with it"), default=False)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "page", "name"], name="filter_name_once_a_list",
                violation_error_message=_("You have a filter of this name already."),
            ),
            models.UniqueConstraint(
                fields=["owner", "page"], condition=Q(opens_list=True), name="one_filter_opens_a_list"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class SavedFilterReader(models.Model):
    """People of the unit with the number `place` see the filter; units lie on a floor above."""

    saved_filter = models.ForeignKey(SavedFilter, models.CASCADE, related_name="readers")
    place = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("reader of a saved filter")
        verbose_name_plural = _("readers of saved filters")
        constraints = [
            models.UniqueConstraint(fields=["saved_filter", "place"], name="filter_shared_once")
        ]
        indexes = [models.Index(fields=["place"])]

    def __str__(self) -> str:
        return str(self.place)
