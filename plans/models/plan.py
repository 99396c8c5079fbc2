"""The yearly inspection plan and the parts it is written from."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.search.keys import normalise, search_key
from core.workflow.engine import Gap
from plans.enums import PaperType, PlanState
from plans.models.gaps import plan_gaps
from plans.models.warnings import plan_warnings
from units.enums import SchoolLevel
from units.models import SchoolYear, Unit, UnitReach


class InspectionPlanQuerySet(models.QuerySet["InspectionPlan"]):
    def visible_to(self, user: Any) -> InspectionPlanQuerySet:
        """Drafts at their issuer; issued plans also above and below it.

        A department reads its offices' plans, a school those of everyone who manages it.
        """
        own = [unit for unit, _role in user.grants]
        return self.seen_from(own, timezone.localdate())

    def seen_from(self, units: Any, day: date) -> InspectionPlanQuerySet:
        """`visible_to` of whoever holds roles at these units on a day."""
        published = Q(state__in=PlanState.published())
        below = UnitReach.objects.ids_under(units, day)
        # Whoever ever managed one's unit: the plans of a dissolved office stay readable.
        above = UnitReach.objects.filter(descendant__in=units).values("ancestor")
        return self.filter(
            Q(issuer__in=units) | published & (Q(issuer__in=below) | Q(issuer__in=above))
        )

    def editable_by(self, user: Any) -> InspectionPlanQuerySet:
        return self.filter(issuer__in=user.units_where("plans.edit"))

    def search(self, text: str) -> InspectionPlanQuerySet:
        found = self
        for word in search_key(text).split():
            found = found.filter(search_key__contains=word)
        return found


class InspectionPlan(models.Model):
    """A plan of one authority for one school year; its paper is frozen in `document` at issue."""

    issuer = models.ForeignKey(
        Unit, models.PROTECT, related_name="plans", verbose_name=_("issued by")
    )
    school_year = models.ForeignKey(
        SchoolYear, models.PROTECT, related_name="plans", verbose_name=_("school year")
    )
    paper_type = models.CharField(
        _("kind of paper"), max_length=2, choices=PaperType, default=PaperType.PLAN
    )
    title = models.CharField(_("name of the plan"), max_length=200)
    subject = models.CharField(_("subject on the paper"), max_length=600)
    addressees = models.TextField(_("addressed to (Kính gửi), one per line"), blank=True)
    intro = models.TextField(_("opening paragraph"), blank=True)
    closing = models.TextField(_("closing paragraph"), blank=True)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    archive_mark = models.CharField(_("filed at (Lưu)"), max_length=120, default="VT")
    owner_department = models.CharField(_("section in charge"), max_length=200, blank=True)
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    notice_days = models.PositiveSmallIntegerField(_("days of notice before a visit"), default=7)
    most_visits_a_day = models.PositiveSmallIntegerField(
        _("visits of one team a day, at most"), null=True, blank=True, default=4,
        validators=[MinValueValidator(1)],
        help_text=_("More need a reason. Empty: as many as there is time for."),
    )  # fmt: skip
    planned_on = models.DateField(
        _("intended date of the paper"), null=True, blank=True,
        help_text=_("Deadlines are checked against this day. Empty: today."),
    )  # fmt: skip
    has_schedule_annex = models.BooleanField(_("print the schedule as an annex"), default=True)
    state = models.CharField(
        _("state"), max_length=20, choices=PlanState, default=PlanState.DRAFT, editable=False
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True,
        related_name="plans_to_approve", verbose_name=_("to be approved by"),
    )  # fmt: skip
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("carries out the plan"),
    )  # fmt: skip
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amendments",
        verbose_name=_("amends the plan"),
    )  # fmt: skip
    document = models.OneToOneField(
        "documents.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("official document"),
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("drafted by"),
    )
    created_at = models.DateTimeField(_("drafted at"), auto_now_add=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = models.CharField(max_length=900, editable=False, db_index=True)

    objects = InspectionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection plan")
        verbose_name_plural = _("inspection plans")
        ordering = ["-school_year__starts_on", "issuer", "pk"]
        indexes = [models.Index(fields=["issuer", "state"])]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title, self.subject = normalise(self.title), normalise(self.subject)
        self.search_key = search_key(f"{self.title} {self.subject} {self.issuer.short_name}")[:900]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("plans:plan", args=[self.pk])

    @property
    def reference_day(self) -> date:
        """The day the plan speaks from: of its paper once issued, else the intended one."""
        if self.document is not None and self.document.issued_on:
            return self.document.issued_on
        return self.planned_on or timezone.localdate()

    def missing(self) -> list[Gap]:
        """What still stands between this plan and its approval. Causes a few queries."""
        return list(plan_gaps(self))

    def warnings(self) -> list[Gap]:
        """What deserves a second look. Causes a few queries."""
        return list(plan_warnings(self))

    @property
    def is_editable(self) -> bool:
        return self.state in PlanState.editable()

    @property
    def is_published(self) -> bool:
        return self.state in PlanState.published()


class PlanPart(models.Model):
    """What belongs to one plan and stands in an order."""

    plan = models.ForeignKey(InspectionPlan, models.CASCADE, verbose_name=_("plan"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["plan", "order", "pk"]


class PlanSection(PlanPart):
    """A chapter of the plan's text; `body` is sanitised HTML of the rich-text editor."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="sections", verbose_name=_("plan")
    )
    marker = models.CharField(_("number"), max_length=10, blank=True)
    heading = models.CharField(_("heading"), max_length=300)
    body = models.TextField(_("text"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta(PlanPart.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return f"{self.marker}. {self.heading}" if self.marker else self.heading


class LegalBasis(PlanPart):
    """A line under "Căn cứ": free words, tied to a dated legal document where one is known."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="bases", verbose_name=_("plan")
    )
    text = models.CharField(_("text"), max_length=600)
    legal_document = models.ForeignKey(
        "documents.LegalDocument", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("legal document"),
    )  # fmt: skip

    class Meta(PlanPart.Meta):
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")

    def __str__(self) -> str:
        return self.text


class ContentStream(PlanPart):
    """A content of inspection: IT, libraries, equipment, recognition of libraries, of rooms."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="streams", verbose_name=_("plan")
    )
    key = models.SlugField(_("key"), max_length=40)
    title = models.CharField(_("content"), max_length=250)
    owner = models.CharField(_("section in charge"), max_length=200, blank=True)
    criteria = models.CharField(_("judged by"), max_length=400, blank=True)
    standard_set = models.ForeignKey(
        "standards.StandardSet", models.PROTECT, null=True, blank=True, related_name="streams",
        verbose_name=_("set of criteria"),
        help_text=_("Visits of this plan are judged by it, whatever replaces it later."),
    )  # fmt: skip
    criteria_verified = models.BooleanField(_("criteria checked against the text"), default=False)

    class Meta(PlanPart.Meta):
        verbose_name = _("content of inspection")
        verbose_name_plural = _("contents of inspection")
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="stream_once_a_plan")]

    def __str__(self) -> str:
        return self.title


