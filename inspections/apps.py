"""The `inspections` room."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from inspections.triggers import GUARDS


def guard_minutes(using: str, **_kwargs: Any) -> None:
    """Put back the triggers that went with a rebuilt table."""
    GUARDS.put_back(connections[using])


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = _("Inspections")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who fills which column, and listen to the papers of this room."""
        import_module("inspections.receivers")
        post_migrate.connect(guard_minutes, sender=self)
