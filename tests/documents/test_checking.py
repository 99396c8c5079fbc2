"""Anybody who holds a paper can ask whether it is genuine; nobody learns more than the paper says."""

import io
import re
from datetime import date

import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from core.files.models import StoredFile
from core.files.storing import keep_generated
from documents.domain import issue, pdf_for, revoke, supersede
from documents.domain.checking import ALPHABET, LENGTH, check_address, new_code, typed_code
from documents.models import IssuedDocument
from tests.documents.factories import draft_of

DAY = date(2019, 9, 17)

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(department, clerk, deputy):
    return issue(document=draft_of(department), on=DAY, authority=deputy, by=clerk)


def answer(document, **more):
    return Client().get(reverse("documents:checked", args=[document.code]), **more)


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_paper_gets_its_code_when_it_is_issued_and_keeps_it(issued):
    assert len(issued.code) == LENGTH
    assert set(issued.code) <= set(ALPHABET)
    with pytest.raises(DatabaseError), transaction.atomic():
        IssuedDocument.objects.filter(pk=issued.pk).update(code=new_code())


def test_a_draft_has_none(department):
    draft = draft_of(department)
    assert draft.code is None
    assert check_address(draft) == ""


def test_the_public_page_says_what_the_paper_says(issued):
    page = words(answer(issued))
    assert "Văn bản có thật và đang có hiệu lực." in page
    for said in (issued.number_line, issued.issuer.name, issued.authority.person.full_name):
        assert said in page
    assert f"{issued.issued_on:%d/%m/%Y}" in page
    assert issued.key not in page
    assert issued.authority.person.email not in page


def test_a_revoked_paper_says_so_without_its_reason(issued, clerk):
    revoke(document=issued, reason="Sai thẩm quyền của ông A", by=clerk)
    page = words(answer(issued))
    assert "đã bị thu hồi" in page
    assert "đang có hiệu lực" not in page
    assert "ông A" not in page


def test_a_replaced_paper_names_the_later_one(issued, department, deputy, clerk):
    later = issue(document=draft_of(department, at=2), on=DAY, authority=deputy, by=clerk)
    supersede(document=issued, new=later, by=clerk)
    issued.refresh_from_db()
    page = words(answer(issued))
    assert "đã được thay thế" in page
    assert later.number_line in page


@pytest.mark.parametrize("code", ["AAAA", "23456789BCDF", "\0", "Đ" * 12, "../../etc", "x" * 300])
def test_an_unknown_code_is_answered_with_what_to_do(issued, code):
    page = Client().get(reverse("documents:checked", args=[code.replace("/", "")]))
    assert page.status_code == 404
    assert "Không có văn bản nào mang mã này" in page.content.decode()


def test_a_code_typed_as_people_type_reaches_its_paper(issued):
    typed = f" {issued.code[:4].lower()} {issued.code[4:8]}-{issued.code[8:]} "
    page = Client().get(reverse("documents:check"), {"code": typed}, follow=True)
    assert issued.number_line in page.content.decode()
    assert typed_code(issued.code_words) == issued.code


def test_a_code_that_cannot_be_one_is_said_at_its_field(issued):
    page = Client().get(reverse("documents:check"), {"code": "0000"})
    assert "mười hai chữ và số" in page.content.decode()
    assert 'value="0000"' in page.content.decode()


def test_a_file_is_compared_to_the_last_byte_and_not_kept(issued, clerk):
    content = pdf_for(issued.content(), issued.layout_version)
    kept = keep_generated("ban.pdf", content, "application/pdf", clerk)
    IssuedDocument.objects.filter(pk=issued.pk).update(pdf=kept, pdf_sha256=kept.sha256)
    before = StoredFile.objects.count()
    address = reverse("documents:checked", args=[issued.code])
    for data, sentence in ((content, "giống hoàn toàn"), (content + b" ", "khác bản đã ban hành")):
        upload = SimpleUploadedFile("ban.pdf", data, "application/pdf")
        assert sentence in words(Client().post(address, {"file": upload}))
    assert StoredFile.objects.count() == before


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_phone_reads_the_qr_code_of_the_papers_page(issued, clerk, page, enter):
    tab = enter(clerk)
    tab.goto(issued.get_absolute_url())
    picture = Image.open(io.BytesIO(tab.locator(".qr").screenshot()))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [check_address(issued)]
    assert tab.get_by_text(issued.code_words).is_visible()
