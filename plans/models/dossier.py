"""What a unit has ready for a visit, and its arrival at the host of its cluster."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.enums import DossierState
from plans.models.plan import PreparationItem
from plans.models.visit import Visit


class VisitDossier(models.Model):
    """The unit's answer about one dossier of its visit: ready, or not there and why.

    `text` keeps the words that were answered; an amended plan may say it otherwise later.
    """

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="dossiers", verbose_name=_("visit")
    )
    item = models.ForeignKey(
        PreparationItem, models.SET_NULL, null=True, related_name="answers",
        verbose_name=_("dossier to prepare"),
    )  # fmt: skip
    text = models.TextField(_("dossier"))
    state = models.CharField(_("state"), max_length=10, choices=DossierState)
    reason = models.CharField(_("why it is not there"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), auto_now=True)

    class Meta:
        verbose_name = _("dossier of a visit")
        verbose_name_plural = _("dossiers of a visit")
        ordering = ["visit", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "item"], name="dossier_answered_once"),
            models.CheckConstraint(
                condition=~Q(state="missing") | ~Q(reason=""), name="missing_dossier_has_a_reason",
                violation_error_message=_("Say why it is not there."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:80]


class DossierFile(models.Model):
    """A file the unit sent ahead for one dossier."""

    dossier = models.ForeignKey(
        VisitDossier, models.CASCADE, related_name="files", verbose_name=_("dossier")
    )
    file = models.OneToOneField(
        "core.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("file of a dossier")
        verbose_name_plural = _("files of a dossier")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)


class CheckIn(models.Model):
    """A unit has arrived at the host of its cluster, with these dossiers (A-17)."""

    visit = models.OneToOneField(
        Visit, models.CASCADE, related_name="check_in", verbose_name=_("visit")
    )
    brought = models.ManyToManyField(
        PreparationItem, related_name="+", blank=True, verbose_name=_("dossiers brought")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("received by")
    )
    checked_at = models.DateTimeField(_("received at"), auto_now_add=True)

    class Meta:
        verbose_name = _("arrival at the host")
        verbose_name_plural = _("arrivals at the host")

    def __str__(self) -> str:
        return str(self.visit)
