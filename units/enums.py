"""Kinds of units, levels of schools, kinds of days."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What a unit is; schools and centres are inspected, the others manage."""

    PROVINCIAL_COMMITTEE = "provincial_committee", _("Provincial People's Committee")
    DEPARTMENT = "department", _("Department of Education and Training")
    DISTRICT_COMMITTEE = "district_committee", _("District People's Committee")
    DISTRICT_OFFICE = "district_office", _("District Office of Education and Training")
    COMMUNE_COMMITTEE = "commune_committee", _("Commune People's Committee")
    SCHOOL = "school", _("School")
    CONTINUING_CENTRE = "continuing_centre", _("Continuing education centre")

    @classmethod
    def inspected(cls) -> tuple["UnitKind", "UnitKind"]:
        return (cls.SCHOOL, cls.CONTINUING_CENTRE)

    @classmethod
    def offices(cls) -> tuple["UnitKind", "UnitKind"]:
        """What stands between a department and its schools, before and after 1 July 2025."""
        return (cls.DISTRICT_OFFICE, cls.COMMUNE_COMMITTEE)

    @classmethod
    def managing(cls) -> tuple["UnitKind", ...]:
        """Whoever schools answer to."""
        return (cls.DEPARTMENT, *cls.offices())


class SchoolLevel(models.TextChoices):
    PRESCHOOL = "MN", _("Preschool")
    PRIMARY = "TH", _("Primary")
    LOWER_SECONDARY = "THCS", _("Lower secondary")
    UPPER_SECONDARY = "THPT", _("Upper secondary")
    CONTINUING = "GDTX", _("Continuing education")


class SuccessionKind(models.TextChoices):
    RENAMED = "renamed", _("renamed")
    MERGED = "merged", _("merged into")
    SPLIT = "split", _("split into")
    DISSOLVED = "dissolved", _("tasks taken over by")


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("Public holiday")
    SUBSTITUTE = "substitute", _("Day off in lieu")
    WORKING_SATURDAY = "working_saturday", _("Working Saturday or Sunday")
    EXAM = "exam", _("Examination day")
