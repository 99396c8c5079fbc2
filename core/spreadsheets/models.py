"""Imports from a table: a batch, its rows as they were read, what it changed, how it was mapped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.files.models import StoredFile

UNDO_DAYS = 30


class BatchState(models.TextChoices):
    UPLOADED = "uploaded", _("Columns to be matched")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, not yet imported")
    COMMITTED = "committed", _("Imported")
    UNDONE = "undone", _("Undone")


class RowStatus(models.TextChoices):
    ERROR = "error", _("Error")
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same")
    SKIPPED = "skipped", _("Left out")


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: Any, permission: str) -> ImportBatchQuerySet:
        """One's own batches, and those of colleagues who import at the same unit."""
        return self.filter(Q(uploaded_by=user) | Q(owner_unit__in=user.units_where(permission)))


class ImportBatch(models.Model):
    """One file on its way in. `owner_unit` is where the uploader holds the permission,
    `scope_unit` the unit under which the rows belong; both are ids of a room above.
    """

    kind = models.CharField(_("kind"), max_length=40)
    state = models.CharField(
        _("state"), max_length=20, choices=BatchState, default=BatchState.UPLOADED
    )
    owner_unit = models.PositiveBigIntegerField(_("imported at"))
    scope_unit = models.PositiveBigIntegerField(_("imported under"))
    scope_label = models.CharField(_("under"), max_length=250)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    sheet = models.CharField(_("sheet"), max_length=120, blank=True)
    header_row = models.PositiveIntegerField(_("heading row"), default=1)
    headings = models.JSONField(_("headings"), default=list)
    hidden_columns = models.JSONField(default=list)
    samples = models.JSONField(_("first rows"), default=list)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    fingerprint = models.CharField(max_length=64, editable=False)
    mapping = models.JSONField(_("columns"), default=dict)
    notices = models.JSONField(_("remarks"), default=list)
    counts = models.JSONField(_("counts"), default=dict)
    version = models.PositiveIntegerField(default=1, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("imported by"),
    )  # fmt: skip
    committed_at = models.DateTimeField(_("imported at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("undone by"),
    )  # fmt: skip
    undone_at = models.DateTimeField(_("undone at"), null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["kind", "owner_unit", "-uploaded_at"])]

    def __str__(self) -> str:
        return self.file.name

    @property
    def may_be_undone(self) -> bool:
        return self.state == BatchState.COMMITTED and timezone.now() <= self.undo_until

    @property
    def undo_until(self) -> Any:
        return (self.committed_at or timezone.now()) + timedelta(days=UNDO_DAYS)

    def count(self, status: str) -> int:
        return int(self.counts.get(status, 0))

    @property
    def errors(self) -> int:
        return self.count(RowStatus.ERROR)

    @property
    def to_write(self) -> int:
        return self.count(RowStatus.NEW) + self.count(RowStatus.CHANGED)


class ImportRow(models.Model):
    """One row of the file as it was read, and what importing it would do."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(default=list)
    status = models.CharField(_("status"), max_length=10, choices=RowStatus)
    label = models.CharField(_("name"), max_length=250, blank=True)
    target = models.PositiveBigIntegerField(null=True)
    changes = models.JSONField(_("changes"), default=list)
    problems = models.JSONField(_("problems"), default=list)
    options = models.JSONField(default=list)
    choice = models.CharField(_("decision"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["batch", "status", "number"])]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


class ImportChange(models.Model):
    """One object an import made or changed, with its values before and after: what undo needs."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField(_("row"))
    target = models.PositiveBigIntegerField()
    label = models.CharField(_("name"), max_length=250)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        verbose_name = _("imported change")
        verbose_name_plural = _("imported changes")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "target"], name="import_change_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


class ColumnMapping(models.Model):
    """How a unit's people matched the columns of one form of table; offered again next time."""

    kind = models.CharField(_("kind"), max_length=40)
    owner_unit = models.PositiveBigIntegerField(_("unit"))
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField(_("columns"), default=dict)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("column matching")
        verbose_name_plural = _("column matchings")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "owner_unit", "fingerprint"], name="mapping_once_per_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.owner_unit}"
