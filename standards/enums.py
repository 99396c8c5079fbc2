"""Kinds of questions, purposes of sets, columns of an assessment, and their states."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SetPurpose(models.TextChoices):
    """What a set of criteria judges."""

    LIBRARY = "library", _("School library")
    SUBJECT_ROOM = "subject_room", _("Subject room")
    ELECTRONIC_SCHOOL = "electronic_school", _("Electronic school")
    DIGITAL = "digital", _("Digital transformation")
    IT = "it", _("Information technology")
    EQUIPMENT = "equipment", _("Teaching equipment")


class SetState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


class QuestionKind(models.TextChoices):
    """How a criterion is answered. A share or an average is computed, never typed."""

    YES_NO = "yes_no", _("yes or no")
    SCORE = "score", _("points given, from 0 to the maximum")
    COUNT = "count", _("a number of things")
    MEASURE = "measure", _("a measured figure")
    RATIO = "ratio", _("a share: part of a whole, in percent")
    AVERAGE = "average", _("an average: one figure divided by another")
    LEVEL = "level", _("a level reached")
    CHOICE = "choice", _("one of several answers")
    TEXT = "text", _("a text")

    @classmethod
    def with_options(cls) -> tuple["QuestionKind", "QuestionKind"]:
        return (cls.LEVEL, cls.CHOICE)

    @classmethod
    def of_two_figures(cls) -> tuple["QuestionKind", "QuestionKind"]:
        return (cls.RATIO, cls.AVERAGE)


class NotApplicable(models.TextChoices):
    """What a scheme does with a criterion that does not apply to the unit."""

    EXCLUDED = "excluded", _("left out: neither points nor maximum count")
    AS_MET = "as_met", _("counts as met, with full points")
    AS_ZERO = "as_zero", _("counts as not met, without points")


class AssessmentPurpose(models.TextChoices):
    TITLE = "title", _("to be granted a title or a level")
    RETENTION = "retention", _("to keep a title")
    THEMATIC = "thematic", _("thematic inspection")


class Stage(models.TextChoices):
    """The five columns of values, in the order in which they come about."""

    SELF = "self", _("Self-assessment")
    OFFICE = "office", _("Office's check")
    DESK = "desk", _("Check on the system")
    ONSITE = "onsite", _("On site")
    OFFICIAL = "official", _("Official")


class SheetState(models.TextChoices):
    OPEN = "open", _("Being filled in")
    DONE = "done", _("Handed in")
