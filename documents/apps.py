"""The `documents` room."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from documents import checks  # noqa: F401 - registers the check of the PDF engine
from documents.triggers import TABLE, install_triggers


def guard_issued_documents(using: str, **_kwargs: Any) -> None:
    """Put back the trigger that went with a rebuilt table."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install_triggers(connection)


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(guard_issued_documents, sender=self)
