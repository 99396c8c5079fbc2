"""Number books: one series a year, every number once, gaps only with a note."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.models.issued import IssuedDocument
from units.models import Unit

# The series of an issuer that numbers all its papers in one book.
SHARED_SERIES = "*"


class NumberingRule(models.Model):
    """How an issuer numbers: a series per type of paper, or one for all of them."""

    issuer = models.OneToOneField(
        Unit, models.CASCADE, related_name="numbering_rule", verbose_name=_("issuer")
    )
    one_series = models.BooleanField(_("all types of papers share one series"), default=False)

    class Meta:
        verbose_name = _("rule of numbering")
        verbose_name_plural = _("rules of numbering")

    def __str__(self) -> str:
        return str(self.issuer)

    @classmethod
    def series_for(cls, issuer: Unit, kind: str) -> str:
        """The series that a paper of this type belongs to. Causes one query."""
        shared = cls.objects.filter(issuer=issuer, one_series=True).exists()
        return SHARED_SERIES if shared else kind


class NumberRegisterQuerySet(models.QuerySet["NumberRegister"]):
    def visible_to(self, user: Any) -> NumberRegisterQuerySet:
        """The books of the units at which the user reads papers."""
        return self.filter(issuer__in=user.units_where("documents.view"))


class NumberRegister(models.Model):
    """The number book of an issuer, a year and a series; it begins with 01 on 1 January."""

    issuer = models.ForeignKey(
        Unit, models.PROTECT, related_name="number_registers", verbose_name=_("issuer")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    series = models.CharField(_("series"), max_length=10)

    objects = NumberRegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("number book")
        verbose_name_plural = _("number books")
        ordering = ["-year", "issuer", "series"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "year", "series"], name="one_number_book")
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.series_label} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("documents:register_book", args=[self.pk])

    @property
    def series_label(self) -> str:
        return str(_("all types")) if self.series == SHARED_SERIES else self.series

    def next_free(self) -> int:
        """The number after the highest one taken. Causes one query."""
        highest: int | None = self.numbers.aggregate(highest=Max("number"))["highest"]
        return (highest or 0) + 1


class RegisteredNumber(models.Model):
    """One number of a book: of a document, or reserved or spoilt, and then with a note."""

    register = models.ForeignKey(
        NumberRegister, models.PROTECT, related_name="numbers", verbose_name=_("number book")
    )
    number = models.PositiveIntegerField(_("number"))
    document = models.OneToOneField(
        IssuedDocument, models.PROTECT, null=True, blank=True, related_name="registered_number",
        verbose_name=_("document"),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("number")
        verbose_name_plural = _("numbers")
        ordering = ["register", "number"]
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="number_once_a_book"),
            models.CheckConstraint(condition=Q(number__gte=1), name="numbers_begin_with_one"),
            models.CheckConstraint(
                condition=Q(document__isnull=False) | ~Q(note=""),
                name="number_without_paper_has_a_note",
                violation_error_message=_("A number without a document needs a note."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}"
