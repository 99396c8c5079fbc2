"""What people send is read as they see it; what attackers send is not read at all."""

import random
import struct
import time
import tracemalloc
import unicodedata
import zipfile
import zlib
from io import BytesIO

import pytest

from core.spreadsheets.reading import read_workbook
from core.spreadsheets.refusals import WorkbookRefused
from tests.core.workbooks import HEADINGS, known_heading, sheet_xml, with_parts, xlsx

ROWS = [HEADINGS, ["001", "TH A", 12], ["002", "TH B", 9]]


def read(data: bytes):
    return read_workbook(data, is_heading=known_heading)


def refused(data: bytes) -> str:
    with pytest.raises(WorkbookRefused) as caught:
        read(data)
    return str(caught.value)


# The table ------------------------------------------------------------------------------------
def test_a_plain_table_is_read_with_its_row_numbers_and_numbers_as_people_see_them():
    sheet = read(xlsx(ROWS))
    assert sheet.headings == HEADINGS
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (2, ["001", "TH A", "12"]),
        (3, ["002", "TH B", "9"]),
    ]
    assert sheet.notices == []


def test_title_lines_above_the_table_are_passed_over():
    title = [["SỞ GIÁO DỤC VÀ ĐÀO TẠO", None, None], ["Danh sách trường", "năm học", "2019"], []]
    sheet = read(xlsx([*title, *ROWS], lambda page: page.merge_cells("A1:C1")))
    assert (sheet.header_row, len(sheet.rows), sheet.rows[0].number) == (4, 2, 5)


def test_headings_merged_over_two_rows_are_one_heading_row():
    rows = [["Mã trường", "Tên trường", "Quy mô"], [None, None, "Số lớp"], ["(1)", "(2)", "(3)"]]

    def shape(page):
        page.merge_cells("A1:A2")
        page.merge_cells("B1:B2")

    sheet = read(xlsx([*rows, *ROWS[1:]], shape))
    assert sheet.headings == HEADINGS
    assert [row.number for row in sheet.rows] == [4, 5]


def test_a_cell_merged_downwards_counts_for_all_its_rows_and_is_said():
    rows = [["Huyện", *HEADINGS], ["Thoại Sơn", *ROWS[1]], [None, *ROWS[2]]]
    sheet = read(xlsx(rows, lambda page: page.merge_cells("A2:A3")))
    assert [row.cells[0] for row in sheet.rows] == ["Thoại Sơn", "Thoại Sơn"]
    assert "A2:A3" in sheet.notices[0]
    assert "Thoại Sơn" in sheet.notices[0]


def test_cells_merged_across_are_an_error_of_their_row():
    sheet = read(xlsx(ROWS, lambda page: page.merge_cells("B3:C3")))
    assert sheet.rows[0].faults == []
    [(cell, sentence)] = sheet.rows[1].faults
    assert cell == "B3"
    assert "B3:C3" in sentence


def test_hidden_rows_are_left_out_and_each_is_named():
    def shape(page):
        for number in (3, 4, 6):
            page.row_dimensions[number].hidden = True

    rows = [HEADINGS, *([f"{n:03}", f"TH {n}", n] for n in range(2, 8))]
    sheet = read(xlsx(rows, shape))
    assert [row.number for row in sheet.rows if row.skipped] == [3, 4, 6]
    assert "3–4, 6" in sheet.notices[0]


def test_hidden_columns_and_total_rows_and_other_sheets_are_told():
    def shape(page):
        page.column_dimensions["C"].hidden = True
        page.append(["", "Tổng cộng", 21])
        page.parent.create_sheet("Ghi chú").append(["gì đó"])
        page.parent.create_sheet("Ẩn").sheet_state = "hidden"

    sheet = read(xlsx(ROWS, shape))
    assert sheet.hidden_columns == {3}
    assert [row.number for row in sheet.rows if row.skipped] == [4]
    assert any("Ghi chú" in notice for notice in sheet.notices)
    assert not any("Ẩn" in notice for notice in sheet.notices)


