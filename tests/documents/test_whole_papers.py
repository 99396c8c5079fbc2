"""Whole papers by Typst: what the HTML engine prints, to the millimetre, and it alone where need be."""

from dataclasses import replace
from functools import cache
from io import BytesIO

import pdfplumber
import pikepdf
import pytest

from documents.blocks import (
    Cell,
    CheckMark,
    Column,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Recipients,
    Run,
    Signature,
    Table,
    Title,
)
from documents.domain import pdf_for
from documents.domain.papers import by_weasyprint, whole_by_typst
from documents.enums import CURRENT_LAYOUT, Regime
from documents.kinds.samples import SAMPLES
from documents.layouts.html import LAYOUTS
from documents.layouts.typst import can_be_set, paper_data, source
from documents.rendering.archive import faults
from documents.rendering.typst_pdf import FOR_THE_ARCHIVE, typst_pdf
from tests.documents.golden import DAYS, MARK, issued_sample
from tests.documents.papers import an_giang_plan, as_draft, long_bien_letter
from tests.documents.ruler import measured
from tests.documents.test_long_annexes import HOSTILE, LONG, MIXED, NEAR, differences, words

EVERY = pytest.mark.parametrize(
    ("name", "regime"), [(name, regime) for name in sorted(SAMPLES) for regime in DAYS]
)
SHORT = an_giang_plan(regime="nd30", chapters=0, annexes=0)
LONG_NAMES = replace(
    SHORT,
    header=replace(
        SHORT.header, superior=("UBND THỊ XÃ BẾN CÁT",),
        issuer=("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO THỊ XÃ BẾN CÁT",),
        place="Thành phố Hồ Chí Minh và vùng lân cận",
    ),
    title=Title("KẾ HOẠCH"),
    addressees=("Các phòng GDĐT", "Các trường THPT trên địa bàn tỉnh và " * 4 + "thành phố"),
    recipients=Recipients(SHORT.recipients.items, "VT", ("Các phòng GDĐT",)),
    blocks=(*MIXED.blocks, Paragraph("Hết  hai   khoảng trắng", "right"), Paragraph("Nữa")),
)  # fmt: skip
PAPERS = {
    "plan": replace(an_giang_plan(regime="nd30", chapters=2), check=MARK),
    "old": an_giang_plan(chapters=0),
    "draft": as_draft(an_giang_plan(regime="nd30", chapters=0)),
    "letter": long_bien_letter(),
    "names": LONG_NAMES,
    "long": LONG,
}
# A sign that the paper's typeface lacks: the other engine takes it from a second one.
UNKNOWN = "Trường ✓"


def layout_of(paper):
    return LAYOUTS[CURRENT_LAYOUT[Regime(paper.regime)]]


@cache
def both(paper) -> tuple[bytes, bytes]:
    layout = layout_of(paper)
    ours = whole_by_typst(paper, layout)
    assert ours, "Typst did not set this paper"
    return ours, by_weasyprint(paper, layout)


@EVERY
def test_every_kind_is_the_same_page_by_both_engines(name, regime):
    assert differences(*both(issued_sample(name, regime)), NEAR) == []


@pytest.mark.parametrize("name", PAPERS)
def test_long_and_odd_papers_are_the_same_pages_by_both_engines(name):
    assert differences(*both(PAPERS[name]), NEAR) == []


@EVERY
def test_drawn_lines_are_as_long_and_stand_in_the_same_place(name, regime):
    for ours, theirs in zip(*map(rules, both(issued_sample(name, regime))), strict=True):
        assert len(ours) == len(theirs)
        for one, two in zip(ours, theirs, strict=True):
            assert one == pytest.approx(two, abs=1.5)  # points: half a millimetre


