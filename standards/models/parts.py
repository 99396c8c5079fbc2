"""What a set is made of: standards, their criteria, and the rules by which an outcome follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from standards.enums import QuestionKind
from standards.models.standard_set import StandardSet
from standards.scoring import notation
from standards.scoring import scheme as values


def _readable(parse: Callable[[str], Any]) -> Callable[[str], None]:
    def check(text: str) -> None:
        try:
            notation.lines_of(text, parse)
        except notation.NotationError as error:
            raise ValidationError(str(error)) from error

    return check


def readable_requirements(text: str) -> None:
    _readable(notation.requirement)(text)


def readable_conditions(text: str) -> None:
    _readable(notation.condition)(text)


def readable_options(text: str) -> None:
    _readable(notation.option)(text)


def readable_checks(text: str) -> None:
    _readable(notation.check)(text)


class SetPart(models.Model):
    """`order` is its place; `verified` says that it was checked against the text of the law."""

    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    clause = models.CharField(_("clause of the law"), max_length=200, blank=True)
    verified = models.BooleanField(_("checked against the text"), default=False)
    source = models.CharField(_("source"), max_length=400, blank=True)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class Standard(SetPart):
    """A group of criteria: tiêu chuẩn, or nhóm."""

    standard_set = models.ForeignKey(
        StandardSet, models.CASCADE, related_name="standards", verbose_name=_("set of criteria")
    )
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("name"), max_length=250)

    class Meta(SetPart.Meta):
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        constraints = [
            models.UniqueConstraint(
                fields=["standard_set", "code"], name="standard_code_once",
                violation_error_message=_("Another standard has this code."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"

    def as_value(self) -> values.Standard:
        criteria = tuple(criterion.as_value() for criterion in self.criteria.all())
        return values.Standard(self.code, self.title, criteria)

    @property
    def maximum(self) -> Decimal:
        return sum((c.as_value().maximum for c in self.criteria.all()), Decimal(0))


class Criterion(SetPart):
    """One question. Bounds, options and conditions are lines as `standards.scoring.notation` reads.

    `points` is the most it gives; empty on a question with points: not known yet.
    """

    standard = models.ForeignKey(
        Standard, models.CASCADE, related_name="criteria", verbose_name=_("standard")
    )
    code = models.CharField(_("code"), max_length=20)
    text = models.CharField(_("question"), max_length=600)
    kind = models.CharField(_("answered by"), max_length=20, choices=QuestionKind)
    points = models.DecimalField(
        _("points"), max_digits=7, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    weight = models.DecimalField(
        _("weight"), max_digits=5, decimal_places=2, default=1, validators=[MinValueValidator(0)]
    )
    unit = models.CharField(_("unit of the figure"), max_length=30, blank=True)
    numerator = models.CharField(_("first figure"), max_length=150, blank=True)
    denominator = models.CharField(_("second figure"), max_length=150, blank=True)
    requirements = models.TextField(_("bounds"), blank=True, validators=[readable_requirements])
    options = models.TextField(
        _("answers to choose from"), blank=True, validators=[readable_options]
    )
    levels = models.CharField(_("only for levels"), max_length=60, blank=True, default="")
    applies_if = models.TextField(_("only if"), blank=True, validators=[readable_checks])
    blank_needs_reason = models.BooleanField(_("a blank needs a reason"), default=True)
    evidence = models.TextField(_("evidence wanted"), blank=True)
    guidance = models.TextField(_("guidance"), blank=True)

    class Meta(SetPart.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "code"], name="criterion_code_once",
                violation_error_message=_("Another criterion has this code."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    def get_edit_url(self) -> str:
        place = [self.standard.standard_set_id, "criterion", self.pk]
        return reverse("standards:part_edit", args=place)

    @property
    def level_list(self) -> list[str]:
        return [level for level in self.levels.split(",") if level]

    def as_value(self) -> values.Criterion:
        """As the scoring reads it.

        Raises:
            NotationError: a line was written past the form and cannot be read.
        """
        return values.Criterion(
            self.code, self.text, self.kind, self.points, self.weight, self.unit,
            notation.lines_of(self.requirements, notation.requirement),
            notation.lines_of(self.options, notation.option), frozenset(self.level_list),
            notation.lines_of(self.applies_if, notation.check), self.blank_needs_reason,
        )  # fmt: skip

    @property
    def is_verified(self) -> bool:
        """Whether the criterion and every bound of it were checked against the text."""
        return self.verified and all(bound.verified for bound in self.as_value().requirements)

    def faults(self) -> Iterator[str]:
        """What keeps the set from being published."""
        value = self.as_value()
        if self.kind == QuestionKind.SCORE and not self.points:
            yield gettext("the most points it gives are not known")
        if self.kind in QuestionKind.with_options() and len(value.options) < 2:
            yield gettext("there are no two answers to choose from")
        figures = {QuestionKind.COUNT, QuestionKind.MEASURE, *QuestionKind.of_two_figures()}
        if self.kind in figures and self.points and not value.requirements:
            yield gettext("it gives points but no bound says for what")
        if self.kind in QuestionKind.of_two_figures() and not (self.numerator and self.denominator):
            yield gettext("its two figures have no names")


class OutcomeRule(SetPart):
    """A title or level with everything it needs; of several that hold the first one is the outcome."""

    standard_set = models.ForeignKey(
        StandardSet, models.CASCADE, related_name="rules", verbose_name=_("set of criteria")
    )
    title = models.CharField(_("title or level"), max_length=150)
    conditions = models.TextField(_("conditions"), blank=True, validators=[readable_conditions])
    note = models.TextField(_("note"), blank=True)

    class Meta(SetPart.Meta):
        verbose_name = _("outcome rule")
        verbose_name_plural = _("outcome rules")
        constraints = [
            models.UniqueConstraint(
                fields=["standard_set", "title"], name="outcome_once_a_set",
                violation_error_message=_("Another rule has this title."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def as_value(self) -> values.OutcomeRule:
        conditions = notation.lines_of(self.conditions, notation.condition)
        return values.OutcomeRule(self.title, conditions)

    def faults(self, codes: set[str]) -> Iterator[str]:
        """Conditions that name what the set does not have."""
        for condition in self.as_value().conditions:
            if condition.of and condition.of not in codes:
                yield gettext("there is no “%(code)s” in the set") % {"code": condition.of}
