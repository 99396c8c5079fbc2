"""Issued papers are PDF/A-2a and PDF/UA-1, whichever engines set their parts."""

from io import BytesIO
from unicodedata import normalize

import pdfplumber
import pikepdf
import pytest
from pypdf import PdfReader

from documents.domain import pdf_for
from documents.rendering.archive import faults
from documents.rendering.joining import saved
from tests.documents.papers import an_giang_plan, as_draft, long_bien_letter
from tests.documents.test_long_annexes import LONG

PAPERS = {
    "plan": an_giang_plan(regime="nd30", chapters=1),
    "old": an_giang_plan(regime="tt01", chapters=0),
    "draft": as_draft(an_giang_plan(chapters=0)),
    "letter": long_bien_letter(),
    "long": LONG,
}
JOINED = "joined"


@pytest.fixture(scope="module", params=[*PAPERS, JOINED])
def paper(request):
    """By Typst; the last one by both engines, as papers of version 3 are printed."""
    return pdf_for(LONG, "nd30_v3") if request.param == JOINED else pdf_for(PAPERS[request.param])


def test_nothing_is_missing_that_the_archive_asks_for(paper):
    with pikepdf.open(BytesIO(paper)) as opened:
        assert faults(opened) == []
        assert str(opened.Root.Lang) == "vi"
        assert str(opened.Root.OutputIntents[0].S) == "/GTS_PDFA1"


def test_the_metadata_declares_both_standards_and_its_title(paper):
    with pikepdf.open(BytesIO(paper)) as opened:
        metadata = opened.open_metadata()
        assert metadata.pdfa_status == "2A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert metadata["dc:title"] == str(opened.docinfo["/Title"])


def test_every_diacritic_comes_back_out_of_the_file(paper):
    text = normalize(
        "NFC", " ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    )
    with pdfplumber.open(BytesIO(paper)) as opened:
        second = normalize("NFC", " ".join(page.extract_text() or "" for page in opened.pages))
    for found in (text, second):
        words = " ".join(found.split())
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
        assert "Độc lập - Tự do - Hạnh phúc" in words
        assert "\N{REPLACEMENT CHARACTER}" not in words


def test_tags_of_both_engines_hang_in_one_tree():
    with pikepdf.open(BytesIO(pdf_for(LONG, "nd30_v3"))) as opened:
        top = opened.Root.StructTreeRoot.K
        top = top[0] if isinstance(top, pikepdf.Array) else top
        parts = [str(part.S) for part in top.K if isinstance(part, pikepdf.Dictionary)]
        assert "/Part" in parts
        keys = pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree)
        assert {int(page.StructParents) for page in opened.pages} <= set(keys.keys())


@pytest.mark.parametrize(
    ("part", "words"),
    [("/OutputIntents", "output intent"), ("/StructTreeRoot", "structure"), ("/Lang", "language")],
)
def test_a_file_that_lost_a_part_is_found_out(part, words):
    with pikepdf.open(BytesIO(pdf_for(PAPERS["letter"]))) as opened:
        del opened.Root[part]
        broken = saved(opened)
    with pikepdf.open(BytesIO(broken)) as opened:
        assert any(words in fault for fault in faults(opened))


def test_the_same_paper_is_the_same_file_byte_by_byte():
    assert pdf_for(PAPERS["letter"]) == pdf_for(PAPERS["letter"])