class PreparationItem(PlanPart):
    """A dossier the unit prepares before the visit, per content and kind of unit."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="preparations", verbose_name=_("plan")
    )
    stream = models.ForeignKey(
        ContentStream, models.CASCADE, related_name="preparations", verbose_name=_("content")
    )
    text = models.TextField(_("dossier"))
    form_code = models.CharField(_("appendix form"), max_length=20, blank=True)
    applies_to = models.CharField(_("only for"), max_length=200, blank=True)
    office_units_only = models.BooleanField(_("only units under an office"), default=False)

    class Meta(PlanPart.Meta):
        verbose_name = _("dossier to prepare")
        verbose_name_plural = _("dossiers to prepare")

    def __str__(self) -> str:
        return self.text[:80]


class PlanRecipient(PlanPart):
    """A line under "Nơi nhận"."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="recipients", verbose_name=_("plan")
    )
    text = models.CharField(_("recipient"), max_length=250)
    purpose = models.CharField(_("purpose"), max_length=80, blank=True)
    electronic = models.BooleanField(_("electronic copy"), default=False)

    class Meta(PlanPart.Meta):
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")

    def __str__(self) -> str:
        return self.text


class Target(PlanPart):
    """A figure to reach. `share_of` makes it a share of another target's units (AG24 B-15)."""

    plan = models.ForeignKey(
        InspectionPlan, models.CASCADE, related_name="targets", verbose_name=_("plan")
    )
    code = models.CharField(_("code"), max_length=20)
    text = models.CharField(_("target"), max_length=400)
    numerator = models.CharField(_("counted"), max_length=250)
    denominator = models.CharField(_("out of"), max_length=250)
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2)
    level = models.CharField(_("level"), max_length=10, choices=SchoolLevel, blank=True)
    share_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="shares",
        verbose_name=_("share of the units of"),
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(PlanPart.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="target_once_a_plan"),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100), name="target_is_a_percentage",
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text
