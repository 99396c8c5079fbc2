"""What else happens that day: other inspections of the unit, the team's day, the cluster's day."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.domain.clashes.clash import Clash, Proposal
from plans.enums import Excuse, VisitState
from plans.models import OutsideInspection, Visit


def other_inspections(visit: Visit, proposal: Proposal) -> Iterator[Clash]:
    """Inspections of one unit do not overlap with those of another authority, nor with thanh tra
    or kiểm toán (NĐ 217/2025/NĐ-CP, Điều 4.2). Two queries; hours that overlap are refused
    elsewhere.
    """
    apart = Q(starts_at__gte=proposal.ends_at) | Q(ends_at__lte=proposal.starts_at)
    same_day = Visit.objects.filter(
        apart, unit=visit.unit_id, on=proposal.on, state__in=VisitState.occupying()
    ).exclude(plan__issuer=visit.plan.issuer_id)
    for other in same_day.exclude(pk=visit.pk).select_related("plan__issuer"):
        yield Clash(
            _("%(issuer)s inspects %(unit)s on the same day, from %(start)s to %(end)s.")
            % {
                "issuer": other.plan.issuer, "unit": visit.unit,
                "start": f"{other.starts_at:%H:%M}", "end": f"{other.ends_at:%H:%M}",
            },
            excuse=Excuse.OVERLAP,
        )  # fmt: skip
    for outside in OutsideInspection.objects.at(visit.unit_id, proposal.on):
        yield Clash(str(outside), excuse=Excuse.OVERLAP)


def crowded_day(visit: Visit, proposal: Proposal) -> Iterator[Clash]:
    """A team makes no more visits a day than its plan allows; one query."""
    most, team = visit.plan.most_visits_a_day, proposal.team
    if not most or team is None:
        return
    others = team.visits.filter(on=proposal.on, state__in=VisitState.occupying())
    count = others.exclude(pk=visit.pk).count()
    if count >= most:
        sentence = ngettext(
            "%(team)s has %(count)d visit on %(day)s already; the plan allows %(most)d a day.",
            "%(team)s has %(count)d visits on %(day)s already; the plan allows %(most)d a day.",
            count,
        )
        day = date_format(proposal.on, "SHORT_DATE_FORMAT")
        facts = {"team": team, "count": count, "day": day, "most": most}
        yield Clash(sentence % facts, excuse=Excuse.CROWDED_DAY, is_about_team=True)


def away_from_host(visit: Visit, proposal: Proposal) -> Iterator[Clash]:
    """Units of a cluster bring their dossiers to its host on one day (A-17); one query."""
    if visit.cluster is None:
        return
    others = visit.cluster.visits.filter(state__in=VisitState.occupying(), on__isnull=False)
    days = sorted({other.on for other in others.exclude(pk=visit.pk).only("on") if other.on})
    if days and proposal.on not in days:
        yield Clash(
            _("%(cluster)s meets at %(host)s on %(days)s; %(unit)s would be inspected on %(day)s.")
            % {
                "cluster": visit.cluster, "host": visit.cluster.host, "unit": visit.unit,
                "days": ", ".join(date_format(day, "SHORT_DATE_FORMAT") for day in days),
                "day": date_format(proposal.on, "SHORT_DATE_FORMAT"),
            },
            excuse=Excuse.AWAY,
        )  # fmt: skip
