"""A draft goes out to Excel, is edited there and comes back: compared, all errors at once, undone."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.spreadsheets.models import ImportBatch
from standards.models import Criterion
from tests.standards.factories import make_published, make_set
from tests.units.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def specialist(tree):
    return make_person(tree.department)


@pytest.fixture
def client(client_for, specialist):
    return client_for(specialist)


def table(client, found):
    """The workbook as Excel opens it, and the row of each criterion."""
    answer = client.get(reverse("standards:set_excel", args=[found.pk]))
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(answer.content))
    sheet = book.active
    head = next(r for r in range(1, 10) if sheet.cell(r, 2).value == "Tiêu chí (mã)")
    columns = {sheet.cell(head, c).value: c for c in range(1, sheet.max_column + 1)}
    rows = {sheet.cell(r, 2).value: r for r in range(head + 1, sheet.max_row + 1)}
    return book, sheet, columns, rows


def send(client, found, book):
    """Upload and match columns; the batch with its preview."""
    data = BytesIO()
    book.save(data)
    data.seek(0)
    data.name = "bo-tieu-chuan.xlsx"
    address = reverse("core:import_list", kwargs={"kind": "criteria"})
    answer = client.post(address, {"scope": found.pk, "file": data})
    assert answer.status_code == 302, answer.context["form"].errors
    columns = client.get(answer["Location"]).context["form"]
    mapping = {name: columns[name].value() for name in columns.fields}
    assert client.post(answer["Location"], mapping).status_code == 302
    return ImportBatch.objects.get()


def step(client, batch, name):
    return client.post(reverse(f"core:import_{name}", kwargs={"kind": "criteria", "pk": batch.pk}))


def test_what_was_not_touched_comes_back_the_same(client, tree):
    found = make_set(tree.department)
    batch = send(client, found, table(client, found)[0])
    assert batch.counts == {"same": 4}


def test_an_edited_draft_comes_back_with_its_differences_and_is_undone(client, tree):
    found = make_set(tree.department)
    book, sheet, columns, rows = table(client, found)
    sheet.cell(rows["1.1"], columns["Điểm"]).value = "4,5"
    sheet.cell(rows["2.1"], columns["Mức yêu cầu"]).value = "TH: >= 45 ;; THPT: >= 54 ?"
    new = sheet.max_row + 1
    for name, value in {"Tiêu chuẩn (mã)": "2", "Tiêu chí (mã)": "2.3", "Câu hỏi": "Có nội quy?",
                        "Trả lời bằng": "có hoặc không", "Nguồn": "thử"}.items():  # fmt: skip
        sheet.cell(new, columns[name]).value = value
    batch = send(client, found, book)
    assert batch.counts == {"changed": 2, "new": 1, "same": 2}
    assert step(client, batch, "commit").status_code == 302
    codes = Criterion.objects.filter(standard__standard_set=found)
    assert codes.get(code="1.1").points == Decimal("4.5")
    bounds = codes.get(code="2.1").as_value().requirements
    assert [(b.number, b.verified) for b in bounds] == [(45, True), (54, False)]
    assert codes.get(code="2.3").kind == "yes_no"
    step(client, batch, "undo")
    assert codes.get(code="1.1").points == 4
    assert not codes.filter(code="2.3").exists()


def test_all_errors_come_at_once_with_their_cells(client, tree):
    found = make_set(tree.department)
    book, sheet, columns, rows = table(client, found)
    sheet.cell(rows["1.1"], columns["Điểm"]).value = "bốn"
    sheet.cell(rows["2.1"], columns["Mức yêu cầu"]).value = "từ 50"
    sheet.cell(rows["2.2"], columns["Tiêu chuẩn (mã)"]).value = "9"
    batch = send(client, found, book)
    cells = {cell for row in batch.rows.filter(status="error") for cell, _words in row.problems}
    assert cells == {f"E{rows['1.1']}", f"J{rows['2.1']}", f"A{rows['2.2']}"}
    step(client, batch, "commit")
    assert Criterion.objects.get(standard__standard_set=found, code="1.1").points == 4


def test_only_ones_own_drafts_can_be_brought_in(client, client_for, tree):
    make_published(tree.department)
    make_set(tree.other_department)
    form = client.get(reverse("core:import_list", kwargs={"kind": "criteria"})).context["form"]
    assert form.fields["scope"].choices == []
    principal = client_for(make_person(tree.thpt, Role.PRINCIPAL))
    assert (
        principal.get(reverse("core:import_list", kwargs={"kind": "criteria"})).status_code == 404
    )
