"""Inspectors who should not go to this unit."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max, Value
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from plans.domain.clashes.clash import Clash, Proposal
from plans.domain.queries.absences import absence_sentence, absent_on
from plans.domain.queries.teams import declared_ties, tie_sentence
from plans.enums import Excuse
from plans.models import Visit
from units.models import Membership

STILL = Value(date.max)


def own_school(visit: Visit, proposal: Proposal) -> Iterator[Clash]:
    """Nobody inspects the unit they work at, and whoever worked there only with a reason (no
    conflict of interest: NĐ 217/2025/NĐ-CP, Điều 12). Two queries.
    """
    if proposal.team is None:
        return
    held = dict(
        Membership.objects.filter(
            unit=visit.unit_id, user__in=proposal.team.members.order_by().values("user")
        )
        .values_list("user")
        .annotate(last=Max(Coalesce("valid_to", STILL)))
    )
    for member in proposal.team.members.select_related("user"):
        left_on = held.get(member.user_id)
        if member.unit_id == visit.unit_id or (left_on and left_on >= proposal.on):
            yield Clash(own_school_sentence(member.user, visit), is_about_team=True)
        elif left_on:
            sentence = former_school_sentence(member.user, visit, left_on)
            yield Clash(sentence, excuse=Excuse.TIE, is_about_team=True)


def own_school_sentence(person: User, visit: Visit) -> str:
    return _("%(person)s works at %(unit)s and cannot inspect it.") % {
        "person": person, "unit": visit.unit,
    }  # fmt: skip


def former_school_sentence(person: User, visit: Visit, left_on: date) -> str:
    return _("%(person)s worked at %(unit)s until %(day)s.") % {
        "person": person, "unit": visit.unit, "day": date_format(left_on, "SHORT_DATE_FORMAT"),
    }  # fmt: skip


def declared_tie(visit: Visit, proposal: Proposal) -> Iterator[Clash]:
    """Nobody inspects a unit they declared a tie with (NĐ 217/2025/NĐ-CP, Điều 12).

    Four queries.
    """
    if proposal.team is None:
        return
    people = {
        member.user_id: member.user for member in proposal.team.members.select_related("user")
    }
    for person, ties in declared_ties(people).items():
        for tie in ties:
            if tie.unit_id == visit.unit_id:
                yield Clash(tie_sentence(people[person], tie), is_about_team=True)


def absent(proposal: Proposal) -> Iterator[Clash]:
    """People of the team who are away that day: the others go without them only with a reason.

    Two queries.
    """
    if proposal.team is None:
        return
    people = list(proposal.team.members.order_by("order").values_list("user", flat=True))
    for absence in absent_on(people, [proposal.on]).values():
        yield Clash(absence_sentence(absence), excuse=Excuse.ABSENT, is_about_team=True)
