"""The append-only, hash-chained record of who changed what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.audit.wording import ChangeLine, change_lines, verb


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, target: models.Model) -> "AuditEntryQuerySet":
        """Entries of one object, newest first."""
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk)).order_by(
            "-sequence"
        )


class AuditEntry(models.Model):
    """One change, in words and in values. Triggers on both databases refuse update and delete."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("actor"),
    )
    actor_name = models.CharField(_("actor's name"), max_length=200, blank=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True)
    action = models.CharField(_("action"), max_length=80)
    target_type = models.CharField(_("kind of object"), max_length=80)
    target_id = models.CharField(_("object"), max_length=64)
    target_label = models.CharField(_("name of the object"), max_length=300)
    sentence = models.CharField(_("sentence"), max_length=500, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    previous_hash = models.CharField(_("previous hash"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["sequence"]
        indexes = [models.Index(fields=["target_type", "target_id"])]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.target_label}"

    @property
    def lines(self) -> list[ChangeLine]:
        """The changed fields in words, for the history of a dossier."""
        return change_lines(self)

    @property
    def verb(self) -> str:
        return verb(self)


class AuditHead(models.Model):
    """The one row that knows the chain's length and last hash; a cut-off tail shows against it."""

    length = models.PositiveBigIntegerField(_("length"), default=0)
    last_hash = models.CharField(_("last hash"), max_length=64, default="")

    class Meta:
        verbose_name = _("head of the audit chain")
        verbose_name_plural = _("heads of the audit chain")

    def __str__(self) -> str:
        return f"{self.length}"
