"""What of this room can be brought back after it was removed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.trash.registry import RestoreRefused, restorable
from standards.domain.editing import set_of
from standards.models import Criterion, OutcomeRule, Standard
from standards.rules import may_change


def _part(part: Any, user: Any) -> None:
    if not may_change(user, set_of(part)):
        raise RestoreRefused(
            str(_("A published set never changes. Make a new version and change that."))
        )


for model in (Standard, Criterion, OutcomeRule):
    restorable(model, permission="standards.edit", title=model._meta.verbose_name, settle=_part)
