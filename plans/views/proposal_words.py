"""A proposed schedule in words: why each day, what the whole saves, how good it can be at most."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.domain.solving.problem import DEFAULT_LEG_KM, TEAM_DAY_KM
from plans.models import InspectionPlan, ProposedPlacement, ScheduleProposal

# Costs are kept to a tenth of a km; what is nearer than that is the same.
_SAME_PERCENT = 0.05


def reason(row: ProposedPlacement) -> str:
    """Why this day, in words."""
    said = []
    if row.same_district:
        words = ngettext(
            "with %(count)d other unit of %(district)s that day",
            "with %(count)d other units of %(district)s that day",
            row.same_district,
        )
        district = row.visit.unit.district or row.visit.unit.commune
        said.append(words % {"count": row.same_district, "district": district})
    if row.previous and row.leg_km is not None:
        far = {"km": number_format(row.leg_km, 1), "unit": row.previous.short_name}
        said.append(_("%(km)s km from %(unit)s, the visit before") % far)
    return "; ".join(said) or _("first free day of the team")


def summary(plan: InspectionPlan, found: ScheduleProposal) -> dict[str, Any]:
    """What the head of the page says."""
    totals = found.totals
    shares = totals.get("shares", {})
    teams = plan.teams.values_list("pk", "name")
    return {
        "totals": totals,
        "shares": [(name, shares.get(str(pk), {"visits": 0, "days": 0, "km": 0})) for pk, name in teams],
        "missing": list(_missing(totals["missing"])),
        "saved": list(_saved(totals)),
        "gap": gap_in_words(totals),
        "day_km": TEAM_DAY_KM,
        "unknown_km": DEFAULT_LEG_KM,
    }  # fmt: skip


def gap_in_words(totals: Mapping[str, Any]) -> str:
    """How much better another schedule could be at most; empty where nothing is known of it."""
    cost, bound = totals.get("cost"), totals.get("bound")
    if not cost or not bound:
        return ""
    percent = 100 * (cost / bound - 1)
    if percent < _SAME_PERCENT:
        return _("No better schedule exists.")
    return _("At most %(percent)s%% above the best possible.") % {"percent": number_format(percent, 1)}  # fmt: skip


def _saved(totals: Mapping[str, Any]) -> Iterator[str]:
    """Days and km against the simple order, each in its own sentence."""
    days = totals["simple_team_days"] - totals["team_days"]
    if days:
        words = (
            ngettext("%(count)d team-day less", "%(count)d team-days less", abs(days))
            if days > 0
            else ngettext("%(count)d team-day more", "%(count)d team-days more", abs(days))
        )
        yield words % {"count": abs(days)}
    km = round(totals["simple_km"] - totals["km"])
    if km:
        words = _("%(km)s km less") if km > 0 else _("%(km)s km more")
        yield words % {"km": number_format(abs(km), use_l10n=True, force_grouping=True)}


def _missing(months: Mapping[str, int]) -> Iterator[str]:
    for name, count in sorted(months.items()):
        month = date.fromisoformat(f"{name}-01")
        words = ngettext(
            "Month %(month)s lacks room for %(count)d visit.",
            "Month %(month)s lacks room for %(count)d visits.",
            count,
        )
        yield words % {"month": f"{month:%m/%Y}", "count": count}
