"""The `standards` room."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from standards.triggers import GUARDS


def guard_published_sets(using: str, **_kwargs: Any) -> None:
    """Put back the triggers that went with a rebuilt table."""
    GUARDS.put_back(connections[using])


class StandardsConfig(AppConfig):
    name = "standards"
    verbose_name = _("Criteria")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(guard_published_sets, sender=self)
