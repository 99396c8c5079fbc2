"""Who may open files kept by planning."""

from typing import Any

from core.files.owners import owner_rule
from plans.models import Obligation, Visit


@owner_rule
def may_open_duty_file(user: Any, stored: Any) -> bool:
    """Files of a duty: whoever sees the duty."""
    return Obligation.objects.visible_to(user).filter(files__file=stored).exists()


@owner_rule
def may_open_dossier_file(user: Any, stored: Any) -> bool:
    """Files a unit sent ahead of a visit: whoever sees the visit."""
    return Visit.objects.visible_to(user).filter(dossiers__files__file=stored).exists()
