"""A set of criteria: one version, with the days between which it is in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.search.keys import normalise, search_key
from core.validity import in_force
from core.workflow.engine import Gap
from documents.models import LegalDocument
from standards.enums import NotApplicable, SetPurpose, SetState
from standards.scoring.scheme import Scheme
from units.enums import SchoolLevel
from units.models import Unit


class StandardSetQuerySet(models.QuerySet["StandardSet"]):
    def published(self) -> StandardSetQuerySet:
        return self.exclude(state=SetState.DRAFT)

    def in_force_on(self, day: date) -> StandardSetQuerySet:
        """Published sets whose days hold `day`; a superseded one was in force until its last day."""
        return self.published().filter(in_force(day))

    def visible_to(self, user: Any) -> StandardSetQuerySet:
        """Published: the national ones and those of authorities one belongs to; drafts: one's own."""
        own = [unit for unit, _role in user.grants]
        around = Q(owner__isnull=True) | Q(owner__in=Unit.objects.over(own).values("pk"))
        around |= Q(owner__in=Unit.objects.visible_to(user).values("pk"))
        writing = user.units_where("standards.edit") | user.units_where("standards.publish")
        return self.filter((~Q(state=SetState.DRAFT) & around) | Q(owner__in=writing))

    def editable_by(self, user: Any) -> StandardSetQuerySet:
        return self.filter(owner__in=user.units_where("standards.edit"))

    def with_level(self, level: str) -> StandardSetQuerySet:
        return self.filter(levels__contains=f",{level},")

    def search(self, text: str) -> StandardSetQuerySet:
        found = self
        for word in search_key(text).split():
            found = found.filter(search_key__contains=word)
        return found

    def with_parts(self) -> StandardSetQuerySet:
        """With standards, criteria and outcome rules, in three more queries."""
        return self.select_related("legal_document", "owner").prefetch_related(
            "standards__criteria", "rules"
        )


class StandardSet(models.Model):
    """One version of a set. `owner` empty: it holds in the whole country.

    `attributes` are what must be known before the first answer, for instance the size of a class:
    rows of key, label, and choices where there are any.
    """

    code = models.CharField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=250)
    purpose = models.CharField(_("judges"), max_length=30, choices=SetPurpose)
    legal_document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="standard_sets",
        verbose_name=_("legal document"),
    )  # fmt: skip
    basis = models.CharField(_("further legal basis"), max_length=600, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force to"), null=True, blank=True)
    levels = models.CharField(_("levels"), max_length=60, blank=True, default="")
    provenance = models.TextField(_("where it comes from"), blank=True)
    is_example = models.BooleanField(_("example scheme"), default=False)
    not_applicable = models.CharField(
        _("a criterion that does not apply"), max_length=20, choices=NotApplicable,
        default=NotApplicable.EXCLUDED,
    )  # fmt: skip
    attributes = models.JSONField(_("asked beforehand"), default=list, blank=True)
    owner = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="standard_sets",
        verbose_name=_("set by"),
    )  # fmt: skip
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by",
        verbose_name=_("replaces"),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=20, choices=SetState, default=SetState.DRAFT
    )  # fmt: skip
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("published by"),
    )  # fmt: skip
    search_key = models.CharField(max_length=400, editable=False)

    objects = StandardSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of criteria")
        verbose_name_plural = _("sets of criteria")
        ordering = ["purpose", "-valid_from", "code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version", "owner"], name="set_version_once",
                violation_error_message=_("There is such a version already."),
            ),
            models.UniqueConstraint(
                fields=["code", "version"], condition=Q(owner__isnull=True),
                name="national_set_version_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="set_dates_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = normalise(self.name)
        number = self.legal_document.number if self.legal_document else ""
        self.search_key = search_key(f"{self.code} {self.name} {number}")[:400]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("standards:set", args=[self.pk])

    def holds_on(self, day: date) -> bool:
        """Whether it is published and `day` lies between its days."""
        begun = self.valid_from is None or self.valid_from <= day
        over = self.valid_to is not None and self.valid_to < day
        return self.state != SetState.DRAFT and begun and not over

    @property
    def level_list(self) -> list[str]:
        return [level for level in self.levels.split(",") if level]

    @level_list.setter
    def level_list(self, levels: Iterable[str]) -> None:
        wanted = set(levels)
        kept = [level.value for level in SchoolLevel if level.value in wanted]
        self.levels = f",{','.join(kept)}," if kept else ""

    @property
    def level_names(self) -> list[Any]:
        return [SchoolLevel(level).label for level in self.level_list]

    @property
    def is_draft(self) -> bool:
        return self.state == SetState.DRAFT

    def is_in_force(self, day: date | None = None) -> bool:
        day = day or timezone.localdate()
        begun = self.valid_from is None or self.valid_from <= day
        return not self.is_draft and begun and (self.valid_to is None or day <= self.valid_to)

    @cached_property
    def scheme(self) -> Scheme:
        """The set as a value; read it with `with_parts`."""
        return Scheme(
            tuple(standard.as_value() for standard in self.standards.all()),
            tuple(rule.as_value() for rule in self.rules.all()), self.not_applicable,
        )  # fmt: skip

    def gaps(self) -> list[Gap]:
        """What is missing before it can be published."""
        gaps = [] if self.valid_from else [Gap(gettext("The first day in force is missing."))]
        if not self.level_list:
            gaps.append(Gap(gettext("Say for which school levels.")))
        criteria = [part for standard in self.standards.all() for part in standard.criteria.all()]
        if not criteria:
            gaps.append(Gap(gettext("There is no criterion yet."), self.get_absolute_url()))
        gaps += [
            Gap(f"{part.code} {part.text}: {fault}", part.get_edit_url())
            for part in criteria
            for fault in part.faults()
        ]
        codes = {part.code for part in criteria} | {s.code for s in self.standards.all()}
        return gaps + [
            Gap(f"{rule.title}: {fault}", self.get_absolute_url())
            for rule in self.rules.all()
            for fault in rule.faults(codes)
        ]
