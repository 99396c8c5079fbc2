"""Who may sign for a body, in which post and on whose behalf, between which days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.validity import in_force
from documents.blocks import Signature
from documents.enums import SigningMode
from units.models import Unit

_OF_THE_HEAD = {SigningMode.DIRECT, SigningMode.COLLECTIVE, SigningMode.ACTING}


class SigningAuthorityQuerySet(models.QuerySet["SigningAuthority"]):
    def on(self, day: date) -> SigningAuthorityQuerySet:
        """Authorities in force on a day."""
        return self.filter(in_force(day))

    def of(self, unit: Unit) -> SigningAuthorityQuerySet:
        return self.filter(unit=unit)

    def visible_to(self, user: Any) -> SigningAuthorityQuerySet:
        """Those of the units whose registers the user keeps or whose papers they issue."""
        kept = user.units_where("documents.registers") | user.units_where("documents.issue")
        return self.filter(unit__in=kept)

    def editable_by(self, user: Any) -> SigningAuthorityQuerySet:
        return self.filter(unit__in=user.units_where("documents.registers"))


class SigningAuthority(models.Model):
    """A person signs for a unit: the post printed, the head's post, and the mode between them."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signing_authorities",
        verbose_name=_("person"),
    )  # fmt: skip
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="signing_authorities", verbose_name=_("signs for")
    )
    mode = models.CharField(_("way of signing"), max_length=10, choices=SigningMode)
    post = models.CharField(
        _("signer's post"), max_length=120, help_text=_("As papers print it: “Phó Giám đốc”.")
    )
    head_post = models.CharField(
        _("head's post"), max_length=120, help_text=_("For whom one signs: “Giám đốc”.")
    )
    collective = models.CharField(
        _("collective body"), max_length=120, blank=True,
        help_text=_("Only where a collective body decides: “Ủy ban nhân dân”."),
    )  # fmt: skip
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    basis = models.CharField(
        _("basis"), max_length=300, blank=True,
        help_text=_("The decision or the written authorisation, with its number and day."),
    )  # fmt: skip

    objects = SigningAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing authority")
        verbose_name_plural = _("signing authorities")
        ordering = ["unit", "-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="signing_dates_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(mode=SigningMode.AUTHORISED)
                | Q(valid_to__isnull=False) & ~Q(basis=""),
                name="written_authorisation_is_limited",
                violation_error_message=_(
                    "Signing under authorisation (TUQ.) needs the written authorisation as its"
                    " basis, and a last day."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {' / '.join(self.lines)}"

    def get_absolute_url(self) -> str:
        return reverse("documents:authority", args=[self.pk])

    def clean(self) -> None:
        problem = self.problem()
        if problem:
            raise ValidationError({"mode": problem})

    @property
    def is_deputy(self) -> bool:
        """The post printed, or the person's own, is a deputy's."""
        posts = [self.post] if self.mode not in _OF_THE_HEAD else [self.post, self.person.post]
        return any(post.strip().casefold().startswith("phó ") for post in posts)

    def problem(self) -> str:
        """Why the lines over the name would be wrong, as a sentence; empty when they are right."""
        if self.mode in _OF_THE_HEAD and self.is_deputy:
            return gettext(
                "%(person)s is a deputy and cannot sign as “%(head)s”: choose “KT.”, so that the"
                " paper prints “KT. %(capitals)s”."
            ) % {
                "person": self.person, "head": self.head_post, "capitals": self.head_post.upper(),
            }  # fmt: skip
        if self.mode == SigningMode.DEPUTY and not self.is_deputy:
            return gettext("Only a deputy signs with “KT.”; “%(post)s” is not a deputy's post.") % {
                "post": self.post
            }
        if self.mode == SigningMode.COLLECTIVE and not self.collective:
            return gettext("Signing with “TM.” needs the name of the collective body.")
        return ""

    def refusal(self, unit: Unit, day: date) -> str:
        """Why this authority cannot sign a paper of `unit` dated `day`; empty when it can."""
        if self.unit_id != unit.pk:
            return gettext("%(person)s signs for %(other)s, not for %(unit)s.") % {
                "person": self.person, "other": self.unit, "unit": unit,
            }  # fmt: skip
        if self.valid_from > day or (self.valid_to and self.valid_to < day):
            return gettext("%(person)s has no authority to sign on %(day)s (%(period)s).") % {
                "person": self.person, "day": _shown(day), "period": self.period,
            }  # fmt: skip
        return self.problem()

    @property
    def period(self) -> str:
        start = _shown(self.valid_from)
        if self.valid_to is None:
            return gettext("from %(start)s") % {"start": start}
        return gettext("from %(start)s to %(end)s") % {"start": start, "end": _shown(self.valid_to)}

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines over the name, in capitals, as the law's abbreviations want them."""
        post, head = self.post.upper(), self.head_post.upper()
        body = (f"TM. {self.collective.upper()}",) if self.collective else ()
        if self.mode in {SigningMode.DIRECT, SigningMode.COLLECTIVE}:
            return (*body, post)
        if self.mode == SigningMode.ACTING:
            return (*body, f"Q. {head}")
        if self.mode == SigningMode.DEPUTY:
            return (*body, f"KT. {head}", post)
        return (f"{self.mode}. {head}", post)

    def signature(self) -> Signature:
        return Signature(self.lines, self.person.full_name)


def _shown(day: date) -> str:
    return date_format(day, "d/m/Y")
