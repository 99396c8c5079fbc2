"""Schedule letters: words from the plan, gaps, the issue that notifies, the paper itself."""

from datetime import date
from io import BytesIO

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from core.notifications.models import Message
from core.web.editing import StaleEdit
from core.workflow.engine import TransitionRefused
from documents.blocks import Table, plain
from documents.domain import DocumentRefused, issue
from documents.enums import SigningMode
from documents.models import IssuedDocument, SigningAuthority
from documents.registry import build, workbook
from plans.domain.letters import (
    LetterRefused,
    change_letter,
    draft_letter,
    prepare_letter_paper,
    remove_letter,
)
from plans.domain.scheduling import cancel_visit, notify_visit
from plans.domain.teams import save_assignment
from plans.models import Assignment, PreparationItem, ScheduleLetter, Visit
from tests.plans.factories import LATE_MORNING, far_day, make_letter, make_team, make_visit, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(plan, people):
    return make_team(plan, people.specialist, [people.leader, people.specialist])


@pytest.fixture
def visits(plan, tree, people, team) -> list[Visit]:
    """Two visits on one day, one on another; the order of adding is not the order of time."""
    by = people.specialist
    return [
        place(make_visit(plan, tree.thcs, by), by, at=LATE_MORNING, team=team),
        place(make_visit(plan, tree.thpt, by), by, team=team),
        place(make_visit(plan, tree.th, by), by, on=far_day(4), team=team),
    ]


@pytest.fixture
def letter(plan, visits, people) -> ScheduleLetter:
    return make_letter(plan, visits, people.specialist)


@pytest.fixture
def authority(tree, people) -> SigningAuthority:
    return SigningAuthority.objects.create(
        person=people.leader, unit=tree.department, mode=SigningMode.DEPUTY, post="Phó Giám đốc",
        head_post="Giám đốc", valid_from=date(2019, 1, 1),
    )  # fmt: skip


def issued(letter, authority, people, number: int | None = None) -> IssuedDocument:
    document = prepare_letter_paper(letter=letter, by=people.specialist)
    return issue(
        document=document, on=timezone.localdate(), authority=authority, by=people.clerk,
        number=number,
    )  # fmt: skip


def tables(tree) -> list[Table]:
    blocks = [*tree.blocks, *(block for annex in tree.annexes for block in annex.blocks)]
    return [block for block in blocks if isinstance(block, Table)]


def test_the_words_of_a_letter_come_from_its_plan(plan, visits, people) -> None:
    stream = plan.streams.get()
    PreparationItem.objects.create(
        plan=plan, stream=stream, order=1, text="Báo cáo hoạt động thư viện", form_code="PL1"
    )
    letter = draft_letter(plan=plan, visits=visits, by=people.specialist)

    assert letter.subject == "kiểm tra công tác thư viện trường học"
    assert letter.contents == "- Công tác thư viện"
    assert letter.preparation == "- Báo cáo hoạt động thư viện (theo mẫu PL1)."
    assert letter.bases.startswith("Căn cứ Quyết định số 01/2003/QĐ-BGDĐT")
    assert letter.addressees.splitlines() == [visit.unit.name for visit in visits]
    assert letter.team == visits[0].team
    assert letter.missing() == []


def test_a_letter_names_exactly_the_chosen_visits(plan, visits, people) -> None:
    letter = draft_letter(plan=plan, visits=visits[:2], by=people.specialist)
    assert set(letter.visits.all()) == set(visits[:2])


def test_what_is_missing_is_said_and_stops_the_issue(plan, tree, people, authority) -> None:
    undated = make_visit(plan, tree.thpt, people.specialist)
    letter = draft_letter(plan=plan, visits=[undated], by=people.specialist)

    sentences = [gap.sentence for gap in letter.missing()]
    assert any("THPT Quốc Thái" in sentence for sentence in sentences)
    assert len(sentences) == 2  # no day, no team
    with pytest.raises(TransitionRefused):
        issued(letter, authority, people)
    assert not IssuedDocument.objects.exists()


