"""Publishing a set, which replaces the version before it; drafting the next version."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.workflow.engine import TransitionRefused
from standards.domain.refusals import StandardsRefused
from standards.enums import SetState
from standards.models import Criterion, CriterionLink, OutcomeRule, Standard, StandardSet
from standards.rules import may_edit
from standards.workflow import STANDARD_SET
from units.models import Unit


@transaction.atomic
def publish_set(*, found: StandardSet, by: User) -> StandardSet:
    """From now on the set never changes. The version it replaces ends on the day before.

    Raises:
        StandardsRefused: not one's right, something missing, or it would begin before the old one.
    """
    before = found.replaces
    found.published_at, found.published_by = timezone.now(), by
    found.save(update_fields=["published_at", "published_by"])
    try:
        STANDARD_SET.step(found, "publish", by=by)
    except TransitionRefused as refusal:
        missing = "; ".join(gap.sentence for gap in refusal.gaps)
        raise StandardsRefused(f"{refusal.sentence} {missing}".strip()) from refusal
    if before is not None and before.owner_id == found.owner_id:
        _supersede(before, found, by)
    return found


def _supersede(before: StandardSet, found: StandardSet, by: User) -> None:
    """Only an authority's own version ends; a national set goes on beside the local one."""
    assert found.valid_from is not None  # noqa: S101 - publishing refuses a set without a first day
    last_day = found.valid_from - timedelta(days=1)
    if before.valid_from and last_day < before.valid_from:
        raise StandardsRefused(
            _("The new version begins before the version it replaces. Change its first day.")
        )
    if before.state != SetState.PUBLISHED:
        return
    if before.valid_to is None or before.valid_to > last_day:
        before.valid_to = last_day
        before.save(update_fields=["valid_to"])
    STANDARD_SET.step(before, "supersede", by=by)


@transaction.atomic
def draft_new_version(*, found: StandardSet, owner: Unit, by: User) -> StandardSet:
    """A draft with everything the published set says, each criterion linked to the one it continues.

    `owner` is the unit that will set it: of a national set it becomes the unit's own version.

    Raises:
        StandardsRefused: not one's right, or it is still a draft itself.
    """
    if found.is_draft:
        raise StandardsRefused(_("This is a draft: change it directly."))
    last = StandardSet.objects.filter(code=found.code).aggregate(last=Max("version"))["last"] or 0
    draft = StandardSet.objects.with_parts().get(pk=found.pk)
    standards = list(draft.standards.all())
    rules = list(draft.rules.all())
    draft.pk, draft.state, draft.owner, draft.replaces = None, SetState.DRAFT, owner, found
    draft._state.adding = True
    draft.version, draft.valid_from, draft.valid_to = last + 1, None, None
    draft.published_at = draft.published_by = None
    if not may_edit(by, draft):
        raise StandardsRefused(_("You do not have the right to take this step."))
    draft.save()
    for standard in standards:
        _copy_standard(standard, draft)
    for rule in rules:
        rule.pk, rule.standard_set = None, draft
        rule._state.adding = True
    OutcomeRule.objects.bulk_create(rules)
    record("standards.new_version", draft, by=by, after={"version": draft.version})
    return StandardSet.objects.get(pk=draft.pk)


def _copy_standard(standard: Standard, draft: StandardSet) -> None:
    olds = list(standard.criteria.all())
    copy = Standard.objects.get(pk=standard.pk)
    copy.pk, copy.standard_set = None, draft
    copy._state.adding = True
    copy.save()
    for old in olds:
        new = Criterion.objects.get(pk=old.pk)
        new.pk, new.standard = None, copy
        new._state.adding = True
        new.save()
        CriterionLink.objects.create(old=old, new=new)