def rules(pdf: bytes) -> list[list[tuple[float, float, float]]]:
    """Left end, right end and height of the lines under words, in points."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return [
            sorted(
                (rect["x0"], rect["x1"], rect["top"])
                for rect in page.rects
                if rect["height"] == pytest.approx(0.75, abs=0.1) and rect["width"] > 28
            )
            for page in opened.pages
        ]


def test_a_measure_that_moves_is_noticed():
    paper = PAPERS["letter"]
    changed = source("paper_v1.typ").replace(b"calc.max(89mm", b"calc.max(93mm")
    moved = typst_pdf(changed, paper_data(paper, layout_of(paper)), FOR_THE_ARCHIVE)
    assert differences(moved, by_weasyprint(paper, layout_of(paper)), NEAR)


CHUNK = "Việc kiểm tra được ghi vào biên bản "
TABLE = Table(
    (Column("TT", 12, "center"), Column("Nội dung"), Column("Kết quả", 40)),
    (("1", "Sổ đăng ký", "Đủ"), ("2", "Sổ mượn", "Thiếu"), ("3", "Nội quy", "Có")),
)
SHARED = replace(
    TABLE,
    rows=(("1", Cell("Sổ đăng ký", rowspan=2), "Đủ"), ("2", "Đủ"),
          ("3", Cell("Sổ mượn", rowspan=2), "Đủ"), ("4", "Thiếu")),
)  # fmt: skip
ENDINGS = {
    "a paragraph of five lines": Paragraph(CHUNK * 11),
    "a paragraph of three lines": Paragraph(CHUNK * 6),
    "a line": Paragraph("Một dòng"),
    "a list": ListBlock((ListItem("Một"), ListItem(CHUNK * 8))),
    "a table": TABLE,
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_signature_takes_as_much_text_along_as_the_other_engine_gives_it(ending):
    """Through all heights of a page: whether the signature fits, just fits, or goes on."""
    begun_anew = 0
    for lines in (0, 4):
        filler = tuple(Paragraph(f"Dòng {at}.", indent=False) for at in range(lines))
        heading = Heading("clause", "2.", "Việc cần làm")
        paper = replace(SHORT, blocks=(*SHORT.blocks[:-1], *filler, heading, ENDINGS[ending]))
        ours, theirs = both(paper)
        assert differences(ours, theirs, NEAR) == [], lines
        begun_anew += len(words(ours)) > 1
    assert begun_anew > 0


def test_rows_with_a_shared_cell_go_together_to_the_page_of_the_signature():
    paper = replace(SHORT, blocks=(*SHORT.blocks[:-1], Heading("clause", "2.", "Việc"), SHARED))
    first, last = measured(paper)
    assert "Sổ đăng ký" in first.text
    assert "Sổ mượn" not in first.text
    assert last.text.index("Sổ mượn") < last.text.index("Nơi nhận:")
    assert "Kết quả" in last.text


def test_papers_of_the_newest_layout_are_set_by_typst_and_older_ones_as_ever():
    paper = PAPERS["letter"]
    assert b"Typst" in pdf_for(paper)
    assert b"Typst" not in pdf_for(paper, "tt01_v3")
    assert whole_by_typst(paper, LAYOUTS["tt01_v3"]) is None


@pytest.mark.parametrize(
    "blocks",
    [
        (Paragraph(UNKNOWN),),
        (Paragraph((Run("Đậm ", bold=True), Run(UNKNOWN, italic=True))),),
        (Table((Column(UNKNOWN),), (("1",),)),),
        (Table((Column("A"), Column("B")), (("1", "2", "3"),)),),
        (Table((Column("A"), Column("B")), (("1", Cell("2", colspan=2)),)),),
        (Table((Column("A"), Column("B")), (("1", Cell("2", rowspan=3)), ("3",))),),
    ],
)
def test_what_typst_cannot_print_is_printed_by_the_other_engine(blocks):
    paper = replace(SHORT, blocks=(*blocks, Paragraph("Hết")))
    assert whole_by_typst(paper, layout_of(paper)) is None
    text = " ".join(page.text for page in measured(paper))
    assert "Hết./." in text
    assert "CỘNG HÒA" in text


def test_a_long_annex_with_a_letter_of_another_script_is_printed_too():
    table = Table((Column("Tên"),), ((UNKNOWN,), *((f"Dòng {at}",) for at in range(110))))
    annex = replace(MIXED, blocks=(table,))
    text = " ".join(page.text for page in measured(replace(SHORT, annexes=(annex,))))
    assert "Dòng 109" in text


def test_a_row_that_ends_early_keeps_its_place():
    table = Table((Column("A", 40), Column("B", 40), Column("C")), (("1",), ("2", "hai", "ba")))
    paper = replace(SHORT, blocks=(table, Paragraph("Hết")))
    assert can_be_set(paper)
    assert differences(*both(paper), NEAR) == []


def test_whatever_is_typed_anywhere_is_printed_and_never_run():
    evil = HOSTILE[0]
    paper = replace(
        SHORT,
        header=replace(SHORT.header, symbol=evil, place=HOSTILE[1][:30]),
        title=Title(HOSTILE[2], HOSTILE[6], authority=evil),
        addressees=(evil, HOSTILE[1]), bases=HOSTILE, enacting=evil,
        blocks=tuple(Paragraph(text) for text in HOSTILE),
        signature=Signature((evil,), evil), recipients=Recipients(electronic=(evil,)),
        annexes=(replace(MIXED, title=evil),),
        check=CheckMark("7KQM2D9XW4TB", "https://x.vn/#read(\"/etc/passwd\")/7KQM2D9XW4TB/"),
    )  # fmt: skip
    pdf = whole_by_typst(paper, layout_of(paper))
    with pdfplumber.open(BytesIO(pdf)) as opened:
        text = "".join("".join(page.extract_text().split()) for page in opened.pages)
        assert not [link for page in opened.pages for link in page.hyperlinks]
    assert text.count('#read("/etc/passwd")') >= 7
    assert "root:" not in text
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert not opened.attachments


def test_a_screen_reader_hears_title_headings_table_heads_and_the_drawing():
    paper = replace(PAPERS["plan"], blocks=(*PAPERS["plan"].blocks, TABLE))
    with pikepdf.open(BytesIO(pdf_for(paper))) as opened:
        assert faults(opened) == []
        tags = [
            one for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
        ]  # fmt: skip
        names = {str(one.S) for one in tags}
        spoken = [str(one.Alt) for one in tags if "/Alt" in one]
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD", "/Figure"} <= names
    assert spoken == ["Mã QR tra cứu văn bản 7KQM-2D9X-W4TB"]


def test_the_day_of_the_file_is_the_day_of_the_paper_and_not_of_the_printing():
    for paper, day in ((PAPERS["plan"], "20190917"), (PAPERS["draft"], "20200305")):
        with pikepdf.open(BytesIO(pdf_for(paper))) as opened:
            assert str(opened.docinfo["/CreationDate"]).startswith(f"D:{day}")
