"""How many units a plan reaches: rules of coverage, and the draws made by lot."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from plans.enums import CoverageSource
from plans.models.plan import InspectionPlan, PlanPart
from units.enums import SchoolLevel, UnitKind
from units.models import Unit

EVERY_UNIT = Decimal(100)


class CoverageRule(PlanPart):
    """A share of one kind of units: 100 % goes to each, less is drawn by lot.

    KH 126/KH-SGDĐT IV.2: the department goes to every THPT and GDTX centre (A-38), and to a sample
    of the offices' units (A-39). The paper names no percentage for the sample, so a rule says
    whether its figure was checked (`verified`).
    """

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="coverage_rules", verbose_name=_("plan")
    )
    source = models.CharField(_("units"), max_length=20, choices=CoverageSource)
    percent = models.DecimalField(
        _("share to visit, in percent"), max_digits=5, decimal_places=2, default=EVERY_UNIT
    )
    levels = models.CharField(_("levels"), max_length=60, blank=True)
    unit_kind = models.CharField(_("kind of unit"), max_length=30, choices=UnitKind, blank=True)
    managers = models.ManyToManyField(
        Unit, related_name="+", blank=True, verbose_name=_("only of these offices or communes")
    )
    each_manager = models.BooleanField(
        _("draw in every office or commune separately"), default=False
    )
    basis = models.CharField(_("where it is laid down"), max_length=250, blank=True)
    verified = models.BooleanField(_("figure checked against the text"), default=False)

    class Meta(PlanPart.Meta):
        verbose_name = _("rule of coverage")
        verbose_name_plural = _("rules of coverage")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100), name="coverage_is_a_share",
                violation_error_message=_("A share lies above 0 and is at most 100 percent."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.headline

    @property
    def headline(self) -> str:
        """“20 % · Units under the offices”."""
        return f"{Decimal(self.percent).normalize():f} % · {self.get_source_display()}"

    @property
    def level_list(self) -> list[str]:
        return [level for level in self.levels.split(",") if level]

    @property
    def is_drawn(self) -> bool:
        return self.percent < EVERY_UNIT

    def facts(self) -> list[str]:
        """What narrows the rule and where it comes from, one phrase each; one query."""
        found = [str(SchoolLevel(level).label) for level in self.level_list]
        if self.unit_kind:
            found.append(self.get_unit_kind_display())
        found += [manager.short_name for manager in self.managers.all()]
        if self.is_drawn and self.each_manager:
            found.append(gettext("drawn in every office or commune separately"))
        if self.basis:
            found.append(self.basis)
        return found


class CoverageDraw(models.Model):
    """One draw by lot, kept for good: the list, the seed, what came out. The last one holds.

    `listed` is the list drawn from, as [unit, manager] numbers in rising order of the unit's;
    `drawn` are the units that came out. `plans.domain.drawing` gives the same from the same.
    """

    rule = models.ForeignKey(
        CoverageRule, models.CASCADE, related_name="draws", verbose_name=_("rule of coverage")
    )
    seed = models.PositiveBigIntegerField(_("seed"))
    listed_on = models.DateField(_("list of the day"))
    percent = models.DecimalField(_("share"), max_digits=5, decimal_places=2)
    each_manager = models.BooleanField(_("in every office separately"), default=False)
    listed = models.JSONField(_("list drawn from"))
    drawn = models.JSONField(_("units drawn"))
    reason = models.TextField(_("why drawn again"), blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by")
    )
    drawn_at = models.DateTimeField(_("drawn at"), auto_now_add=True)

    class Meta:
        verbose_name = _("draw by lot")
        verbose_name_plural = _("draws by lot")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.sentence

    def get_absolute_url(self) -> str:
        return reverse("plans:draw", args=[self.pk])

    @property
    def sentence(self) -> str:
        """“Drew 12 of 58 units, seed 20191001, list of 17/9/2019”."""
        words: dict[str, Any] = {
            "drawn": len(self.drawn), "count": len(self.listed), "seed": self.seed,
            "day": date_format(self.listed_on, "d/m/Y"),
        }  # fmt: skip
        return (
            ngettext(
                "Drew %(drawn)d of %(count)d unit, seed %(seed)d, list of %(day)s",
                "Drew %(drawn)d of %(count)d units, seed %(seed)d, list of %(day)s",
                len(self.listed),
            )
            % words
        )
