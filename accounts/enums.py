"""Roles people hold at units."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    SPECIALIST = "specialist", _("Specialist")
    LEADER = "leader", _("Leader")
    CLERK = "clerk", _("Clerk")
    OFFICE_OFFICER = "office_officer", _("Office officer")
    PRINCIPAL = "principal", _("Principal")
    SCHOOL_OFFICER = "school_officer", _("School officer")
    INSPECTOR = "inspector", _("Inspector")
    VIEWER = "viewer", _("Viewer")
    ADMINISTRATOR = "administrator", _("Administrator")
