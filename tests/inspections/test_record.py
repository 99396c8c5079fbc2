"""Minutes: what they need before they are read back, what the paper says, opening them again."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.notifications.models import Message
from core.web.editing import StaleEdit
from core.workflow.engine import TransitionRefused
from documents.blocks import plain
from documents.blocks.walking import words_of
from inspections.documents.record import record_paper
from inspections.domain.recording import (
    change_record,
    draft_record,
    note_present,
    read_back,
    reopen_record,
)
from inspections.domain.refusals import InspectionRefused
from inspections.enums import FindingKind, RecordState, Side
from inspections.models import InspectionRecord
from standards.scoring.answers import Answer
from tests.inspections.factories import answer
from tests.inspections.minutes import complete, drafted, find, read

pytestmark = pytest.mark.django_db


def words(record) -> str:
    tree = record_paper(record)
    return "\n".join(found.text for found in words_of(tree))


def test_the_secretary_begins_them_once_due_the_day_after(cast):
    record = drafted(cast)
    assert record.due_on == cast.visit.on + timedelta(days=1)
    assert draft_record(inspection=cast.again(), by=cast.lead) == record
    assert [one.name for one in cast.inspection.attendances.filter(side=Side.TEAM)] == [
        person.addressed_name for person in (cast.lead, cast.secretary, cast.first, cast.second)
    ]


@pytest.mark.parametrize("who", ["first", "principal", "leader"])
def test_nobody_but_lead_and_secretary_writes_them(cast, who):
    with pytest.raises(InspectionRefused):
        draft_record(inspection=cast.again(), by=getattr(cast, who))
    record = drafted(cast)
    with pytest.raises(InspectionRefused):
        change_record(record=record, version=1, by=getattr(cast, who), remarks="x")


def test_of_two_who_save_the_later_is_told(cast):
    record = drafted(cast)
    other = InspectionRecord.objects.get(pk=record.pk)
    change_record(record=record, version=1, by=cast.secretary, remarks="Một")
    with pytest.raises(StaleEdit):
        change_record(record=other, version=1, by=cast.lead, remarks="Hai")
    assert InspectionRecord.objects.get(pk=record.pk).remarks == "Một"


def test_everything_missing_is_named_and_read_back_refused(cast):
    record = drafted(cast)
    gaps = " ".join(gap.sentence for gap in record.missing())
    assert len(record.missing()) == 6
    assert "4" in gaps
    with pytest.raises(TransitionRefused) as refused:
        read_back(record=record, by=cast.secretary)
    assert len(refused.value.gaps) == 6
    assert InspectionRecord.objects.get(pk=record.pk).state == RecordState.DRAFT


def test_nothing_is_missing_from_complete_minutes(cast):
    assert complete(cast).missing() == []


def test_findings_that_were_withdrawn_do_not_count(cast):
    record = complete(cast)
    cast.inspection.findings.update(is_withdrawn=True)
    assert len(record.missing()) == 2


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("no_strengths", "không ghi nhận việc làm tốt"),
        ("no_shortcomings", "không phát hiện tồn tại"),
    ],
)
def test_without_a_finding_the_team_says_so_and_the_paper_too(cast, field, sentence):
    record = complete(cast)
    kind = FindingKind.STRENGTH if field == "no_strengths" else FindingKind.SHORTCOMING
    cast.inspection.findings.filter(kind=kind).update(is_withdrawn=True)
    assert len(record.missing()) == 1
    assert sentence not in words(record)
    change_record(record=record, version=record.version, by=cast.lead, **{field: True})
    assert record.missing() == []
    assert sentence in words(record)


def test_the_paper_says_what_was_answered_found_and_said(cast):
    find(cast, FindingKind.VIOLATION, "Thu tiền thẻ thư viện sai quy định.",
         criterion=cast.checklist.assessment.standard_set.standards.first().criteria.first())  # fmt: skip
    record = complete(cast)
    text = words(record)
    for expected in (
        "Thư viện mở cửa cả giờ ra chơi", "Sổ mượn chưa ghi ngày trả",
        "Sai phạm: Thu tiền thẻ thư viện sai quy định (tiêu chí 1.1)",
        "Nhà trường đã bổ sung sổ mượn", "chưa phải kết luận kiểm tra", "Phòng hội đồng",
        "Hiệu trưởng", "08 giờ",
    ):  # fmt: skip
        assert expected in text, expected
    tree = record_paper(record)
    assert (tree.kind_code, tree.header.dated, tree.draft) == ("BB", False, True)
    assert tree.header.symbol == "BB-ĐKT"
    assert [each.lines[0] for each in (*tree.cosigners, tree.signature)] == [
        "THƯ KÝ", "ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA", "TRƯỞNG ĐOÀN"
    ]  # fmt: skip
    assert plain(tree.title.subject).endswith("tại Trường THPT Quốc Thái")


def test_members_who_differ_stand_beside_each_other(cast):

    answer(cast.checklist, cast.second, c2_1=Answer(number=Decimal(45)))
    record = complete(cast)
    assert len(record.missing()) == 1
    text = words(record)
    assert f"{cast.first}: 50" in text
    assert f"{cast.second}: 45" in text


def test_reading_them_back_freezes_them_and_tells_who_signs(
    cast, django_capture_on_commit_callbacks
):
    record = read(cast)
    stored = InspectionRecord.objects.get(pk=record.pk)
    assert (stored.state, stored.reading) == (RecordState.READ_BACK, 1)
    assert len(stored.content_sha256) == 64
    assert stored.blocks["type"] == "Document"
    told = Message.objects.filter(kind="inspections.record_read_back", channel="in_app")
    assert {message.recipient for message in told} == {cast.lead, cast.principal}
    with pytest.raises(InspectionRefused):
        change_record(record=stored, version=stored.version, by=cast.lead, remarks="khác")
    with pytest.raises(InspectionRefused):
        note_present(record=stored, side=Side.UNIT, people=[], by=cast.lead)


def test_reading_back_what_somebody_changed_meanwhile_is_refused(cast):
    record = complete(cast)
    other = InspectionRecord.objects.get(pk=record.pk)
    change_record(record=other, version=other.version, by=cast.lead, remarks="Khác")
    with pytest.raises(TransitionRefused):
        read_back(record=record, by=cast.secretary)


def test_opening_them_again_needs_a_reason_and_keeps_the_reading(cast):
    record = read(cast)
    first = record.content_sha256
    with pytest.raises(TransitionRefused):
        reopen_record(record=record, reason=" ", by=cast.secretary)
    with pytest.raises(TransitionRefused):
        reopen_record(record=record, reason="Thiếu ý kiến", by=cast.principal)
    reopen_record(record=record, reason="Thiếu ý kiến của trường", by=cast.secretary)
    change_record(record=record, version=record.version, by=cast.secretary, opinions="Đồng ý")
    read_back(record=record, by=cast.secretary)
    assert record.reading == 2
    assert record.content_sha256 != first
    kept = record.readings.get()
    assert (kept.content_sha256, kept.reading) == (first, 1)


def test_the_unit_sees_them_from_the_reading_on(cast):
    record = complete(cast)
    seen = InspectionRecord.objects.visible_to(cast.principal)
    assert not seen.exists()
    assert not record.may_be_read_by(cast.principal)
    read_back(record=record, by=cast.lead)
    assert seen.get() == record
    assert record.may_be_read_by(cast.principal)
