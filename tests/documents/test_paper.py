"""The printed page against NĐ 30/2020, Phụ lục I, and TT 01/2011: measured in the PDF itself."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from documents.blocks import (
    Cell,
    Column,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Recipients,
    Run,
    Table,
)
from tests.documents.papers import HEADER, an_giang_plan, as_draft, long_bien_letter
from tests.documents.ruler import Sheet, measured

PLAN, OLD_PLAN, LETTER = (
    an_giang_plan(regime="nd30"),
    an_giang_plan(regime="tt01"),
    long_bien_letter(),
)
BOTH = pytest.mark.parametrize("plan", [PLAN, OLD_PLAN], ids=["nd30", "tt01"])
SHORT = an_giang_plan(regime="nd30", chapters=0, annexes=0)
NEAR = 0.4  # mm: half the width of a ruler's mark


def first(document) -> Sheet:
    return measured(document)[0]


@BOTH
def test_every_sheet_is_a4_and_lies_only_where_an_annex_asks_for_it(plan):
    *upright, last = measured(plan)
    assert {(round(page.width), round(page.height)) for page in upright} == {(210, 297)}
    assert (round(last.width), round(last.height)) == (297, 210)


@BOTH
def test_margins_are_those_of_the_law(plan):
    """Top and bottom 20–25 mm, left 30–35, right 15–20; only the page number stands outside."""
    for page in measured(plan):
        words = [line for line in page.lines if not line.text.isdecimal() or line.size != 13]
        body = [line for line in words if line.left > 20]
        assert min(line.left for line in body) >= 30 - NEAR
        assert max(line.right for line in body) <= page.width - 15 + NEAR
        inside = [line for line in body if 20 < line.baseline < page.height - 20]
        assert len(inside) == len(body), [line for line in body if line not in inside]


@BOTH
def test_justified_text_reaches_both_margins(plan):
    page = measured(plan)[1]
    assert min(line.left for line in page.lines) == pytest.approx(30, abs=NEAR)
    assert max(line.right for line in page.lines) == pytest.approx(195, abs=NEAR)


@pytest.mark.parametrize("paper", [PLAN, OLD_PLAN, LETTER, as_draft(PLAN)])
def test_only_the_twin_of_times_is_embedded(paper):
    fonts = {char["fontname"] for page in measured(paper) for char in [*page.chars, *page.tilted]}
    assert fonts
    assert all("+LiberationSerif" in font.replace("Liberation-", "Liberation") for font in fonts), (
        fonts
    )


@BOTH
def test_country_and_motto(plan):
    country = first(plan).line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    motto = first(plan).line("Độc lập - Tự do - Hạnh phúc")
    assert 12 <= country.size <= 13
    assert 13 <= motto.size <= 14
    assert country.is_bold
    assert motto.is_bold
    assert not country.is_italic
    assert motto.centre == pytest.approx(country.centre, abs=NEAR)


@BOTH
def test_the_line_under_the_motto_is_exactly_as_long_as_its_words(plan):
    motto = first(plan).line("Độc lập")
    left, right = first(plan).rule_under(motto)
    assert (left, right) == (
        pytest.approx(motto.left, abs=NEAR),
        pytest.approx(motto.right, abs=NEAR),
    )


@BOTH
def test_superior_and_issuer(plan):
    superior, issuer = first(plan).line("UBND TỈNH AN GIANG"), first(plan).line("SỞ GIÁO DỤC")
    assert 12 <= superior.size <= 13
    assert 12 <= issuer.size <= 13
    assert not superior.is_bold
    assert issuer.is_bold
    assert superior.centre == pytest.approx(issuer.centre, abs=NEAR)
    assert superior.baseline == pytest.approx(first(plan).line("CỘNG HÒA").baseline, abs=NEAR)


@BOTH
def test_the_line_under_the_issuer_is_a_third_to_a_half_of_its_words(plan):
    issuer = first(plan).line("SỞ GIÁO DỤC")
    left, right = first(plan).rule_under(issuer)
    assert 1 / 3 <= (right - left) / issuer.width <= 1 / 2
    assert (left + right) / 2 == pytest.approx(issuer.centre, abs=NEAR)


@BOTH
def test_number_and_day_stand_on_one_line_each_under_its_side(plan):
    number, day = first(plan).line("Số: 126/KH-SGDĐT"), first(plan).line("An Giang, ngày")
    assert number.size == 13
    assert 13 <= day.size <= 14
    assert day.is_italic
    assert not day.is_bold
    assert not number.is_bold
    assert number.baseline == pytest.approx(day.baseline, abs=0.1)
    assert number.centre == pytest.approx(first(plan).line("SỞ GIÁO").centre, abs=NEAR)
    assert day.centre == pytest.approx(first(plan).line("CỘNG HÒA").centre, abs=NEAR)


@pytest.mark.parametrize(
    ("number", "on", "number_text", "day_text"),
    [
        (5, date(2020, 3, 5), "Số: 05/KH-SGDĐT", "An Giang, ngày 05 tháng 3 năm 2020"),
        (126, date(2021, 2, 12), "Số: 126/KH-SGDĐT", "An Giang, ngày 12 tháng 02 năm 2021"),
        (10, date(2021, 10, 1), "Số: 10/KH-SGDĐT", "An Giang, ngày 01 tháng 10 năm 2021"),
    ],
)
def test_small_numbers_days_and_the_first_two_months_get_a_zero(number, on, number_text, day_text):
    page = first(replace(SHORT, header=replace(HEADER, number=number, issued_on=on)))
    assert page.line("Số:").text == number_text
    assert page.line("An Giang, ngày").text == day_text


@BOTH
def test_name_and_subject_are_bold_centred_with_a_line_under_them(plan):
    page = first(plan)
    name, last = page.line("KẾ HOẠCH"), page.line("Phòng học bộ môn đăng ký đạt chuẩn năm học")
    middle = 30 + 165 / 2
    for line in (name, last):
        assert 13 <= line.size <= 14
        assert line.is_bold
        assert line.centre == pytest.approx(middle, abs=NEAR)
    left, right = page.rule_under(last)
    subject = [line for line in page.lines if name.baseline < line.baseline <= last.baseline]
    assert 1 / 3 <= (right - left) / max(line.width for line in subject) <= 1 / 2


def test_bases_are_italic_by_the_decree_and_upright_by_the_circular():
    assert first(PLAN).line("Thực hiện theo Hướng dẫn số 24/HD-SGDĐT").is_italic
    assert not first(OLD_PLAN).line("Thực hiện theo Hướng dẫn số 24/HD-SGDĐT").is_italic


def test_each_basis_ends_with_a_semicolon_and_the_last_one_with_a_full_stop():
    text = " ".join(first(LETTER).text.split())
    assert "mô hình trường học điện tử; Căn cứ Quyết định số 5296" in text
    assert "đạt mô hình Trường học điện tử. UBND Quận" in text


@BOTH
def test_the_body_is_upright_13_to_14_with_an_indented_first_line(plan):
    line = first(plan).line("Sở GDĐT xây dựng Kế hoạch")
    assert 13 <= line.size <= 14
    assert not line.is_bold
    assert 10 - NEAR <= line.left - 30 <= 12.7 + NEAR


@BOTH
def test_lines_and_paragraphs_keep_their_distance(plan):
    """At least single spacing and 6 pt between paragraphs, at most 1.5 lines."""
    page = first(plan)
    one, two = page.line("Sở GDĐT xây dựng"), page.line("thông tin (CNTT)")
    spacing = (two.baseline - one.baseline) * 72 / 25.4
    assert 14 * 1.15 - 0.2 <= spacing <= 14 * 1.15 * 1.5
    before, after = page.line("I. MỤC ĐÍCH"), page.line("1. Mục đích")
    assert (after.baseline - before.baseline) * 72 / 25.4 >= spacing + 6 - 0.2


@BOTH
def test_headings_are_bold_and_those_in_roman_numbers_in_capitals(plan):
    assert first(plan).line("I. MỤC ĐÍCH, YÊU CẦU").is_bold
    assert first(plan).line("1. Mục đích").is_bold


def test_a_heading_never_stands_alone_at_the_foot_of_a_page():
    for chapters in (1, 2, 3, 4, 5, 6):
        *pages, _last = measured(an_giang_plan(regime="nd30", chapters=chapters, annexes=0))
        for page in pages:
            assert not max(page.lines, key=lambda line: line.baseline).is_bold


def body_pages(document) -> list[Sheet]:
    pages = measured(document)
    last = next(at for at, page in enumerate(pages) if "Nơi nhận:" in page.text)
    return pages[: last + 1]


def page_number(page: Sheet) -> object:
    """The lonely figure in a margin, if there is one."""
    outside = [
        line for line in page.lines if line.baseline < 19 or line.baseline > page.height - 19
    ]
    return outside[0] if outside else None


def test_the_decree_numbers_pages_in_the_middle_of_the_top_margin_but_for_the_first():
    pages = body_pages(PLAN)
    assert page_number(pages[0]) is None
    for expected, page in enumerate(pages[1:], start=2):
        number = page_number(page)
        assert number.text == str(expected)
        assert number.baseline < 20
        assert number.centre == pytest.approx(30 + 165 / 2, abs=NEAR)
        assert 13 <= number.size <= 14
        assert not number.is_bold


def test_the_circular_numbers_pages_at_the_bottom_right_but_for_the_first():
    pages = body_pages(OLD_PLAN)
    assert page_number(pages[0]) is None
    for expected, page in enumerate(pages[1:], start=2):
        number = page_number(page)
        assert number.text == str(expected)
        assert number.baseline > 277
        assert number.right == pytest.approx(195, abs=NEAR)


@BOTH
def test_each_annex_begins_on_a_page_of_its_own_and_counts_from_one(plan):
    annexes = measured(plan)[len(body_pages(plan)) :]
    starts = [page for page in annexes if page.text.lstrip().startswith("Phụ lục")]
    assert len(starts) == 2
    assert [page_number(page) for page in starts] == [None, None]
    assert page_number(annexes[1]).text == "2"


def test_annexes_are_numbered_in_roman_by_the_decree_and_say_to_what_they_belong():
    text = "\n".join(page.text for page in measured(PLAN))
    assert "Phụ lục I\nLỊCH KIỂM TRA NĂM HỌC 2019 – 2020\n" in text
    assert "Phụ lục II\nDANH SÁCH ĐƠN VỊ\n" in text
    flat = " ".join(text.split())
    assert (
        "(Kèm theo Kế hoạch số 126/KH-SGDĐT ngày 17 tháng 9 năm 2019 của Sở Giáo dục và Đào tạo"
        " tỉnh An Giang)" in flat
    )


def test_the_head_of_an_annex():
    page = next(page for page in measured(PLAN) if page.text.startswith("Phụ lục I\n"))
    label, title, origin = (
        page.line("Phụ lục I"),
        page.line("LỊCH KIỂM TRA"),
        page.line("(Kèm theo"),
    )
    assert (label.size, label.is_bold) == (14, True)
    assert 13 <= title.size <= 14
    assert title.is_bold
    assert origin.is_italic
    assert not origin.is_bold
    assert label.centre == pytest.approx(30 + 165 / 2, abs=NEAR)


def test_the_head_of_a_table_is_repeated_on_every_page():
    pages = [page for page in measured(PLAN) if "Tháng 11/2019" in page.text]
    assert len(pages) >= 3
    assert all("Đơn vị được kiểm tra" in page.text for page in pages)


@BOTH
def test_the_text_ends_with_its_closing_mark_once(plan):
    text = "\n".join(page.text for page in measured(plan))
    assert text.count("./.") == 1
    assert "hướng dẫn\nthêm./." in text or "thêm./." in text


@pytest.mark.parametrize("paper", [PLAN, OLD_PLAN, LETTER])
def test_recipients_stand_level_with_the_first_line_over_the_signature(paper):
    page = body_pages(paper)[-1]
    recipients = page.line("Nơi nhận:")
    post = page.line(paper.signature.lines[0])
    assert (recipients.size, recipients.is_bold, recipients.is_italic) == (12, True, True)
    assert recipients.left == pytest.approx(30, abs=NEAR)
    assert recipients.baseline == pytest.approx(post.baseline, abs=0.1)
    entry = page.line("- ")
    assert (page.line("- Lưu:").size, entry.is_italic) == (11, False)


@pytest.mark.parametrize("paper", [PLAN, OLD_PLAN, LETTER])
def test_signature_block_is_bold_centred_with_room_for_signature_and_seal(paper):
    page = body_pages(paper)[-1]
    posts = [page.line(line) for line in paper.signature.lines]
    name = page.line(paper.signature.signer)
    for line in (*posts, name):
        assert 13 <= line.size <= 14
        assert line.is_bold
        assert line.centre == pytest.approx(name.centre, abs=NEAR)
        assert line.left > 105
    assert 25 <= name.baseline - posts[-1].baseline <= 45


def test_the_signature_never_stands_on_a_page_without_text():
    """Whatever the length of the text, at least two of its lines go with the signature."""
    for filler in range(1, 14):
        blocks = (*SHORT.blocks, *(Paragraph(f"Đoạn thêm {at}.") for at in range(filler * 2)))
        page = body_pages(replace(SHORT, blocks=blocks))[-1]
        above = [ln for ln in page.lines if 20 < ln.baseline < page.line("Nơi nhận:").baseline]
        assert len(above) >= 1, filler


def test_recipients_end_with_semicolons_and_the_archive_with_a_full_stop():
    text = body_pages(PLAN)[-1].text
    assert "- Website Sở GDĐT;" in text
    assert "- Lưu: VT, CNTTTVTB." in text


def test_electronic_recipients_are_named_apart():
    both = replace(SHORT, recipients=Recipients(SHORT.recipients.items, "VT", ("Các phòng GDĐT",)))
    text = body_pages(both)[-1].text
    assert text.index("Gửi bản giấy:") < text.index("Gửi bản điện tử:") < text.index("- Lưu: VT.")


def test_a_letter_has_its_subject_under_the_number_and_its_addressee():
    page = first(LETTER)
    number, subject = page.line("Số: 760/UBND-GD&ĐT"), page.line("V/v kiểm tra, công nhận")
    assert 12 <= subject.size <= 13
    assert not subject.is_bold
    assert not subject.is_italic
    assert subject.centre == pytest.approx(number.centre, abs=1.5)
    gap = (subject.baseline - number.baseline) * 72 / 25.4
    assert gap >= 12 + 6
    assert page.line("Kính gửi: Các trường").size in {13, 14}
    assert "KẾ HOẠCH" not in page.text


def test_several_addressees_are_a_list():
    letter = replace(LETTER, addressees=("Các phòng GDĐT", "Các trường THPT", "Các trung tâm GDTX"))
    for layout, lower in (("tt01_v2", 0), ("tt01_v3", 5.93)):
        page = measured(letter, layout)[0]
        head, last = page.line("Kính gửi:"), page.line("- Các trung tâm GDTX")
        below = page.line("- Các phòng GDĐT;").baseline - head.baseline
        assert below == pytest.approx(lower, abs=0.1)
        assert last.text.endswith(".")


def test_the_name_of_a_long_issuer_is_broken_where_a_reader_would():
    header = replace(
        HEADER,
        issuer=("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO THỊ XÃ BẾN CÁT",),
        superior=("UBND THỊ XÃ BẾN CÁT",),
    )
    page = first(replace(SHORT, header=header))
    assert page.line("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO").text == "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"
    assert page.line("THỊ XÃ BẾN CÁT").is_bold
    assert page.line("CỘNG HÒA").text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    number, day = page.line("Số:"), page.line("An Giang, ngày")
    assert number.baseline == pytest.approx(day.baseline, abs=0.1)


def test_shared_cells_span_their_rows():
    page = measured(LETTER)[-1]
    hang, hoa = page.line("Bà Nguyễn Thị"), page.line("Bà Ngô Thị Hoa")
    task = page.line("GV, NV trong việc khai thác")
    assert hang.baseline < task.baseline < hoa.baseline + 5
    assert page.text.count("Kiểm tra kỹ năng") == 1


def test_only_a_draft_has_a_watermark_on_every_page_and_no_number():
    draft = as_draft(PLAN)
    for page in measured(draft):
        assert "".join(char["text"] for char in page.tilted).replace(" ", "") == "DỰTHẢO"
    assert first(draft).line("Số: …/KH-SGDĐT")
    assert first(draft).line("An Giang, ngày … tháng … năm …")
    assert not any(page.tilted for page in measured(PLAN))


VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


def test_every_vietnamese_letter_can_be_read_back_in_every_style():
    letters = VOWELS + VOWELS.upper()
    words = " ".join(letters)
    styles = [(False, False), (True, False), (False, True), (True, True)]
    blocks = [Paragraph((Run(words, bold=bold, italic=italic),), "left") for bold, italic in styles]
    pages = measured(replace(SHORT, blocks=tuple(blocks)))
    for bold, italic in styles:
        read = "".join(
            char["text"] for page in pages for char in page.chars
            if ("Bold" in char["fontname"], "Italic" in char["fontname"]) == (bold, italic)
        )  # fmt: skip
        assert set(letters) <= set(unicodedata.normalize("NFC", read))


def test_decomposed_letters_print_like_composed_ones():
    text = "Kiểm tra việc thực hiện nhiệm vụ ở Sở Giáo dục"
    loose = replace(SHORT, blocks=(Paragraph(unicodedata.normalize("NFD", text), "left"),))
    tight = replace(SHORT, blocks=(Paragraph(text, "left"),))
    widths = [
        measured(paper)[0].line("Kiểm tra việc thực hiện nhiệm vụ ở").width
        for paper in (loose, tight)
    ]
    assert widths[0] == pytest.approx(widths[1], abs=0.1)


def test_points_are_lettered_by_the_vietnamese_alphabet():
    points = ListBlock(tuple(ListItem(f"Điểm {at}") for at in range(1, 7)), "letter")
    text = first(replace(SHORT, blocks=(Heading("article", "Điều 1.", "Thành lập"), points))).text
    assert [line[:2] for line in text.splitlines() if "Điểm" in line] == [
        "a)",
        "b)",
        "c)",
        "d)",
        "đ)",
        "e)",
    ]


def test_a_symbol_is_never_broken_at_its_hyphen():
    blocks = tuple(
        Paragraph(f"{'a' * filler} theo Quyết định số 01/2003/QĐ-BGDĐT ngày 02 tháng 01 năm 2003")
        for filler in range(20, 60, 2)
    )
    for page in measured(replace(SHORT, blocks=blocks)):
        assert "QĐ-\n" not in page.text


def test_a_table_with_rows_of_all_kinds_keeps_its_words():
    table = Table(
        (Column("TT", 10, "center"), Column("Nội dung"), Column("Ghi chú", 30)),
        (("1", Cell("Cả hai cột", colspan=2, bold=True)), ("2", "Dòng một\nDòng hai", "")),
        caption="Bảng 1",
    )
    text = first(replace(SHORT, blocks=(table,))).text
    for words in ("Bảng 1", "Cả hai cột", "Dòng một", "Dòng hai"):
        assert words in text
