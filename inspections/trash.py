"""What of this room can be brought back after it was removed."""

from django.utils.translation import gettext_lazy as _

from core.trash.registry import RestoreRefused, restorable
from inspections.domain.closing_time import recommendations_closed
from inspections.models import Recommendation
from inspections.rules import concludes


def _recommendation(found: Recommendation, user: object) -> None:
    """Back only while the conclusion that tells it is still being written."""
    if not concludes(user, found.inspection):
        raise RestoreRefused(str(_("You do not have the right to take this step.")))
    closed = recommendations_closed(found.inspection)
    if closed:
        raise RestoreRefused(closed)


restorable(
    Recommendation, permission="plans.view", title=Recommendation._meta.verbose_name,
    settle=_recommendation,
)  # fmt: skip
