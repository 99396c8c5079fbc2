"""The `core` room."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from core.audit.triggers import TABLE, install_triggers
from core.discovery import discover


def guard_audit_chain(using: str, **_kwargs: Any) -> None:
    """Put back triggers that went with a rebuilt table."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install_triggers(connection)


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Core")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(guard_audit_chain, sender=self)
        discover()
