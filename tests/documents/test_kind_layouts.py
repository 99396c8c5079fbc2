"""Every kind in both laws of the layout, measured in the PDF and read again from the Word file."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
import yaml
from docx.oxml.ns import qn

from documents.domain import word_for
from documents.kinds.samples import SAMPLES
from tests.documents.golden import DAYS, FILE, issued_sample, measures
from tests.documents.ruler import Sheet, measured

GOLDEN = yaml.safe_load(FILE.read_text(encoding="utf-8"))
EVERY = pytest.mark.parametrize(
    ("name", "regime"), [(name, regime) for name in sorted(SAMPLES) for regime in DAYS]
)
NEAR = 1.0  # mm


def off(found, wanted) -> list[str]:
    """Parts that are missing, have another style, or stand elsewhere."""
    wrong = [
        f"{part} is {'missing' if part in wanted else 'new'}" for part in found ^ wanted.keys()
    ]
    for part in found.keys() & wanted.keys():
        here, there = found[part], wanted[part]
        same = all(here[key] == there[key] for key in ("page", "size", "style"))
        close = all(abs(here[key] - there[key]) <= NEAR for key in ("left", "baseline"))
        if not (same and close):
            wrong.append(f"{part}: {here}, not {there}")
    return wrong


@EVERY
def test_every_part_stands_where_it_was_seen_to_stand(name, regime):
    assert off(measures(issued_sample(name, regime)), GOLDEN[f"{name}-{regime}"]) == []


def test_a_part_that_moves_or_changes_its_style_is_noticed():
    wanted = GOLDEN["letter-nd30"]
    moved = {**wanted, "Nơi nhận:": {**wanted["Nơi nhận:"], "left": 31.2}}
    thin = {**wanted, "Nơi nhận:": {**wanted["Nơi nhận:"], "style": "i"}}
    gone = {part: value for part, value in wanted.items() if part != "Nơi nhận:"}
    assert [len(off(found, wanted)) for found in (wanted, moved, thin, gone)] == [0, 1, 1, 1]


@EVERY
def test_sizes_and_weights_are_those_of_the_decree(name, regime):
    paper, found = issued_sample(name, regime), measures(issued_sample(name, regime))
    wanted = {
        "CỘNG HÒA XÃ HỘI": (12, 13, "b"), "Độc lập - Tự do": (13, 14, "b"),
        "Số: 07/": (13, 13, ""), "Nơi nhận:": (12, 12, "bi"), "- Lưu:": (11, 11, ""),
        **dict.fromkeys(paper.header.issuer, (12, 13, "b")),
        **dict.fromkeys(paper.header.superior, (12, 13, "")),
    }  # fmt: skip
    if paper.header.dated:
        wanted[f"{paper.header.place}, ngày"] = (13, 14, "i")
    if paper.title:
        wanted[f"{paper.title.name}$"] = wanted[paper.title.subject[:18]] = (13, 14, "b")
    else:
        wanted[paper.subject_line[:12]] = (12, 13, "")
    if paper.enacting:
        wanted["QUYẾT ĐỊNH:"] = wanted[paper.title.authority.upper()[:24]] = (13, 14, "b")
    if paper.bases:
        wanted[paper.bases[0][:16]] = (13, 14, "i" if regime == "nd30" else "")
    for signature in (*paper.cosigners, paper.signature):
        wanted.update({f"{line}$": (13, 14, "b") for line in (*signature.lines, signature.signer)})
    for part, (least, most, style) in wanted.items():
        assert least <= found[part]["size"] <= most, part
        assert found[part]["style"] == style, part


@EVERY
def test_all_pages_keep_the_margins_and_only_number_and_code_stand_outside(name, regime):
    for page in measured(issued_sample(name, regime)):
        inside = [line for line in page.lines if 20 < line.baseline < page.height - 19]
        assert min(line.left for line in inside) >= 30 - 0.4
        assert max(line.right for line in inside) <= page.width - 15 + 0.4
        outside = [line for line in page.lines if line not in inside]
        assert all(line.text.isdecimal() or line.size == 8 for line in outside)


@EVERY
def test_the_parts_come_in_the_order_of_the_sample_form(name, regime):
    paper = issued_sample(name, regime)
    text = " ".join(" ".join(page.text for page in measured(paper)).split())
    parts = [f"Số: 07/{paper.header.symbol}"]
    if paper.title:
        parts += [f"{paper.title.name} {paper.title.subject}"]
        parts += [paper.title.authority.upper()] if paper.title.authority else []
    parts += ["Kính gửi:"] if paper.addressees else []
    parts += [paper.bases[0][:30]] if paper.bases else []
    parts += ["QUYẾT ĐỊNH: Điều 1."] if paper.enacting else []
    parts += ["./."]
    parts += [paper.signature.lines[0], "Nơi nhận:"] if paper.cosigners else ["Nơi nhận:"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert text.count("./.") == 1


def page_of(name: str, words: str) -> Sheet:
    pages = measured(issued_sample(name, "nd30"))
    return next(page for page in pages if words in page.text)


def test_a_record_is_signed_side_by_side_and_nobody_stands_lower():
    paper, page = issued_sample("minutes", "nd30"), page_of("minutes", "TRƯỞNG ĐOÀN")
    signatures = (*paper.cosigners, paper.signature)
    posts = [page.line(signature.lines[0]) for signature in signatures]
    names = [
        next(line for line in page.lines if line.text == signature.signer)
        for signature in signatures
    ]
    for lines in (posts, names):
        assert max(ln.baseline for ln in lines) - min(ln.baseline for ln in lines) < 0.1
        assert [ln.centre for ln in lines] == sorted(ln.centre for ln in lines)
    for post, name in zip(posts, names, strict=True):
        assert name.centre == pytest.approx(post.centre, abs=0.4)
        assert 25 <= name.baseline - post.baseline <= 45
    assert page.line("Nơi nhận:").baseline > max(ln.baseline for ln in names)


def test_the_header_of_a_record_has_a_number_and_neither_place_nor_day():
    page = measured(issued_sample("minutes", "nd30"))[0]
    header = page.text[: page.text.index("BIÊN BẢN")]
    assert "Số: 07/BB-UBND" in header
    assert "Long Biên, ngày" not in header


def test_dashes_of_several_addressees_stand_under_the_colon():
    page = measured(issued_sample("letter", "nd30"))[0]
    head, first = page.line("Kính gửi:"), page.line("- Các trường thực hiện")
    assert head.text == "Kính gửi:"
    assert first.baseline > head.baseline + 4
    assert first.left == pytest.approx(head.right, abs=1.5)
    assert page.line("- Thành viên Tổ kiểm tra.").left == pytest.approx(first.left, abs=0.1)


def test_a_single_addressee_stands_on_the_line_of_kinh_gui():
    assert measured(issued_sample("report", "nd30"))[0].line("Kính gửi: Ủy ban nhân dân tỉnh")


def test_the_list_of_a_recognition_lies_on_a_turned_page_that_counts_for_itself():
    *_body, last = measured(issued_sample("recognition", "nd30"))
    assert (round(last.width), round(last.height)) == (297, 210)
    assert "(Kèm theo Quyết định số 07/QĐ-SGDĐT ngày 05 tháng 4 năm 2020" in last.text
    assert not [line for line in last.lines if line.baseline < 19]


def opened(name: str, regime: str):
    return docx.Document(BytesIO(word_for(issued_sample(name, regime))))


@EVERY
def test_the_word_file_has_the_words_of_the_page_in_their_order(name, regime):
    file = opened(name, regime)
    nodes = file.element.body.iter(qn("w:t"), qn("w:noBreakHyphen"))
    word = "".join("-" if node.tag != qn("w:t") else node.text or "" for node in nodes)
    word = "".join(word.split())
    pages = measured(issued_sample(name, regime))
    chars = [line for page in pages for line in page.lines if line.size != 8]
    printed = "".join("".join(line.text for line in chars).split())
    printed = "".join(sign for sign in printed if not sign.isdecimal())
    word = "".join(sign for sign in word.replace("\N{NO-BREAK SPACE}", "") if not sign.isdecimal())
    assert sorted(printed) == sorted(word)


@EVERY
def test_the_word_file_uses_the_styles_of_the_parts(name, regime):
    paper, file = issued_sample(name, regime), opened(name, regime)
    cells = [p for table in file.tables for cell in table._cells for p in cell.paragraphs]
    style = {
        p.text.replace("\N{NO-BREAK SPACE}", " "): p.style.name
        for p in [*file.paragraphs, *cells]
        if p.text
    }
    assert style["Nơi nhận:"] == "Paper Recipients Head"
    assert style[f"Số: 07/{paper.header.symbol}"] == "Paper Number"
    if paper.title:
        assert style[paper.title.name] == "Title"
        assert style[paper.title.subject] == "Subtitle"
    if paper.enacting:
        assert style["QUYẾT ĐỊNH:"] == style[paper.title.authority.upper()] == "Paper Authority"
    for signature in (*paper.cosigners, paper.signature):
        assert style[signature.signer] == style[signature.lines[0]] == "Paper Signature"
    assert len(file.sections) == 1 + len(paper.annexes)


def test_the_signatures_of_a_record_are_one_table_of_three_columns_in_word():
    table = opened("minutes", "nd30").tables[-1]
    assert [cell.text for cell in table.rows[0].cells] == [
        "ĐẠI DIỆN ĐƠN VỊ\nHIỆU TRƯỞNG", "THƯ KÝ", "TRƯỞNG ĐOÀN",
    ]  # fmt: skip
    assert [cell.text for cell in table.rows[1].cells][1:] == [
        "Nguyễn Thị Hải Huệ", "Đinh Thị Thu Hương",
    ]  # fmt: skip


def test_a_record_without_recipients_does_not_print_their_head():
    paper = issued_sample("minutes", "nd30")
    bare = replace(paper, recipients=replace(paper.recipients, items=(), archive=""))
    assert "Nơi nhận" not in "".join(page.text for page in measured(bare))