def test_decomposed_letters_arrive_composed_without_a_word():
    name = unicodedata.normalize("NFD", "Trường Tiểu học Mỹ Hòa Hưng")
    sheet = read(xlsx([HEADINGS, ["1", name, 3]]))
    assert sheet.rows[0].cells[1] == "Trường Tiểu học Mỹ Hòa Hưng"
    assert sheet.notices == []


def test_text_typed_in_an_old_font_raises_a_warning_that_names_cells():
    old = ["Tr­êng TiÓu häc Lª Lîi", "Tr­êng TiÓu häc NguyÔn Du", "Tr­êng TiÓu häc QuyÕt Th¾ng"]
    sheet = read(xlsx([HEADINGS, *([str(n), name, 1] for n, name in enumerate(old))]))
    assert "B2" in sheet.notices[0]
    assert "TCVN3" in sheet.notices[0]
    proper = read(xlsx([HEADINGS, *([str(n), "Trường Tiểu học Đoàn Kết", 1] for n in range(9))]))
    assert proper.notices == []


def test_reading_ends_after_fifty_empty_rows_and_says_what_was_not_read():
    def shape(page):
        page["B60"] = "TH C"

    sheet = read(xlsx(ROWS, shape))
    assert len(sheet.rows) == 2
    assert "60" in sheet.notices[0]


def test_styled_but_empty_cells_far_below_do_no_harm():
    def shape(page):
        page["A900000"].number_format = "0.00"

    assert len(read(xlsx(ROWS, shape)).rows) == 2


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_utf_8_is_read(mark, separator):
    text = "\n".join(separator.join(map(str, row)) for row in ROWS)
    assert [row.cells for row in read(mark + text.encode()).rows] == [
        ["001", "TH A", "12"],
        ["002", "TH B", "9"],
    ]


# What is refused ------------------------------------------------------------------------------
def test_csv_in_another_encoding_is_refused_with_the_remedy():
    text = "Mã trường,Tên trường\n1,Trường".replace("ã", "Þ").encode("cp1252", "replace")
    assert "UTF-8" in refused(text + b"\xd0\xe0")


def test_a_sheet_without_headings_is_refused():
    assert "40" in refused(xlsx([["a", "b"], ["c", "d"]]))


def test_one_cell_in_the_last_row_is_refused_before_a_million_rows_are_laid_out():
    bomb = with_parts(
        xlsx(ROWS),
        {"xl/worksheets/sheet1.xml": sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')},
    )  # fmt: skip
    assert len(bomb) < 6_000
    tracemalloc.start()
    started = time.monotonic()
    assert "XFD1048576" in refused(bomb)
    assert time.monotonic() - started < 2
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "rows",
    [
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row><c\tr = "A1048576"><v>1</v></c></row>',
        '<row r="30000"><c><v>1</v></c></row>',
        "<row>" + "<c><v>1</v></c>" * 200 + "</row>",
        '<row r="1"><c r="A1" x="&gt;"/><c r="A90000" x="></c>"><v>1</v></c></row>',
    ],
)
def test_odd_spellings_of_far_cells_are_found_too(rows):
    bomb = with_parts(xlsx(ROWS), {"xl/worksheets/sheet1.xml": sheet_xml(rows)})
    refused(bomb)


def test_a_far_cell_hidden_in_a_part_that_does_not_look_like_a_sheet_is_found():
    rows = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    refused(with_parts(xlsx(ROWS), {"xl/worksheets/other.dat": sheet_xml(rows)}))


def test_a_part_of_pure_repetition_is_refused():
    bomb = with_parts(xlsx(ROWS), {"xl/media/filler.bin": b"0" * 30_000_000})
    assert len(bomb) < 60_000
    refused(bomb)


