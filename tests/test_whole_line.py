"""The main job by clicking only: draft, approve, number, issue, PDF. No dead end on the way."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from documents.models import IssuedDocument, SigningAuthority
from plans.models import InspectionPlan, Obligation
from units.models import SchoolYear

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(make_user, tree):
    today = timezone.localdate()
    SchoolYear.objects.create(
        name="2090-2091", starts_on=today - timedelta(days=60), ends_on=today + timedelta(days=250)
    )
    leader = make_user("leader", tree.department, full_name="Lãnh đạo Sở", post="Phó Giám đốc")
    SigningAuthority.objects.create(
        person=leader, unit=tree.department, mode="KT", post="Phó Giám đốc", head_post="Giám đốc",
        valid_from=date(2019, 1, 1),
    )  # fmt: skip
    return {
        "specialist": make_user("specialist", tree.department, full_name="Chuyên viên Sở"),
        "leader": leader,
        "clerk": make_user("clerk", tree.department, full_name="Văn thư Sở"),
        "principal": make_user("principal", tree.thpt, full_name="Hiệu trưởng"),
    }


def press(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def follow(page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=name).first.click()


def write(page, text: str) -> None:
    editor = page.locator("trix-editor")
    editor.click()
    page.keyboard.type(text)
    # Trix writes its hidden field a frame after the key.
    expect(page.locator("#id_body")).to_have_value(re.compile("trường học"))


def mend_every_gap(page, address: str) -> None:
    """Follow each link of "Còn thiếu" until the list is empty, as a newcomer would."""
    for _round in range(12):
        page.goto(address)
        gap = page.locator(".gaps a").first
        if not gap.count():
            return
        with page.expect_navigation():
            gap.click()
        if page.locator("trix-editor").count():
            write(page, "Nâng cao chất lượng công tác thư viện trường học.")
            press(page, "Lưu phần này")
            continue
        follow(page, "Thêm")
        fill_part(page)
        press(page, "Lưu")
    raise AssertionError(page.locator(".gaps").inner_text())


def fill_part(page) -> None:
    """Whatever the form of a part asks for."""
    answers = {
        "#id_text": "Căn cứ Quyết định số 01/2003/QĐ-BGDĐT ngày 02 tháng 01 năm 2003;",
        "#id_title": "Công tác thư viện",
        "#id_key": "thu-vien",
        "#id_month": f"{timezone.localdate():%Y-%m}",
    }
    for field, answer in answers.items():
        if page.locator(field).count():
            page.fill(field, answer)


def test_from_an_empty_plan_to_the_pdf_by_clicking(enter, people, tree, worker) -> None:
    page = enter(people["specialist"])
    page.goto("/")
    follow(page, "Soạn kế hoạch")
    page.fill("#id_title", "Kế hoạch kiểm tra thư viện")
    page.fill("#id_subject", "Kiểm tra công tác thư viện trường học năm học 2090 - 2091")
    press(page, "Tạo bản thảo")
    address = page.url
    mend_every_gap(page, address)
    page.goto(address)
    follow(page, "Hạn nộp")
    follow(page, "Thêm hạn nộp")
    page.fill("#id_title", "Báo cáo học kỳ I")
    page.check("#id_owed_direct_units")
    page.fill("#id_due_direct_units", f"{timezone.localdate() + timedelta(days=30):%Y-%m-%d}")
    press(page, "Lưu")
    page.goto(address)
    follow(page, "Trình duyệt")
    page.get_by_label("Lãnh đạo Sở").check()
    press(page, "Trình duyệt")

    page = enter(people["leader"])
    page.goto("/")
    follow(page, "Duyệt kế hoạch")
    follow(page, "Duyệt kế hoạch")
    press(page, "Duyệt kế hoạch")

    page = enter(people["clerk"])
    page.goto("/")
    follow(page, "Cấp số, ban hành kế hoạch")
    page.locator("select[name=authority]").select_option(index=1)
    with page.expect_navigation():
        page.locator("main form .btn-primary").click()
    assert "Số: 01/KH-SGDĐT" in page.locator("main").inner_text()
    with page.expect_navigation():
        page.locator("button[name=confirmed]").click()

    plan = InspectionPlan.objects.get()
    assert plan.state == "issued"
    assert Obligation.objects.get().unit == tree.thpt
    text = pdf_text(page, plan.document.pk)
    for words in ("Số: 01/KH-SGDĐT", "KẾ HOẠCH", "KT. GIÁM ĐỐC", "Lãnh đạo Sở", "Nơi nhận"):
        assert words in text

    page = enter(people["principal"])
    page.goto("/")
    assert "Báo cáo học kỳ I" in page.locator("main").inner_text()


def pdf_text(page, pk: int) -> str:
    """Wait for the worker, then download the PDF as the clerk would, and read it."""
    for _attempt in range(90):
        if IssuedDocument.objects.get(pk=pk).pdf_id:
            break
        page.wait_for_timeout(500)
    page.reload()
    with page.expect_download() as download:
        page.evaluate(
            """() => {
                const link = document.querySelector('.rail a[href^="/files/"]');
                link.setAttribute('download', ''); link.click();
            }"""
        )
    data = BytesIO(download.value.path().read_bytes())
    return "\n".join(sheet.extract_text() for sheet in PdfReader(data).pages)
