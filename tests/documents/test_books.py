"""The printed register of outgoing documents: the decree's columns, every number accounted for."""

from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from django.urls import reverse

from core.jobs.models import Job
from core.jobs.running import run_job
from documents.domain import DocumentRefused, issue, reserve_number, revoke
from documents.domain.books import book_columns, book_pdf, outgoing_book
from documents.models import RegisteredNumber
from tests.documents.factories import draft_of

DAY = date(2026, 9, 17)


@pytest.fixture
def book(department, clerk, deputy):
    first = issue(document=draft_of(department), on=DAY, authority=deputy, by=clerk, number=3)
    second = draft_of(department, at=2)
    second = issue(document=second, on=DAY, authority=deputy, by=clerk, number=8)
    register = first.registered_number.register
    reserve_number(register=register, number=5, last=6, note="Số viết nhầm", by=clerk)
    revoke(document=second, reason="Sai thẩm quyền", by=clerk)
    return register


def printed(data: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(data)) as opened:
        assert {(round(page.width), round(page.height)) for page in opened.pages} == {(842, 595)}
        return [" ".join((page.extract_text() or "").split()) for page in opened.pages]


def test_the_book_has_the_decrees_ten_columns_and_fills_the_sheet():
    columns = book_columns()
    assert len(columns) == 10
    assert columns[7]["title"] == "Ngày chuyển"
    assert sum(column["width_mm"] for column in columns) == 267  # A4 less margins of 15


def test_the_printed_book_accounts_for_every_number(book):
    cover, *pages = printed(book_pdf(outgoing_book(book)))
    for words in ("SỔ ĐĂNG KÝ VĂN BẢN ĐI", "Năm: 2026", "Từ số 01 đến số 08", "17/09/2026"):
        assert words in cover
    text = " ".join(pages)
    assert "03/KH-SGDĐT" in text
    assert "Số 01 – 02: không sử dụng, chưa ghi lý do" in text
    assert "Số 05: Số viết nhầm" in text
    assert "Đã thu hồi" in text
    assert "2 văn bản đã phát hành (trong đó 1 đã thu hồi), 2 số giữ" in text
    assert "4 số trống." in text  # 01, 02, 04, 07


def test_the_workbook_says_the_same(client_for, clerk, book):
    import openpyxl

    response = client_for(clerk).get(reverse("documents:register_excel", args=[book.pk]))
    opened = openpyxl.load_workbook(BytesIO(response.content))
    rows = [[cell.value or "" for cell in row] for row in opened.worksheets[0].iter_rows()]
    numbers = [row[0] for row in rows if row[2]]
    assert numbers[1:] == ["01 – 02", "03/KH-SGDĐT", "04", "05", "06", "07", "08/KH-SGDĐT"]
    assert "Số viết nhầm" in str([cell.value for cell in opened.worksheets[1]["A"]])


def test_the_clerk_prints_it_as_a_job_and_asks_twice_for_one_file(client_for, clerk, book):
    desk = client_for(clerk)
    for _press in range(2):
        answer = desk.post(reverse("documents:register_print", args=[book.pk]))
    job = Job.objects.get(kind="documents.book")
    assert answer.url == reverse("core:job", args=[job.pk])
    assert run_job(job.pk)
    job.refresh_from_db()
    data = b"".join(desk.get(job.result_file and reverse("core:file", args=[job.result_file.pk])))
    assert "03/KH-SGDĐT" in " ".join(printed(data))


def test_a_run_is_explained_whole_or_not_at_all(book, clerk):
    with pytest.raises(DocumentRefused, match="08"):
        reserve_number(register=book, number=7, last=9, note="Hỏng", by=clerk)
    assert not RegisteredNumber.objects.filter(register=book, number__in=[7, 9]).exists()
    with pytest.raises(DocumentRefused):
        reserve_number(register=book, number=9, last=7, note="Hỏng", by=clerk)


def test_the_book_asks_the_same_number_of_queries_however_long_it_is(
    book, clerk, django_assert_num_queries
):
    reserve_number(register=book, number=20, last=120, note="Giữ", by=clerk)
    with django_assert_num_queries(2):
        outgoing_book(book)
