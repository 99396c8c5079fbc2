"""Giấy mời to the day of a cluster: its units bring their dossiers to the host (NĐ 30/2020, mẫu 1.7).

AG126, II.2: “các đơn vị trong huyện sẽ mang hồ sơ đến một đơn vị được chọn để kiểm tra”.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from documents.blocks import Block, Document, Paragraph, Recipient, Recipients
from documents.enums import DocumentKind, Regime
from documents.kinds import Frame, Person, invitation, symbol_of
from documents.registry import document_kind, pk_of
from plans.documents.letter import ROLE_WORDS
from plans.documents.plan import header_of
from plans.enums import TeamRole
from plans.models import TeamMember, Visit
from plans.models.visit import VisitQuerySet
from plans.phrases import lower_first
from units.enums import UnitKind
from units.models import Unit

HEADS = {UnitKind.SCHOOL: "Hiệu trưởng", UnitKind.CONTINUING_CENTRE: "Giám đốc"}


def cluster_days() -> VisitQuerySet:
    """Visits with a day at the host of a cluster that names its units."""
    dated = Visit.objects.dated().filter(unit=F("cluster__host"), cluster__members__isnull=False)
    return dated.distinct()


@document_kind("plans.invitation", title=_("Invitation to the day of a cluster"))
class InvitationPaper:
    """One invitation a day at a host."""

    def keys(self) -> Iterator[str]:
        for pk in cluster_days().order_by("pk").values_list("pk", flat=True):
            yield str(pk)

    def build(self, key: str) -> Document:
        return invitation_paper(_visit(key))

    def may_read(self, user: Any, key: str) -> bool:
        return cluster_days().visible_to(user).filter(pk=pk_of(key)).exists()

    def url(self, key: str) -> str:
        return _visit(key).get_absolute_url()


def _visit(key: str) -> Visit:
    related = ("plan__issuer", "plan__document", "cluster__host", "team")
    return Visit.objects.select_related(*related).get(pk=pk_of(key))


def invitation_paper(visit: Visit) -> Document:
    """The invitation as plan, cluster and team word it now.

    Raises:
        PaperIncomplete: day, hour, units or lead are missing.
    """
    plan, cluster = visit.plan, visit.cluster
    members = cluster.members.select_related("unit") if cluster else []
    subject = lower_first(plan.subject)
    return invitation(
        Frame(
            header=header_of(plan.issuer, symbol_of(DocumentKind.INVITATION, plan.issuer.symbol)),
            regime=Regime.on(plan.reference_day),
            recipients=Recipients((Recipient("Như trên"),), plan.archive_mark),
        ),
        subject=f"Dự buổi {subject} theo cụm",
        guests=tuple(_guest(member.unit) for member in members),
        event=f"buổi {subject} của {cluster.name if cluster else ''}.",
        chair=_chair(visit),
        begins_at=(
            datetime.combine(visit.on, visit.starts_at) if visit.on and visit.starts_at else None
        ),
        place=f"{cluster.host.name}." if cluster else "",
        notes=tuple(_notes(visit)),
        ending="Đề nghị các đơn vị đến dự đúng thời gian, thành phần",
    )


def _guest(unit: Unit) -> str:
    head = HEADS.get(UnitKind(unit.kind), "Thủ trưởng")
    return f"{head} {unit.name}"


def _chair(visit: Visit) -> str:
    """The lead of the team; nobody while there is none."""
    leads = TeamMember.objects.filter(team=visit.team, role=TeamRole.LEAD) if visit.team else None
    lead = leads.select_related("user").first() if leads is not None else None
    if lead is None:
        return ""
    person = Person(lead.user.addressed_name, lead.post, ROLE_WORDS[TeamRole.LEAD])
    return f"{person.words}."


def _notes(visit: Visit) -> Iterator[Block]:
    """What the units bring along, by content."""
    titles = [stream.title for stream in visit.streams.all()]
    if titles:
        contents = "; ".join(lower_first(title) for title in titles)
        yield Paragraph(f"Các đơn vị mang theo hồ sơ về: {contents}.")