def test_more_than_a_hundred_megabytes_unpacked_are_refused():
    chance = random.Random(1)
    lump = b"".join(chance.randbytes(2_000) * 10 for _ in range(1_050))
    bomb = with_parts(xlsx(ROWS), {f"xl/media/{n}.bin": lump for n in range(5)})
    assert "100 MB" in refused(bomb)


def test_a_directory_that_lies_about_sizes_is_not_believed():
    data = bytearray(with_parts(xlsx(ROWS), {"xl/media/x.bin": b"0" * 20_000_000}))
    position = data.rindex(b"PK\x01\x02")
    while data[position + 46 : position + 60] != b"xl/media/x.bin":
        position = data.rindex(b"PK\x01\x02", 0, position)
    data[position + 24 : position + 28] = struct.pack("<I", 1000)
    refused(bytes(data))


def test_a_very_long_text_shared_by_very_many_cells_is_refused():
    cells = "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{c}{r}" t="s"><v>0</v></c>' for c in "ABCDEFGH")
        + "</row>"
        for r in range(1, 4001)
    )
    text = zlib.compress(b"").hex() + "x" * 32_000
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{text}</t></si></sst>'
    plain = xlsx(ROWS)
    data = with_parts(
        plain,
        {"xl/worksheets/sheet1.xml": sheet_xml(cells), "xl/sharedStrings.xml": shared.encode()},
    )
    refused(data)


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("xl/vbaProject.bin", "macro"),
        ("xl/externalLinks/externalLink1.xml", ""),
        ("../../etc/passwd", ""),
        ("/xl/a.xml", ""),
    ],
)
def test_macros_links_to_other_files_and_escaping_names_are_refused(part, word):
    assert word in refused(with_parts(xlsx(ROWS), {part: b"x"})).lower()


def test_entities_are_refused():
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    refused(with_parts(xlsx(ROWS), {"xl/sharedStrings.xml": evil}))


def test_more_than_two_thousand_parts_are_refused():
    refused(with_parts(xlsx(ROWS), {f"xl/media/{n}.bin": b"x" for n in range(2_001)}))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    "data",
    [
        OLE + "EncryptedPackage".encode("utf-16-le"),
        OLE + "Workbook".encode("utf-16-le"),
        OLE,
        b"MZ\x90\x00" + b"\0" * 200,
        b"%PDF-1.7 ...",
        b"<html><table><tr><td>1</td></tr></table></html>",
        b"",
        b"\0\1\2\3",
        b"PK\x03\x04 cut off",
        b"just words",
    ],
)
def test_what_only_pretends_to_be_a_workbook_is_refused_with_a_sentence(data):
    assert refused(data).endswith(".")


def test_each_disguise_has_its_own_sentence():
    sentences = {
        refused(OLE + "EncryptedPackage".encode("utf-16-le")),
        refused(OLE + "Workbook".encode("utf-16-le")),
        refused(b"MZ\x90\x00"),
        refused(b"%PDF-1.7"),
        refused(xlsx(ROWS)[:900]),
    }
    assert len(sentences) == 5
    assert ".xlsx" in refused(OLE + "Workbook".encode("utf-16-le"))


def test_a_workbook_cut_short_at_any_place_is_refused_not_a_crash():
    data = xlsx(ROWS)
    for cut in range(0, len(data), 97):
        refused(data[:cut])


def test_a_workbook_with_a_flipped_byte_is_read_or_refused_never_a_crash():
    data = xlsx(ROWS)
    for place in range(0, len(data), 13):
        broken = bytearray(data)
        broken[place] ^= 0xFF
        try:
            read(bytes(broken))
        except WorkbookRefused:
            continue


def test_a_part_locked_with_a_password_is_refused():
    data = bytearray(xlsx(ROWS))
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        offset = archive.infolist()[0].header_offset
    central = data.index(b"PK\x01\x02")
    data[offset + 6] |= 1
    data[central + 8] |= 1
    refused(bytes(data))
