"""Letters that tell units their day: drafted from chosen visits, changed, issued by the clerk."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.trash.keeping import throw_away
from core.trash.models import TrashedItem
from core.web.editing import save_if_unchanged
from core.workflow.engine import TransitionRefused
from documents.domain import open_draft
from documents.models import IssuedDocument
from plans.domain.scheduling import notify_visit, tell_unit
from plans.enums import LetterState, VisitMode, VisitState
from plans.models import InspectionPlan, InspectionTeam, PreparationItem, ScheduleLetter, Visit
from plans.phrases import lower_first, spelt_citation
from plans.rules import may_edit, may_issue
from plans.workflow import LETTER

LETTER_FIELDS = [
    "subject", "addressees", "bases", "intro", "contents", "method", "preparation", "note",
    "closing", "recipients", "symbol", "archive_mark", "team",
]  # fmt: skip
# More addressees than these are named by their kind, as letters do.
NAMED_ADDRESSEES = 4


class LetterRefused(Exception):
    """The letter cannot be written; the message is a sentence for the user."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def draft_letter(
    *, plan: InspectionPlan, visits: Sequence[Visit], by: User, team: InspectionTeam | None = None
) -> ScheduleLetter:
    """A draft that names exactly these visits, its words taken from the plan.

    Raises:
        LetterRefused: a visit is over or cancelled, or belongs to another plan.
    """
    _guard(plan, by)
    _refuse_over(plan, visits)
    letter = ScheduleLetter(
        plan=plan, team=team or _usual_team(visits), created_by=by, **_words(plan, visits)
    )
    letter.save()
    letter.visits.set(visits)
    record("letter.draft", letter, by=by, after={"visits": sorted(visit.pk for visit in visits)})
    return letter


@transaction.atomic
def change_letter(
    *, letter: ScheduleLetter, visits: Sequence[Visit], version: int, by: User
) -> ScheduleLetter:
    """Save words, team and visits of a draft.

    Raises:
        StaleEdit: somebody saved after the form was opened.
        LetterRefused: the letter is issued, or a visit cannot stand in it.
    """
    _guard(letter.plan, by)
    _refuse_over(letter.plan, visits)
    stored = ScheduleLetter.objects.get(pk=letter.pk)
    if stored.state != LetterState.DRAFT:
        raise LetterRefused(_("An issued letter no longer changes."))
    before = {**snapshot(stored, LETTER_FIELDS), "visits": _visit_ids(stored)}
    save_if_unchanged(letter, LETTER_FIELDS, version)
    letter.visits.set(visits)
    after = {**snapshot(letter, LETTER_FIELDS), "visits": _visit_ids(letter)}
    record("letter.change", letter, by=by, before=before, after=after)
    return letter


@transaction.atomic
def remove_letter(*, letter: ScheduleLetter, by: User) -> TrashedItem:
    """Throw a draft away; it can be brought back from the trash."""
    _guard(letter.plan, by)
    if letter.state != LetterState.DRAFT:
        raise LetterRefused(_("An issued letter no longer changes."))
    if letter.document is not None:
        raise LetterRefused(
            _("Its paper lies at the clerk's desk. Change the words instead of throwing it away.")
        )
    record("letter.remove", letter, by=by, before=snapshot(letter, ["subject", "symbol"]))
    url = reverse("plans:letter_list", args=[letter.plan_id])
    plan = letter.plan
    return throw_away(letter, place=plan.issuer_id, where=str(plan), url=url, by=by)


@transaction.atomic
def prepare_letter_paper(*, letter: ScheduleLetter, by: User) -> IssuedDocument:
    """The draft paper the clerk will number, made or brought up to date.

    Raises:
        TransitionRefused: something is missing, or the user neither writes nor issues such letters.
    """
    if not (may_edit(by, letter.plan) or may_issue(by, letter.plan)):
        raise TransitionRefused(_("You do not have the right to take this step."))
    gaps = letter.missing()
    if gaps:
        raise TransitionRefused(_("Something is still missing."), gaps)
    document = open_draft(
        key=f"plans.letter:{letter.pk}", issuer=letter.plan.issuer, by=by,
        title=f"V/v {letter.subject}", is_demo=letter.plan.is_demo,
    )  # fmt: skip
    if letter.document_id != document.pk:
        letter.document = document
        letter.save(update_fields=["document"])
    return document


@transaction.atomic
def complete_letter(*, letter: ScheduleLetter, document: IssuedDocument, by: User) -> None:
    """Called inside the transaction that numbers the paper; whatever fails here undoes the number.

    Side effects: the letter is issued; every unit it names is notified, once.

    Raises:
        TransitionRefused: something is missing, or a visit was changed meanwhile.
    """
    letter.document = document
    letter.save(update_fields=["document"])
    LETTER.step(letter, "issue", by=by)
    visits = letter.visits.select_related("unit", "plan__issuer", "team").order_by("on", "pk")
    for visit in visits:
        if visit.state == VisitState.NOTIFIED:
            tell_unit(visit=visit, change="first", letter=letter, by=by)
        else:
            notify_visit(visit=visit, letter=letter, by=by)


