"""Exports hold what people typed, as text, whatever they typed; Excel opens them without a word."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from core.spreadsheets import Column, Sheet, excel_response, workbook
from core.spreadsheets.reading import read_workbook

PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0",
    "{=1+1}", "=1+1\x00", "\x0b\x01", "📚 thư viện", "http://evil.example", "_x0041_", "x" * 40_000,
    "😀" * 20_000, "\ud800", "﷐\ufffe",
]  # fmt: skip


def opened(data: bytes):
    import openpyxl

    return openpyxl.load_workbook(BytesIO(data))


def text_column(kind="text"):
    return Column("Giá trị", lambda row: row, kind=kind)


@pytest.mark.parametrize("kind", ["text", "int", "date", "link"])
def test_no_payload_becomes_a_formula_or_a_link_elsewhere(kind):
    book = opened(workbook([Sheet("=1+1", [text_column(kind)], PAYLOADS, ["=2+2"])]))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) >= len(PAYLOADS)
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []


def test_a_heading_may_look_like_a_formula_too():
    book = opened(workbook([Sheet("a", [Column("=1+1", str)], ["x"])]))
    assert book.active["A1"].data_type == "s"


def test_text_is_kept_but_for_control_characters_and_beyond_what_a_cell_holds():
    book = opened(workbook([Sheet("a", [text_column()], PAYLOADS)]))
    values = [row[0].value for row in book.active.iter_rows(min_row=2)]
    assert values[0] == "=1+1"
    assert values[9] == "=1+1"
    assert len(values[14]) <= 32_767
    assert values[14].endswith("…")
    assert len(values[15].encode("utf-16-le")) // 2 <= 32_767
    assert read_workbook(workbook([Sheet("a", [text_column()], ["_x0041_"])])).rows[0].cells == [
        "_x0041_"
    ]


def test_numbers_days_and_moments_keep_their_kind():
    columns = [
        Column("Số", lambda row: row[0], kind="int"),
        Column("Ngày", lambda row: row[1], kind="date"),
        Column("Lúc", lambda row: row[2], kind="date"),
        Column("Trống", lambda row: None, kind="int"),
    ]
    moment = datetime(2019, 9, 5, 20, 30, tzinfo=UTC)
    page = opened(workbook([Sheet("a", columns, [(1234, date(2019, 9, 5), moment)])])).active
    assert page["A2"].value == 1234
    assert page["A2"].number_format == "#,##0"
    assert page["B2"].value.isoformat() == "2019-09-05T00:00:00"
    assert page["B2"].number_format == "dd/mm/yyyy"
    assert page["C2"].value.isoformat() == "2019-09-06T03:30:00"
    assert page["D2"].value is None


def test_links_lead_to_this_site_only(settings):
    settings.SITE_URL = "https://kiemtra.example"
    rows = ["/units/5/", "//evil.example/", "javascript:alert(1)"]
    page = opened(workbook([Sheet("a", [text_column("link")], rows)])).active
    assert page["A2"].hyperlink.target == "https://kiemtra.example/units/5/"
    assert [page["A3"].hyperlink, page["A4"].hyperlink] == [None, None]


def test_the_sheet_prints_on_a4_landscape_with_its_headings_on_every_page():
    columns = [Column("A", str), Column("B", str), Column("C", str)]
    page = opened(workbook([Sheet("a", columns, "xyz", ["Danh sách", "2019"])])).active
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert page.print_title_rows == "$3:$3"
    assert page.freeze_panes == "C4"
    assert page.auto_filter.ref == "A3:C6"
    assert page["A1"].value == "Danh sách"
    assert page["A3"].font.bold


def test_sheet_names_are_made_acceptable_and_different():
    titles = ["Kế hoạch: 1/2 [x]", "Kế hoạch: 1/2 [x]", "", "'a'", "y" * 60, "Y" * 60, "History"]
    names = opened(workbook([Sheet(title, [text_column()], []) for title in titles])).sheetnames
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 for name in names)


def test_the_file_name_travels_with_its_diacritics_and_without_tricks():
    response = excel_response('Kế hoạch\r\nX: "a"/../b.xlsx', [Sheet("a", [text_column()], [])])
    header = response["Content-Disposition"]
    assert "filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch" in header
    assert "\n" not in header
    assert "/" not in header.split("UTF-8''")[1]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_what_is_written_is_read_back_without_a_remark():
    columns = [Column("Mã", lambda row: row[0]), Column("Tên", lambda row: row[1])]
    rows = [("001", "Trường Tiểu học Đoàn Kết"), ("002", "=1+1")]
    sheet = read_workbook(workbook([Sheet("Trường", columns, rows)]))
    assert [row.cells for row in sheet.rows] == [list(row) for row in rows]
    assert sheet.notices == []


def test_an_export_holds_no_formula_anywhere_in_its_parts():
    data = workbook([Sheet("a", [text_column()], PAYLOADS)])
    with zipfile.ZipFile(BytesIO(data)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in page
    assert b"<f " not in page
