"""One row per step of any dossier."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkflowStepQuerySet(models.QuerySet["WorkflowStep"]):
    def of(self, dossier: models.Model) -> "WorkflowStepQuerySet":
        return self.about(dossier._meta.label_lower, dossier.pk)

    def about(self, kind: str, pk: int) -> "WorkflowStepQuerySet":
        """Steps of the dossier of this model ("plans.inspectionplan") and number, oldest first."""
        steps = self.filter(dossier_type=kind, dossier_id=pk)
        return steps.select_related("by").order_by("at", "pk")


class WorkflowStep(models.Model):
    """A dossier went from one state to the next: who, when, with which words."""

    dossier_type = models.CharField(_("kind of dossier"), max_length=80)
    dossier_id = models.PositiveBigIntegerField(_("dossier"))
    transition = models.CharField(_("transition"), max_length=40)
    source = models.CharField(_("from"), max_length=30)
    target = models.CharField(_("to"), max_length=30)
    comment = models.TextField(_("comment"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = WorkflowStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("workflow step")
        verbose_name_plural = _("workflow steps")
        indexes = [models.Index(fields=["dossier_type", "dossier_id"])]

    def __str__(self) -> str:
        return f"{self.dossier_type} {self.dossier_id}: {self.source} → {self.target}"