def test_a_cancelled_visit_gets_no_letter(plan, visits, people) -> None:
    cancel_visit(visit=visits[0], reason="Trùng lịch", by=people.specialist)
    with pytest.raises(LetterRefused) as refused:
        draft_letter(plan=plan, visits=visits, by=people.specialist)
    assert "THCS Vĩnh Lộc" in refused.value.sentence


def test_issuing_notifies_every_unit_once(letter, visits, people, authority) -> None:
    document = issued(letter, authority, people)
    letter.refresh_from_db()

    assert (letter.state, letter.document) == ("issued", document)
    assert {visit.state for visit in Visit.objects.all()} == {"notified"}
    for visit in visits:
        assert [notice.letter for notice in visit.notices.all()] == [letter]
    told = Message.objects.filter(recipient=people.principal, kind="plans.visit_notified")
    assert told.filter(channel="in_app").count() == 1


def test_a_unit_told_before_gets_the_letter_too(letter, visits, people, authority) -> None:
    notify_visit(visit=visits[0], by=people.specialist)
    issued(letter, authority, people)

    assert [notice.letter for notice in visits[0].notices.all()] == [None, letter]


def test_a_visit_cancelled_meanwhile_undoes_number_and_notices(
    letter, visits, people, authority
) -> None:
    document = prepare_letter_paper(letter=letter, by=people.specialist)
    Visit.objects.filter(pk=visits[2].pk).update(state="cancelled")

    with pytest.raises(TransitionRefused):
        issue(document=document, on=timezone.localdate(), authority=authority, by=people.clerk)

    document.refresh_from_db()
    assert (document.state, document.number) == ("draft", None)
    assert ScheduleLetter.objects.get(pk=letter.pk).state == "draft"
    assert not Message.objects.filter(kind="plans.visit_notified").exists()


def test_two_letters_never_have_one_number(letter, plan, tree, people, authority) -> None:
    issued(letter, authority, people, number=760)
    visit = place(make_visit(plan, tree.thpt, people.specialist), people.specialist, on=far_day(5))
    second = draft_letter(plan=plan, visits=[visit], by=people.specialist, team=letter.team)
    with pytest.raises(DocumentRefused):
        issued(second, authority, people, number=760)
    assert issued(second, authority, people).number == 761


def test_only_the_clerk_issues_and_only_the_author_changes(
    letter, visits, people, authority
) -> None:
    document = prepare_letter_paper(letter=letter, by=people.specialist)
    for person in (people.specialist, people.leader, people.officer):
        with pytest.raises(TransitionRefused):
            issue(document=document, on=timezone.localdate(), authority=authority, by=person)
    for person in (people.clerk, people.principal, people.stranger):
        with pytest.raises(TransitionRefused):
            change_letter(letter=letter, visits=visits, version=letter.version, by=person)


def test_the_second_of_two_editors_sees_both_versions(letter, visits, people) -> None:
    second = ScheduleLetter.objects.get(pk=letter.pk)
    letter.note = "Bản thứ nhất"
    change_letter(letter=letter, visits=visits, version=1, by=people.specialist)
    second.note = "Bản thứ hai"

    with pytest.raises(StaleEdit):
        change_letter(letter=second, visits=visits, version=1, by=people.specialist)

    assert ScheduleLetter.objects.get(pk=letter.pk).note == "Bản thứ nhất"


def test_an_issued_letter_neither_changes_nor_goes(letter, visits, people, authority) -> None:
    issued(letter, authority, people)
    letter.refresh_from_db()
    with pytest.raises(LetterRefused):
        change_letter(letter=letter, visits=visits, version=letter.version, by=people.specialist)
    with pytest.raises(LetterRefused):
        remove_letter(letter=letter, by=people.specialist)


def test_units_read_a_letter_from_its_issue_on(letter, people, authority) -> None:
    def seen_by(person) -> bool:
        return ScheduleLetter.objects.visible_to(person).exists()

    assert [seen_by(who) for who in (people.specialist, people.clerk)] == [True, True]
    assert not seen_by(people.principal)
    issued(letter, authority, people)
    assert seen_by(people.principal)
    assert not seen_by(people.stranger)


