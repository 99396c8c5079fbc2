"""Code and QR code on the paper itself: read by a decoder, at their place, and nowhere else."""

import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.urls import reverse
from PIL import Image

from documents.blocks import CheckMark
from documents.domain import issue, pdf_for, word_for
from documents.layouts.html import paper_html
from tests.documents.factories import draft_of
from tests.documents.golden import MARK
from tests.documents.papers import an_giang_plan, long_bien_letter
from tests.documents.ruler import MM, measured

PLANS = {regime: replace(an_giang_plan(regime=regime), check=MARK) for regime in ("nd30", "tt01")}
DPI = 200  # an office scanner


def codes_on(pdf: bytes) -> list[list[zxingcpp.Barcode]]:
    """What a decoder finds on each page, scanned in black and white."""
    found = []
    with pypdfium2.PdfDocument(pdf) as opened:
        for page in opened:
            picture = page.render(scale=DPI / 72).to_pil().convert("L")
            found.append(list(zxingcpp.read_barcodes(picture)))
    return found


@pytest.mark.parametrize("regime", PLANS)
def test_a_scanned_first_page_leads_to_the_public_page_and_no_other_page_has_a_code(regime):
    first, *others = codes_on(pdf_for(PLANS[regime]))
    assert [code.text for code in first] == [MARK.address]
    assert not any(others)


@pytest.mark.parametrize("regime", PLANS)
def test_code_and_drawing_stand_in_the_foot_of_page_one_outside_the_text(regime):
    page = measured(PLANS[regime])[0]
    line = page.line("Mã tra cứu: 7KQM-2D9X-W4TB")
    assert line.size == 8
    assert page.line("Tra cứu tại: kiemtra.example.vn/documents/check")
    (code,) = codes_on(pdf_for(PLANS[regime]))[0]
    corner, bottom = code.position.top_left, code.position.bottom_right
    left, top, low = (value / DPI * 25.4 for value in (corner.x, corner.y, bottom.y))
    assert left == pytest.approx(31, abs=1)
    assert top > 277
    assert low < 297 - 4  # what a laser printer cannot reach
    text = [found for found in page.lines if found.size > 8]
    assert max(found.baseline for found in text) < 277


def test_the_number_of_the_circular_keeps_its_corner():
    pages = measured(PLANS["tt01"])
    assert [line.text for line in pages[1].lines if line.baseline > 277] == ["2"]


def test_drafts_and_older_layouts_print_no_code():
    draft = replace(an_giang_plan(regime="nd30"), check=None)
    assert not any(codes_on(pdf_for(draft)))
    assert not any(codes_on(pdf_for(PLANS["nd30"], "nd30_v2")))
    assert "Mã tra cứu" not in paper_html(PLANS["nd30"], "nd30_v1")


def test_the_word_file_carries_the_code_in_the_foot_of_its_first_page_only():
    body, *annexes = docx.Document(BytesIO(word_for(PLANS["nd30"]))).sections
    foot = body.first_page_footer
    assert "Mã tra cứu: 7KQM-2D9X-W4TB" in [
        p.text for cell in foot.tables[0]._cells for p in cell.paragraphs
    ]
    (picture,) = [part for part in foot.part.related_parts.values() if "image" in part.content_type]
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture.blob)).convert("L"))
    assert code.text == MARK.address
    assert annexes
    for section in annexes:
        assert not section.first_page_footer.is_linked_to_previous
        assert not section.first_page_footer.tables
    assert not body.footer.tables


@pytest.mark.django_db
def test_an_issued_paper_keeps_its_code_in_what_was_frozen(department, clerk, deputy, client):
    draft = draft_of(department, document=an_giang_plan(chapters=1))
    issued = issue(document=draft, number=126, on=date(2026, 9, 17), authority=deputy, by=clerk)
    tree = issued.content()
    path = reverse("documents:checked", args=[issued.code])
    assert tree.check == CheckMark(issued.code, f"{settings.SITE_URL}{path}")
    assert tree.check.spoken == issued.code_words
    assert issued.layout_version == "nd30_v4"
    (code,) = codes_on(pdf_for(tree, issued.layout_version))[0]
    assert client.get(code.text.removeprefix(settings.SITE_URL)).status_code == 200
    other = replace(tree, check=replace(tree.check, code="X"))
    assert tree != other


def test_the_printed_page_is_the_one_where_codes_are_typed():
    assert f"https://{MARK.page}/" == MARK.address.removesuffix("7KQM2D9XW4TB/")
    assert reverse("documents:check").strip("/") in MARK.page


# Papers were issued with these. A change here would change what was issued: add a version instead.
FROZEN_FILES = {
    "templates/documents/paper/official_v1.html": "7c7789acb0b04765",
    "static/paper/nd30_v1.css": "8e179dbbde42d9fd",
    "static/paper/tt01_v1.css": "f23539e5f2dd76d0",
    "documents/layouts/typst/annexes_v1.typ": "ffaa3b53964d285f",
    "templates/documents/paper/official_v2.html": "4237ace8ad0da916",
    "static/paper/official_v3.css": "976f1f64fc5ec5c9",
}
FROZEN_PAGES = {
    ("plan", "nd30_v1"): "7b71070d5fa8bf09", ("plan", "nd30_v2"): "ecd8af700dcb3abb",
    ("old", "tt01_v1"): "4e90e90f8834bb76", ("old", "tt01_v2"): "3460b687aed13946",
    ("plan", "nd30_v3"): "d9b55293c5b8b0ed", ("old", "tt01_v3"): "52cfaa3be0fbeb26", ("letter", "tt01_v3"): "5b0b3d3d4cf3d6e2",
    ("letter", "tt01_v1"): "fbf5e7b675dc8383", ("letter", "tt01_v2"): "dc0a536afbac256a",
}  # fmt: skip
PAPERS = {
    "plan": an_giang_plan(regime="nd30"), "old": an_giang_plan(), "letter": long_bien_letter(),
}  # fmt: skip


@pytest.mark.parametrize("name", FROZEN_FILES)
def test_files_of_older_layouts_are_never_edited(name):
    content = (Path(settings.BASE_DIR) / name).read_bytes()
    assert hashlib.sha256(content).hexdigest().startswith(FROZEN_FILES[name])


@pytest.mark.parametrize(("name", "layout"), FROZEN_PAGES)
def test_older_layouts_give_the_same_page_as_ever(name, layout):
    page = paper_html(PAPERS[name], layout)
    assert hashlib.sha256(page.encode()).hexdigest().startswith(FROZEN_PAGES[name, layout])


def test_the_drawing_is_as_large_as_the_layout_says():
    with pypdfium2.PdfDocument(pdf_for(PLANS["nd30"])) as opened:
        assert opened[0].get_width() / MM == pytest.approx(210, abs=0.5)
    (code,) = codes_on(pdf_for(PLANS["nd30"]))[0]
    side = (code.position.top_right.x - code.position.top_left.x) / DPI * 25.4
    assert 12 <= side <= 15
