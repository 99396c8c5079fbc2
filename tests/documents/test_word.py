"""The Word file of a paper, opened again with python-docx."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from django.urls import reverse
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from documents import registry
from documents.blocks import Annex, Cell, Column, Document, Heading, Paragraph, Table, plain
from documents.domain import issue, word_for
from documents.registry import document_kind
from tests.documents.factories import TestPapers, draft_of, reworded
from tests.documents.papers import an_giang_plan, as_draft, long_bien_letter
from tests.documents.test_commands import run

PLAN = an_giang_plan(regime="nd30")
LETTER = long_bien_letter()


def opened(document: Document):
    return docx.Document(BytesIO(word_for(document)))


def words_of(file) -> list[str]:
    """Every paragraph in the order of the file, those in tables too."""
    found = []
    for paragraph in file.element.body.iter(qn("w:p")):
        pieces = (
            {qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}.get(part.tag, part.text or "")
            for part in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:noBreakHyphen"))
        )
        if text := "".join(pieces).replace("\N{NO-BREAK SPACE}", " "):
            found.append(text)
    return found


def expected(block) -> list[str]:
    """Words of a block in reading order, as they stand in the tree."""
    if isinstance(block, Table):
        cells = [
            cell if isinstance(cell, str) else plain(cell.text) for r in block.rows for cell in r
        ]
        return [column.title for column in block.columns] + cells
    if isinstance(block, (Paragraph, Heading)):
        return [plain(block.text)]
    found = []
    for item in block.items:
        found += [plain(item.text), *(text for child in item.children for text in expected(child))]
    return found


def style_of(file, words: str):
    found = [
        p for p in [*file.paragraphs, *(p for t in file.tables for c in t._cells for p in c.paragraphs)]
        if p.text.startswith(words)
    ]  # fmt: skip
    assert found, words
    return found[0].style


@pytest.mark.parametrize("paper", [PLAN, LETTER], ids=["plan", "letter"])
def test_every_word_of_the_tree_stands_there_in_its_order(paper):
    words = words_of(opened(paper))
    wanted = [text for block in paper.blocks for text in expected(block)]
    wanted += ["Nơi nhận:", *(item.text for item in paper.recipients.items)]
    wanted += [*paper.signature.lines, paper.signature.signer]
    for annex in paper.annexes:
        wanted += [
            annex.title.upper(),
            *(text for block in annex.blocks for text in expected(block)),
        ]
    at = 0
    for text in wanted:
        core = text.rstrip(".;/ ").casefold()
        while at < len(words) and core not in words[at].casefold():
            at += 1
        assert at < len(words), text


def test_margins_are_those_of_the_law_in_every_section():
    for section in opened(PLAN).sections:
        sides = (
            section.top_margin, section.right_margin, section.bottom_margin, section.left_margin,
        )  # fmt: skip
        assert [round(side.mm, 1) for side in sides] == [20, 15, 20, 30]


@pytest.mark.parametrize(
    ("words", "size", "bold", "italic"),
    [
        ("UBND TỈNH AN GIANG", 12, False, False),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", 12, True, False),
        ("CỘNG HÒA XÃ HỘI", 12, True, False),
        ("Độc lập", 13, True, False),
        ("Số: 126/KH-SGDĐT", 13, False, False),
        ("An Giang, ngày 17 tháng 9", 13, False, True),
        ("KẾ HOẠCH", 14, True, False),
        ("Kiểm tra việc thực hiện nhiệm vụ", 14, True, False),
        ("Thực hiện theo Hướng dẫn", 14, False, True),
        ("Sở GDĐT xây dựng", 14, False, False),
        ("I. MỤC ĐÍCH", 14, True, False),
        ("1. Mục đích", 14, True, False),
        ("Nơi nhận:", 12, True, True),
        ("- Các Phòng thuộc Sở;", 11, False, False),
        ("KT. GIÁM ĐỐC", 14, True, False),
        ("Lý Thanh Tú", 14, True, False),
        ("(Kèm theo Kế hoạch số 126", 14, False, True),
    ],
)
def test_the_parts_have_the_type_that_the_law_gives_them(words, size, bold, italic):
    font = style_of(opened(PLAN), words).font
    assert (font.size.pt, bool(font.bold), bool(font.italic)) == (size, bold, italic)


def test_every_style_in_use_is_times_new_roman_for_all_scripts():
    file = opened(PLAN)
    used = {p.style.style_id for p in file.paragraphs}
    used |= {p.style.style_id for t in file.tables for c in t._cells for p in c.paragraphs}
    for style in file.styles:
        if style.style_id in used:
            fonts = style.element.rPr.rFonts
            names = {
                fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")
            }
            assert names == {"Times New Roman"}, style.name
            assert not [name for name in fonts.attrib if "Theme" in name]


def test_bases_follow_their_regime():
    assert opened(PLAN).styles["Paper Basis"].font.italic is True
    assert opened(an_giang_plan(regime="tt01")).styles["Paper Basis"].font.italic is False


def test_body_text_is_justified_with_its_first_line_indented():
    style = opened(PLAN).styles["Body Text"].paragraph_format
    assert style.alignment == 3
    assert style.first_line_indent.mm == pytest.approx(12.7, abs=0.1)
    assert (style.space_before.pt, style.space_after.pt) == (6, 6)


def test_heads_of_tables_are_repeated_and_rows_are_not_torn():
    table = opened(PLAN).tables[2]
    heads = [row for row in table._tbl.tr_lst if row.find(f".//{qn('w:tblHeader')}") is not None]
    assert heads == [table._tbl.tr_lst[0]]
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in table._tbl.tr_lst)
    widths = [round(column.width.mm) for column in table.columns]
    assert widths == [12, 34, 74, 45]


def test_a_cell_over_four_rows_is_one_cell_in_word():
    table = opened(LETTER).tables[1]
    day = table.cell(1, 0)
    assert day.text == "Ngày 10/5"
    assert day.paragraphs[0].runs[0].bold
    assert all(table.cell(at, 0)._tc is day._tc for at in range(2, 5))
    assert table.cell(5, 0).text == "Ngày 14/5"


def test_cells_over_rows_and_columns_at_once():
    grid = Table(
        (Column("A", 20), Column("B"), Column("C"), Column("D", 30)),
        (("1", Cell("rộng", rowspan=2, colspan=2), "x"), ("2", "y"), (Cell("hết", colspan=4),)),
    )
    made = opened(replace(PLAN, blocks=(grid,), annexes=())).tables[1]
    assert [[cell.text for cell in row.cells] for row in made.rows] == [
        ["A", "B", "C", "D"], ["1", "rộng", "rộng", "x"], ["2", "rộng", "rộng", "y"], ["hết"] * 4,
    ]  # fmt: skip
    assert made.cell(1, 1)._tc is made.cell(2, 2)._tc


def test_annexes_have_sections_of_their_own_that_count_from_one():
    body, upright, turned = opened(PLAN).sections
    assert body.orientation == upright.orientation == WD_ORIENT.PORTRAIT
    assert turned.orientation == WD_ORIENT.LANDSCAPE
    assert (round(turned.page_width.mm), round(turned.page_height.mm)) == (297, 210)
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in (body, upright, turned)]
    assert starts[0] is None
    assert [start.get(qn("w:start")) for start in starts[1:]] == ["1", "1"]


def test_the_page_number_is_a_field_in_the_middle_of_all_pages_but_the_first():
    for section in opened(PLAN).sections:
        assert section.different_first_page_header_footer
        assert [p.text for p in section.first_page_header.paragraphs] == [""]
        field = section.header._element.find(f".//{qn('w:fldSimple')}")
        assert field.get(qn("w:instr")) == "PAGE"
        assert section.header.paragraphs[0].alignment == 1


def test_a_draft_is_marked_on_every_page_and_an_issued_paper_is_not():
    for section in opened(as_draft(PLAN)).sections:
        for head in (section.header, section.first_page_header):
            assert "DỰ THẢO" in head._element.xml
    assert "DỰ THẢO" not in opened(PLAN).sections[0].header._element.xml


def test_typed_markup_and_forbidden_characters_stay_words():
    nasty = 'a<w:p/>&amp; ]]> "x"\x00\x0b\ud800 {{ 7*7 }}'
    grid = Table((Column("Cột"),), ((nasty,),))
    file = opened(replace(PLAN, blocks=(Paragraph(nasty), grid), annexes=()))
    clean = 'a<w:p/>&amp; ]]> "x" {{ 7*7 }}'
    assert clean in words_of(file)
    assert file.tables[1].cell(1, 0).text == clean


def test_a_thousand_rows_keep_all_their_cells():
    rows = tuple((str(at), "Trường") for at in range(1000))
    annex = Annex("Dài", (Table((Column("TT", 15), Column("Tên")), rows),))
    table = opened(replace(PLAN, annexes=(annex,))).element.body.findall(qn("w:tbl"))[2]
    assert len(table.findall(qn("w:tr"))) == 1001


def test_every_kind_offers_word():
    assert all({"pdf", "docx"} <= set(kind.formats) for kind in registry.kinds())


def test_the_command_writes_a_word_file(department, clerk, deputy, tmp_path: Path):
    draft = draft_of(department, document=PLAN)
    where = tmp_path / "a.docx"
    run("render", draft.key, "--format", "docx", "--output", str(where))
    assert "DỰ THẢO" in docx.Document(where).sections[0].header._element.xml
    assert "Số: …/KH-SGDĐT" in words_of(docx.Document(where))
    issue(document=draft, number=126, on=PLAN.header.issued_on, authority=deputy, by=clerk)
    reworded(1, "Một trích yếu khác hẳn")
    run("render", draft.key, "--format", "docx", "--output", str(where))
    words = words_of(docx.Document(where))
    assert "Số: 126/KH-SGDĐT" in words
    assert "Một trích yếu khác hẳn" not in words
    assert draft.key in {row["key"] for row in run("list", "--json") if "docx" in row["formats"]}


def test_the_page_of_a_paper_gives_the_word_file(department, clerk, client_for):
    client = client_for(clerk)
    draft = draft_of(department, document=PLAN)
    url = reverse("documents:word", args=[draft.pk])
    assert url in client.get(draft.get_absolute_url()).content.decode()
    answer = client.get(url)
    assert re.search(r"filename.*KH-SGD.*\.docx", answer["Content-Disposition"])
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words_of(docx.Document(BytesIO(answer.content)))


def test_a_preview_gives_its_word_file_to_whom_the_source_lets(department, clerk, client_for):
    class Guarded(TestPapers):
        def may_read(self, user, key):
            return user == clerk and key == "tests.worded:1"

    document_kind("tests.worded", title="Guarded")(Guarded)
    TestPapers.words["tests.worded:1"] = as_draft(an_giang_plan(chapters=0))
    client = client_for(clerk)
    url = reverse("documents:preview_word", args=["tests.worded:1"])
    page = client.get(reverse("documents:preview", args=["tests.worded:1"])).content.decode()
    assert url in page
    assert (
        "DỰ THẢO" in docx.Document(BytesIO(client.get(url).content)).sections[0].header._element.xml
    )
    hidden = reverse("documents:preview_word", args=["tests.worded:2"])
    assert client.get(hidden).status_code == 404
