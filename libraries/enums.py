"""What a department leaves to its offices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DelegatedKind(models.TextChoices):
    LIBRARY = "library", _("School libraries")
    SUBJECT_ROOM = "subject_room", _("Subject rooms")
