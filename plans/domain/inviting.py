"""Giấy mời to the day of a cluster: handed to the clerk, who numbers and issues it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow.engine import TransitionRefused
from documents.domain import open_draft
from documents.models import IssuedDocument
from plans.documents.invitation import cluster_days
from plans.models import Cluster, Visit
from plans.rules import may_edit


def host_day(cluster: Cluster) -> Visit | None:
    """The dated visit at the host from which the invitation takes day, hour and team; one query.

    None while the host has no day, or the cluster names no units.
    """
    visits = cluster_days().filter(cluster=cluster).select_related("plan__issuer")
    return visits.order_by("on", "pk").first()


def invitation_of(visit: Visit) -> IssuedDocument | None:
    """The invitation drafted or in force; one query."""
    return IssuedDocument.objects.live().filter(key=invitation_key(visit)).first()


@transaction.atomic
def prepare_invitation(*, cluster: Cluster, by: User) -> IssuedDocument:
    """The draft the clerk will number, made or brought up to date.

    Raises:
        DocumentRefused: issued already, or the paper lacks something (hour, lead, units).
        TransitionRefused: the host has no day yet, or the user does not schedule the plan.
    """
    if not may_edit(by, cluster.plan):
        raise TransitionRefused(_("You do not have the right to take this step."))
    visit = host_day(cluster)
    if visit is None:
        raise TransitionRefused(
            _("Give the visit at the host a day, and name the cluster's units.")
        )
    return open_draft(
        key=invitation_key(visit), issuer=cluster.plan.issuer, by=by, title=str(cluster),
        is_demo=cluster.plan.is_demo,
    )  # fmt: skip


def invitation_key(visit: Visit) -> str:
    """As the documents room names the paper."""
    return f"plans.invitation:{visit.pk}"
