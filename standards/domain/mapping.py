"""Which criterion of an older set a newer one continues: written by whoever writes the newer set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from standards.domain.refusals import StandardsRefused
from standards.models import Criterion, CriterionLink, StandardSet
from standards.rules import may_edit


@dataclass(frozen=True)
class Continued:
    """What a newer criterion continues: any number of older ones, and what changed in words."""

    olds: tuple[int, ...]
    note: str = ""


@transaction.atomic
def map_criteria(
    *, new: StandardSet, old: StandardSet, pairs: Mapping[int, Continued], by: User
) -> int:
    """Replace the links between two sets; returns how many there are. A hint for readers: neither
    set changes, so the links of a published set may be mended too.

    Raises:
        StandardsRefused: not one's set, one and the same set, or a criterion of a third one.
    """
    if not may_edit(by, new):
        raise StandardsRefused(_("You do not have the right to take this step."))
    news, olds = _codes(new), _codes(old)
    wanted = {(new_pk, pk): told.note for new_pk, told in pairs.items() for pk in told.olds}
    if new == old or any(n not in news or o not in olds for n, o in wanted):
        raise StandardsRefused(_("This criterion belongs to another set."))
    links = CriterionLink.objects.filter(new__in=news, old__in=olds)
    before = sorted(f"{olds[link.old_id]} → {news[link.new_id]}" for link in links)
    links.delete()
    CriterionLink.objects.bulk_create(
        CriterionLink(new_id=n, old_id=o, note=note.strip()[:300])
        for (n, o), note in wanted.items()
    )
    after = sorted(f"{olds[o]} → {news[n]}" for n, o in wanted)
    record("standards.map", new, by=by, before={"links": before}, after={"links": after})
    return len(wanted)


def _codes(found: StandardSet) -> dict[int, str]:
    criteria = Criterion.objects.filter(standard__standard_set=found)
    return dict(criteria.values_list("pk", "code"))
