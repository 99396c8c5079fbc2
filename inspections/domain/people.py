"""Who is told about an inspection on the side of those who inspect."""

from accounts.models import User
from core.notifications.sending import notify
from inspections.models import DraftResult, Inspection
from plans.domain.people import people_who
from plans.enums import TeamRole


def writers_of(inspection: Inspection) -> list[User]:
    """Lead and secretary; without them the specialists of the issuer."""
    ids = inspection.leading_ids | inspection.ids_in({TeamRole.SECRETARY})
    people = [member.user for member in inspection.members if member.user_id in ids]
    return people or people_who(inspection.visit.plan.issuer, "plans.edit")


def tell_writers(result: DraftResult) -> None:
    """The unit replied: those who conclude are told, once."""
    notify(
        "inspections.result_replied",
        event=f"inspections.result_replied:{result.pk}",
        recipients=writers_of(result.inspection),
        context={"unit": str(result.inspection.visit.unit)},
        url=result.get_absolute_url(),
    )
