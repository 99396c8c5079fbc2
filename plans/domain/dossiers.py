"""The unit says what it has ready for a visit, and comes to the host of its cluster with it."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.files.models import StoredFile
from core.workflow.engine import TransitionRefused
from plans.domain.queries.dossiers import items_of
from plans.enums import DossierState, VisitState
from plans.models import CheckIn, DossierFile, PreparationItem, Visit, VisitDossier
from plans.rules import may_check_in, may_prepare


@transaction.atomic
def answer_dossier(
    *,
    visit: Visit,
    item: PreparationItem,
    state: str,
    by: User,
    reason: str = "",
    files: Iterable[StoredFile] = (),
) -> VisitDossier:
    """The unit has a dossier ready, with files sent ahead or not, or says why it is not there.

    Files sent before stay. Raises:
        TransitionRefused: not the unit's business any more, not asked of it, or no reason given.
    """
    _refuse_others(visit, item, by)
    if state == DossierState.MISSING and not reason.strip():
        raise TransitionRefused(_("Say why it is not there."))
    dossier, _made = VisitDossier.objects.update_or_create(
        visit=visit, item=item,
        defaults={
            "state": state, "text": item.text, "answered_by": by,
            "reason": reason.strip() if state == DossierState.MISSING else "",
        },
    )  # fmt: skip
    sent = [DossierFile.objects.create(dossier=dossier, file=file) for file in files]
    record(
        "visit.dossier", visit, by=by, sentence=item.text[:200],
        after={"item": item.pk, "state": state, "files": [str(one.file_id) for one in sent]},
    )  # fmt: skip
    return dossier


@transaction.atomic
def take_back_file(*, sent: DossierFile, by: User) -> None:
    """A file sent ahead by mistake no longer belongs to the dossier; the file itself is kept."""
    visit = sent.dossier.visit
    _refuse_closed(visit, by)
    record("visit.dossier_file_removed", visit, by=by, sentence=str(sent.file))
    sent.delete()


@transaction.atomic
def check_in(
    *, visit: Visit, brought: Iterable[PreparationItem], by: User, note: str = ""
) -> CheckIn:
    """A unit of a cluster has arrived at the host; said again, the list is corrected.

    Raises:
        TransitionRefused: the visit belongs to no cluster, is not expected, or the user does not
            receive the units here.
    """
    if visit.cluster is None:
        raise TransitionRefused(_("The visit belongs to no cluster."))
    _refuse_unexpected(visit, by)
    asked = {item.pk: item for item in items_of(visit)}
    kept = [asked[item.pk] for item in brought if item.pk in asked]
    try:
        with transaction.atomic():
            arrival, _made = CheckIn.objects.update_or_create(
                visit=visit, defaults={"note": note.strip(), "checked_by": by}
            )
    except IntegrityError as error:
        raise TransitionRefused(
            _("Someone else has just changed this. Open it again to see.")
        ) from error
    arrival.brought.set(kept)
    record("visit.check_in", visit, by=by, after={"brought": [item.pk for item in kept]})
    return arrival


@transaction.atomic
def undo_check_in(*, visit: Visit, by: User) -> None:
    """The unit was checked in by mistake."""
    _refuse_unexpected(visit, by)
    CheckIn.objects.filter(visit=visit).delete()
    record("visit.check_in_undone", visit, by=by)


def _refuse_others(visit: Visit, item: PreparationItem, by: User) -> None:
    _refuse_closed(visit, by)
    if item.pk not in {asked.pk for asked in items_of(visit)}:
        raise TransitionRefused(_("The plan does not ask this dossier of the unit."))


def _refuse_closed(visit: Visit, by: User) -> None:
    _refuse_unless(may_prepare(by, visit), visit)


def _refuse_unexpected(visit: Visit, by: User) -> None:
    _refuse_unless(may_check_in(by, visit), visit)


def _refuse_unless(allowed: bool, visit: Visit) -> None:  # noqa: FBT001
    if not allowed:
        raise TransitionRefused(_("You do not have the right to take this step."))
    if visit.state not in VisitState.expected():
        raise TransitionRefused(_("The visit is over or off the calendar; nothing changes here."))
