"""An answer to one criterion, in the name of whoever gave it."""

from __future__ import annotations

from core.sync.models import JournalEvent
from core.sync.registry import Held, Outcome, handler
from inspections.sync.payload import Payload
from inspections.sync.site import TOPIC, Site
from standards.domain.assessing import Given, append_answers
from standards.domain.refusals import StandardsRefused
from standards.enums import Stage

ANSWER = "inspections.answer"
STAGES = (Stage.ONSITE.value, Stage.DESK.value)


@handler(ANSWER, topic=TOPIC)
def answer(event: JournalEvent, site: Site) -> Outcome:
    """Append it; of several the one with the latest device's time holds, whichever came first."""
    content = Payload(event.payload)
    checklist = site.checklist(content.number("checklist"))
    criterion = site.criterion(checklist, content.number("criterion"))
    stage = content.one_of("stage", STAGES)
    assert checklist is not None  # noqa: S101 - for the type checker: a number was read
    assert criterion is not None  # noqa: S101 - likewise
    given = Given(
        criterion, content.answer(), content.text("note"), event.client_id, event.device_at
    )
    try:
        append_answers(assessment=checklist.assessment, stage=stage, given=[given], by=event.user)
    except StandardsRefused as refusal:
        raise Held(refusal.sentence) from refusal
    return Outcome(" ".join(site.flags_of(checklist, criterion, stage, event.user)))
