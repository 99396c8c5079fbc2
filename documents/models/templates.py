"""A department's own Word template for a kind of paper."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.files.models import StoredFile
from documents.enums import DocumentKind, TemplateState
from units.models import Unit


class WordTemplateQuerySet(models.QuerySet["WordTemplate"]):
    def visible_to(self, user: Any) -> WordTemplateQuerySet:
        """Those of the units whose papers the user issues."""
        return self.filter(issuer__in=user.units_where("documents.issue"))

    def in_use(self, issuer: int, kind: str) -> WordTemplateQuerySet:
        """The one in use for a unit's papers of a kind; at most one row."""
        return self.filter(issuer=issuer, kind=kind, state=TemplateState.ACTIVE)


class WordTemplate(models.Model):
    """One version of a template. Its file passed the check when it came in and never changes."""

    issuer = models.ForeignKey(
        Unit, models.PROTECT, related_name="word_templates", verbose_name=_("issued by")
    )
    kind = models.CharField(_("type of paper"), max_length=5, choices=DocumentKind)
    number = models.PositiveIntegerField(_("version"), editable=False)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="+", verbose_name=_("Word file")
    )
    note = models.CharField(
        _("Note"), max_length=300, blank=True, help_text=_("What is new in this version.")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=TemplateState, default=TemplateState.UPLOADED,
        editable=False,
    )  # fmt: skip
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    objects = WordTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Word template")
        verbose_name_plural = _("Word templates")
        ordering = ["issuer", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "kind", "number"], name="word_template_version_once"
            ),
            models.UniqueConstraint(
                fields=["issuer", "kind"], condition=Q(state="active"),
                name="one_active_template_a_kind",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def is_active(self) -> bool:
        return self.state == TemplateState.ACTIVE

    def read(self) -> bytes:
        """The file as it was uploaded."""
        with self.file.content.open("rb") as handle:
            content: bytes = handle.read()
            return content
