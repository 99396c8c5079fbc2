"""The paper itself: a draft, then frozen with its blocks, number and hash."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.files.models import StoredFile
from core.search.keys import normalise, search_key
from documents.blocks import Document, digest, from_json
from documents.enums import DocumentKind, DocumentState, Regime
from documents.models.authority import SigningAuthority
from units.models import Unit, UnitReach


class IssuedDocumentQuerySet(models.QuerySet["IssuedDocument"]):
    def visible_to(self, user: Any) -> IssuedDocumentQuerySet:
        """Issued papers along the line of management; drafts only where they are made.

        A school reads the papers of everyone who manages it, a department those of its offices.
        """
        own = {unit for unit, _role in user.grants}
        makers = (
            user.units_where("plans.edit")
            | user.units_where("plans.approve")
            | user.units_where("documents.issue")
        )
        # Whoever ever managed one's unit: the papers of a dissolved office stay readable.
        above = UnitReach.objects.filter(descendant__in=own).values("ancestor")
        line = Q(issuer__in=above) | Q(issuer__in=UnitReach.objects.ids_seen_by(user))
        # A paper about one unit is read by that unit and along the line above it, not by its neighbours.
        named = Q(only_for__in=own) | Q(only_for__in=UnitReach.objects.ids_seen_by(user))
        line &= Q(only_for__isnull=True) | named
        published = Q(state__in=DocumentState.published()) & (line | Q(issuer__in=own))
        return self.filter(published | Q(issuer__in=makers))

    def live(self) -> IssuedDocumentQuerySet:
        """Drafts and papers in force: at most one a key."""
        return self.filter(state__in=[DocumentState.DRAFT, DocumentState.ISSUED])

    def search(self, text: str) -> IssuedDocumentQuerySet:
        found = self
        for word in search_key(text).split():
            found = found.filter(search_key__contains=word)
        return found


class IssuedDocument(models.Model):
    """One official paper. From its issue on nothing printed ever changes; triggers see to it.

    `key` names the aggregate it speaks of ("plans.plan:12") in `documents.registry`.
    """

    key = models.CharField(_("key"), max_length=100, db_index=True)
    kind = models.CharField(_("type of paper"), max_length=5, choices=DocumentKind)
    issuer = models.ForeignKey(
        Unit, models.PROTECT, related_name="documents", verbose_name=_("issued by")
    )
    only_for = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("about one unit only"), editable=False,
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=300)
    subject = models.CharField(_("subject"), max_length=600, blank=True)
    regime = models.CharField(_("law of the layout"), max_length=10, choices=Regime)
    layout_version = models.CharField(_("layout"), max_length=20)
    state = models.CharField(
        _("state"), max_length=20, choices=DocumentState, default=DocumentState.DRAFT,
        editable=False,
    )  # fmt: skip
    blocks = models.JSONField(_("content"), default=dict, blank=True, editable=False)
    blocks_sha256 = models.CharField(
        _("hash of the content"), max_length=64, blank=True, editable=False
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
    symbol = models.CharField(_("symbol"), max_length=60)
    issued_on = models.DateField(_("day of the paper"), null=True, blank=True, editable=False)
    authority = models.ForeignKey(
        SigningAuthority, models.PROTECT, null=True, blank=True, related_name="documents",
        verbose_name=_("signed by"), editable=False,
    )  # fmt: skip
    signed_on = models.DateField(_("signed on"), null=True, blank=True, editable=False)
    pdf = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("PDF"), editable=False,
    )  # fmt: skip
    pdf_sha256 = models.CharField(_("hash of the PDF"), max_length=64, blank=True, editable=False)
    code = models.CharField(
        _("code for checking"), max_length=12, null=True, unique=True, editable=False
    )
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes",
        verbose_name=_("superseded by"), editable=False,
    )  # fmt: skip
    revoked_reason = models.TextField(_("reason of the revocation"), blank=True, editable=False)
    is_demo = models.BooleanField(_("demonstration data"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("drafted at"), auto_now_add=True)
    search_key = models.CharField(max_length=900, editable=False, db_index=True)

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")
        ordering = ["-issued_on", "-number", "-pk"]
        indexes = [
            models.Index(fields=["issuer", "state", "-issued_on"]),
            models.Index(fields=["-issued_on", "-number", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=["draft", "issued"]),
                name="one_live_document_a_key",
                violation_error_message=_("This paper has been drafted already."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(number__isnull=False, issued_on__isnull=False) & ~Q(blocks_sha256=""),
                name="issued_documents_are_complete",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number_line} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title, self.subject = normalise(self.title), normalise(self.subject)
        self.search_key = search_key(
            f"{self.number_line} {self.title} {self.subject} {self.issuer.short_name}"
        )[:900]
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("documents:document", args=[self.pk])

    @property
    def number_line(self) -> str:
        """As "126/KH-SGDĐT", with the dots of a draft while there is no number."""
        return f"{'…' if self.number is None else f'{self.number:02d}'}/{self.symbol}"

    @property
    def code_words(self) -> str:
        """The code as people read it aloud: "7KQM-2D9X-W4TB"."""
        code = self.code or ""
        return "-".join(code[start : start + 4] for start in range(0, len(code), 4))

    @property
    def is_issued(self) -> bool:
        return self.state in DocumentState.published()

    def content(self) -> Document:
        """The frozen tree. Only an issued document has one.

        Raises:
            ValueError: a draft, whose words still come from its source.
        """
        return from_json(self.blocks)

    @property
    def is_intact(self) -> bool:
        """Whether the frozen content still has the hash it was issued with."""
        return bool(self.blocks) and digest(self.blocks) == self.blocks_sha256