# The paper ---------------------------------------------------------------------------------
def test_the_schedule_merges_the_cell_of_a_day_and_writes_times_as_letters_do(letter) -> None:
    table = tables(build(f"plans.letter:{letter.pk}"))[0]
    day, later = far_day(), far_day(4)

    assert [column.title for column in table.columns] == [
        "Ngày kiểm tra", "Giờ", "Đơn vị được kiểm tra",
    ]  # fmt: skip
    first, second, third = table.rows
    assert first[0].rowspan == 2
    assert first[0].text == f"Ngày {day.day:02d}/{_month(day)}/{day.year}"
    assert first[1:] == ("8h30'", "THPT Quốc Thái")
    assert second == ("10h00'", "THCS Vĩnh Lộc")
    assert third[0].text == f"Ngày {later.day:02d}/{_month(later)}/{later.year}"
    assert third[0].rowspan == 1


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def test_the_letter_has_the_parts_of_lb760_in_their_order(letter, team) -> None:
    team.composition = "- Phòng GD&ĐT\n- Phòng Nội vụ"
    team.save()
    letter.preparation = "- Hồ sơ quản lý"
    letter.save()
    tree = build(f"plans.letter:{letter.pk}")

    headings = [plain(block.text) for block in tree.blocks if type(block).__name__ == "Heading"]
    assert headings == [
        "Nội dung kiểm tra", "Thời gian kiểm tra", "Thành phần đoàn kiểm tra",
        "Phương thức tiến hành kiểm tra", "Một số nội dung chuẩn bị phục vụ công tác kiểm tra",
    ]  # fmt: skip
    assert tree.subject_line == "V/v kiểm tra công tác thư viện trường học"
    assert tree.title is None
    assert [annex.title for annex in tree.annexes] == ["PHÂN CÔNG NHIỆM VỤ"]


def test_an_empty_part_is_left_out_and_the_numbers_close_up(letter) -> None:
    letter.method = letter.contents = ""
    letter.save()
    tree = build(f"plans.letter:{letter.pk}")
    markers = [block.marker for block in tree.blocks if type(block).__name__ == "Heading"]
    assert markers == [f"{place}." for place in range(1, len(markers) + 1)]


def test_those_who_share_a_task_share_its_cells(letter, team, people) -> None:
    save_assignment(
        assignment=Assignment(team=team, task="Kiểm tra hồ sơ", dossiers="Sổ đăng ký"),
        members=team.members.all(), by=people.specialist,
    )  # fmt: skip
    rows = tables(build(f"plans.letter:{letter.pk}"))[1].rows

    assert rows[0][:2] == ("1", "Lãnh đạo Sở")
    assert [(cell.text, cell.rowspan) for cell in rows[0][2:]] == [
        ("Kiểm tra hồ sơ", 2), ("Sổ đăng ký", 2),
    ]  # fmt: skip
    assert rows[1] == ("2", "Chuyên viên Sở")


def test_markup_typed_into_the_letter_stays_words(letter) -> None:
    letter.contents = '<img src="http://evil.example/x"> <b>đậm</b>'
    letter.save()
    tree = build(f"plans.letter:{letter.pk}")
    words = [plain(block.text) for block in tree.blocks if hasattr(block, "text")]
    assert any('<img src="http://evil.example/x"> <b>đậm</b>' in text for text in words)


def test_the_workbook_has_the_schedule_and_the_assignments(letter) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(workbook(f"plans.letter:{letter.pk}")))
    assert book.sheet_names == ["Lịch kiểm tra", "Phân công nhiệm vụ"]
    schedule = book.get_sheet_by_index(0).to_python()
    assert [row[2] for row in schedule[-3:]] == [
        "Trường THPT Quốc Thái", "Trường THCS Vĩnh Lộc", "Trường Tiểu học A Long Điền",
    ]  # fmt: skip