def _visit_ids(letter: ScheduleLetter) -> list[int]:
    return sorted(letter.visits.values_list("pk", flat=True))


def _guard(plan: InspectionPlan, by: User) -> None:
    if not may_edit(by, plan):
        raise TransitionRefused(_("You do not have the right to take this step."))


def _refuse_over(plan: InspectionPlan, visits: Iterable[Visit]) -> None:
    for visit in visits:
        if visit.plan_id != plan.pk:
            raise LetterRefused(
                _("%(unit)s: the visit belongs to another plan.") % {"unit": visit.unit}
            )
        if visit.state not in VisitState.movable():
            raise LetterRefused(
                _("%(unit)s: the visit is “%(state)s” and needs no letter.")
                % {"unit": visit.unit, "state": visit.get_state_display()}
            )


def _usual_team(visits: Iterable[Visit]) -> InspectionTeam | None:
    counted = Counter(visit.team_id for visit in visits if visit.team_id)
    chosen = counted.most_common(1)
    return InspectionTeam.objects.get(pk=chosen[0][0]) if chosen else None


def _words(plan: InspectionPlan, visits: Sequence[Visit]) -> dict[str, str]:
    """The letter's texts as the plan suggests them; Vietnamese, for they are printed."""
    issuer = plan.issuer.short_name
    return {
        "subject": lower_first(plan.subject)[:400],
        "addressees": _addressees(visits),
        "bases": "\n".join(_bases(plan)),
        "intro": f"{issuer} thông báo lịch kiểm tra, cụ thể như sau:",
        "contents": "\n".join(f"- {title}" for title in _contents(visits)),
        "method": _method(visits),
        "preparation": "\n".join(_preparations(plan, visits)),
        "note": f"Khi lịch kiểm tra có sự thay đổi, {issuer} sẽ thông báo tới các đơn vị.",
        "closing": (
            f"{issuer} yêu cầu các đơn vị chuẩn bị đầy đủ hồ sơ, tài liệu phục vụ đoàn kiểm tra "
            "theo quy định."
        ),
        "recipients": "\n".join(["Như trên", *_recipients(plan)]),
        "symbol": plan.issuer.symbol,
        "archive_mark": plan.archive_mark,
    }


def _addressees(visits: Sequence[Visit]) -> str:
    names = list(dict.fromkeys(visit.unit.name for visit in visits))
    if len(names) > NAMED_ADDRESSEES:
        return "Các đơn vị có tên trong lịch kiểm tra"
    return "\n".join(names)


def _bases(plan: InspectionPlan) -> list[str]:
    """The issued plan itself; while it has no number, what the plan stands on."""
    document = plan.document
    if document and document.is_issued:
        return [f"Thực hiện {spelt_citation(document, plan.issuer.name, plan.subject)}"]
    return [basis.text.rstrip(";.") for basis in plan.bases.all()]


def _contents(visits: Iterable[Visit]) -> list[str]:
    """Contents of the visits, each once, in the plan's order."""
    titles: dict[str, int] = {}
    for visit in visits:
        for stream in visit.streams.all():
            titles[stream.title] = stream.order
    return sorted(titles, key=lambda title: titles[title])


def _method(visits: Iterable[Visit]) -> str:
    modes = {visit.mode for visit in visits}
    remote = "Kiểm tra trước trên hệ thống theo nội dung, lĩnh vực được phân công."
    on_site = "Kiểm tra trực tiếp tại đơn vị: hồ sơ, sổ sách, cơ sở vật chất, trang thiết bị."
    lines = []
    if modes & {VisitMode.REMOTE, VisitMode.BOTH}:
        lines.append(remote)
    if modes & {VisitMode.ON_SITE, VisitMode.BOTH} or not modes:
        lines.append(on_site)
    return "\n".join(f"- {line}" for line in lines)


def _preparations(plan: InspectionPlan, visits: Iterable[Visit]) -> list[str]:
    streams = {stream.pk for visit in visits for stream in visit.streams.all()}
    items = PreparationItem.objects.filter(plan=plan, stream__in=streams)
    lines = []
    for item in items.order_by("stream__order", "stream", "order", "pk"):
        form = f" (theo mẫu {item.form_code})" if item.form_code else ""
        only = f" – dành cho {item.applies_to}" if item.applies_to else ""
        lines.append(f"- {item.text.rstrip('.;')}{form}{only}.")
    return lines


def _recipients(plan: InspectionPlan) -> list[str]:
    return [recipient.text for recipient in plan.recipients.all()[:6]]
