"""Papers and workbooks of inspections: their words, figures that add up, who may read them."""

from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from documents.blocks import Heading, Table, plain
from documents.domain import DocumentRefused
from documents.enums import DocumentKind
from documents.kinds import PaperIncomplete
from documents.registry import build, kind_of, may_read, workbook
from inspections.documents.plan_report import counts_of
from inspections.domain.concluding import (
    prepare_demand_paper,
    prepare_plan_report,
    prepare_team_report,
)
from inspections.enums import FindingKind
from inspections.models import Conclusion
from plans.domain.scheduling import cancel_visit
from plans.enums import VisitState
from plans.models import Visit
from standards.enums import Stage
from standards.scoring.answers import Answer
from tests.inspections.factories import answer, make_inspection
from tests.inspections.hearing import (
    approved,
    begun,
    note,
    numbered,
    recommend,
    released,
    replied,
    written,
)

pytestmark = pytest.mark.django_db


def tables(tree) -> list[Table]:
    return [block for block in tree.blocks if isinstance(block, Table)]


def rows_of(data: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def test_the_draft_result_is_a_draft_with_values_beside_the_unit_s_own(cast):
    answer(cast.checklist, cast.officer, stage=Stage.SELF, c2_1=Answer(number=60))
    result = begun(cast)
    tree = build(f"inspections.result:{result.pk}")
    assert tree.draft
    assert tree.title.name == "DỰ THẢO KẾT QUẢ KIỂM TRA"
    row = next(row for row in tables(tree)[0].rows if row[0] == "2.1")
    assert [plain(cell) for cell in row[2:4]] == ["60 m²", "50 m²"]
    assert "phòng đọc" in str(tree)


def test_the_conclusion_is_an_announcement_in_numbered_parts_that_close_up(cast):
    conclusion = written(cast)
    tree = build(f"inspections.conclusion:{conclusion.pk}")
    assert (tree.kind_code, tree.header.symbol) == (DocumentKind.ANNOUNCEMENT, "TB-SGDĐT")
    heads = [block for block in tree.blocks if isinstance(block, Heading)]
    assert [head.marker for head in heads] == [f"{n}." for n in range(1, len(heads) + 1)]
    assert "Kiến nghị, yêu cầu" not in str(heads)
    assert "Đơn vị nhất trí với dự thảo kết quả." in str(tree)
    recommend(cast)
    assert "Bổ sung 12 m² phòng đọc." in str(build(f"inspections.conclusion:{conclusion.pk}"))


def test_the_unit_s_explanation_and_the_team_s_answer_stand_in_the_conclusion(cast):
    replied(cast)
    conclusion = Conclusion.objects.create(inspection=cast.inspection, recipients="Như trên")
    words = str(build(f"inspections.conclusion:{conclusion.pk}"))
    assert "62 m²" in words
    assert "Chưa xem xét" in words


def test_no_letter_demands_remedies_where_nothing_is_to_be_mended(cast):
    conclusion = approved(cast)
    numbered(cast, conclusion.document)
    conclusion.refresh_from_db()
    with pytest.raises(PaperIncomplete):
        build(f"inspections.demand:{conclusion.pk}")
    with pytest.raises(DocumentRefused):
        prepare_demand_paper(conclusion=conclusion, by=cast.specialist)
    note(cast, FindingKind.VIOLATION, "Thu tiền sai quy định.")
    tree = prepare_demand_paper(conclusion=conclusion, by=cast.specialist).content
    assert tree
    letter = build(f"inspections.demand:{conclusion.pk}")
    assert letter.addressees == (cast.visit.unit.name,)
    assert "Thu tiền sai quy định" in str(letter)
    assert f"Thông báo số {conclusion.document.number_line}" in str(letter)


def test_the_team_s_report_names_people_and_what_became_of_the_reply(cast):
    replied(cast, agrees=True)
    tree = build(f"inspections.team_report:{cast.inspection.pk}")
    assert tree.kind_code == DocumentKind.REPORT
    assert cast.lead.addressed_name in str(tree)
    assert "không có giải trình theo tiêu chí" in str(tree)
    assert prepare_team_report(inspection=cast.inspection, by=cast.secretary).symbol == "BC-SGDĐT"


def plan_with_three(cast, tree) -> None:
    """One done and concluded, one told, one cancelled."""
    second = make_inspection(tree.department, tree.th, plan=cast.visit.plan)
    third = make_inspection(tree.department, tree.thcs, plan=cast.visit.plan)
    cancel_visit(visit=third.visit, reason="Trường sáp nhập", by=cast.specialist)
    conclusion = approved(cast)
    recommend(cast)
    numbered(cast, conclusion.document)
    Visit.objects.filter(pk=cast.visit.pk).update(state=VisitState.DONE)
    assert second.visit.state == VisitState.NOTIFIED


def test_the_figures_of_a_plan_s_report_add_up(cast, tree):
    plan_with_three(cast, tree)
    counts = counts_of(cast.visit.plan)
    assert counts.planned == counts.done + sum(counts.not_done.values()) == 3
    assert (counts.done, counts.concluded, counts.recommended, counts.settled) == (1, 1, 1, 0)
    paper = build(f"inspections.plan_report:{cast.visit.plan_id}")
    by_unit, not_done, asked = tables(paper)
    assert len(by_unit.rows) == counts.done + 1
    assert len(not_done.rows) == sum(counts.not_done.values())
    assert "đã hủy" in str(not_done)
    assert Conclusion.objects.get().document.number_line in str(by_unit)
    assert len(asked.rows) == 1
    assert prepare_plan_report(plan=cast.visit.plan, by=cast.specialist).key


def test_the_workbook_has_a_row_for_each_criterion_column_and_person(cast):
    answer(cast.checklist, cast.second, codes=["2.1"], note="Đo bằng thước dây")
    begun(cast)
    head, *rows = [row for row in rows_of(workbook(f"inspections.team_report:{cast.inspection.pk}"))
                   if any(row)][2:]  # fmt: skip
    at = {name: place for place, name in enumerate(head)}
    of = [row for row in rows if row[at["Mã"]] == "2.1" and row[at["Cột"]] == "Tại chỗ"]
    assert {row[at["Người trả lời"]] for row in of} == {str(cast.first), str(cast.second)}
    assert any(row[at["Ghi chú"]] == "Đo bằng thước dây" for row in of)
    assert all(row[at["Mã bản ghi"]] and row[at["Lúc"]] for row in of)
    assert {row[at["Mã"]] for row in rows} == {"1.1", "1.2", "2.1", "2.2"}


def test_a_criterion_nobody_answered_has_its_row(cast):
    rows = rows_of(workbook(f"inspections.plan_report:{cast.visit.plan_id}"))
    assert sum("chưa trả lời" in row for row in rows) == 4


def test_who_reads_which_paper_before_it_is_issued(cast):
    result = begun(cast)
    conclusion = Conclusion.objects.create(inspection=cast.inspection, recipients="Như trên")
    hidden = [
        f"inspections.result:{result.pk}", f"inspections.conclusion:{conclusion.pk}",
        f"inspections.demand:{conclusion.pk}", f"inspections.team_report:{cast.inspection.pk}",
        f"inspections.plan_report:{cast.visit.plan_id}",
    ]  # fmt: skip
    for key in hidden:
        assert not may_read(cast.principal, key), key
        assert may_read(cast.specialist, key), key
    released(cast)
    assert may_read(cast.principal, hidden[0])
    assert not may_read(cast.principal, hidden[1])


def test_workbooks_are_for_those_who_inspect(cast, client_for):
    url = reverse("inspections:answers", args=[cast.inspection.pk])
    assert client_for(cast.lead).get(url).status_code == 200
    assert client_for(cast.principal).get(url).status_code == 404
    plan = reverse("inspections:plan_answers", args=[cast.visit.plan_id])
    assert client_for(cast.specialist).get(plan).status_code == 200
    assert client_for(cast.lead).get(plan).status_code == 404
    assert "xlsx" in kind_of("inspections.plan_report:1").formats
