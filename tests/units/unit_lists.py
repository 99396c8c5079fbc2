"""A department's list of units as its officers keep it in Excel, sound or with planted faults."""

from __future__ import annotations

from io import BytesIO
from typing import Any

HEADINGS = [
    "STT", "Mã trường", "Tên trường", "Cấp học", "Loại", "Phòng GDĐT", "Huyện", "Xã", "Email",
    "Điện thoại", "Hiệu trưởng", "Số lớp", "Số học sinh", "Ngày hiệu lực",
]  # fmt: skip
TITLE = [["SỞ GIÁO DỤC VÀ ĐÀO TẠO AN GIANG"], ["DANH SÁCH TRƯỜNG NĂM HỌC 2019-2020"], []]
FIRST_ROW = len(TITLE) + 2
OFFICES = ["An Phú", "Châu Đốc", "Châu Phú", "Chợ Mới", "Thoại Sơn", "Tịnh Biên", "Tri Tôn"]
_LEVELS = [("Trường Mầm non", "MN"), ("Trường Tiểu học", "TH"), ("Trường THCS", "THCS")]
_SYLLABLES = ["Mỹ", "Hòa", "Bình", "Long", "Phước", "Thạnh", "Vĩnh", "Khánh", "Định", "Tân", "Đông"]


def name_of(number: int) -> str:
    """Each name once, none a slip of the pen away from another."""
    one, rest = number % 11, number // 11
    words = [_SYLLABLES[one], _SYLLABLES[rest % 11], str(rest // 11 + 1)]
    return f"{_LEVELS[number % 3][0]} {' '.join(words)}"


def sound_rows(count: int) -> list[list[Any]]:
    """`count` faultless rows, in the order of `HEADINGS`."""
    rows = []
    for number in range(count):
        district = OFFICES[number % len(OFFICES)]
        rows.append([
            number + 1, f"89{number:06}", name_of(number), _LEVELS[number % 3][1], "Trường",
            f"Phòng GDĐT {district}", district, f"Xã {_SYLLABLES[number % 11]} {number % 9}",
            f"truong{number}@angiang.edu.vn", f"02963{number:06}", "Hiệu trưởng (mẫu)",
            5 + number % 30, 200 + number, "05/09/2019",
        ])  # fmt: skip
    return rows


# Heading, first row, distance between rows, the faulty values.
FAULTS: list[tuple[str, int, int, list[Any]]] = [
    ("Tên trường", 10, 7, ["", None, "   ", ""]),
    ("Cấp học", 50, 9, ["TH-ABC", "tiểu", "đại học", "cao đẳng", "X"]),
    ("Loại", 110, 11, ["Công ty", "Nhà máy", "abc"]),
    ("Phòng GDĐT", 150, 13, ["Phòng GDĐT Long Xuyên", "Phòng GDĐT Hà Nội", "không rõ", "P."]),
    ("Email", 210, 8, ["abc", "a@", "@b.vn", "a b@c.vn", "truong.angiang.edu.vn"]),
    ("Điện thoại", 260, 6, ["không có", "12", "0296-abc", "..."]),
    ("Số lớp", 300, 5, ["mười", -3, 12.5, 9999]),
    ("Số học sinh", 330, 5, ["nhiều", "1e9", 99999999]),
    ("Ngày hiệu lực", 360, 5, ["31/02/2019", "2019", "hôm nay", "05/13/2019"]),
]
# Two rows with one code, two rows with one name: each of the pair is at fault.
PAIRS = [("Mã trường", 400, 401), ("Tên trường", 500, 507)]


def cell(index: int, heading: str) -> str:
    return f"{chr(65 + HEADINGS.index(heading))}{index + FIRST_ROW}"


def plant_faults(rows: list[list[Any]]) -> set[str]:
    """Spoil 40 rows; returns the cells that must be named, one a row."""
    planted = set()
    for heading, first, step, values in FAULTS:
        for number, value in enumerate(values):
            rows[first + number * step][HEADINGS.index(heading)] = value
            planted.add(cell(first + number * step, heading))
    for heading, one, other in PAIRS:
        column = HEADINGS.index(heading)
        rows[one][column] = rows[other][column]
        planted |= {cell(one, heading), cell(other, heading)}
    return planted


def workbook_of(rows: list[list[Any]], headings: list[str] | None = None) -> bytes:
    """As an officer saves it: title lines, a heading row, the rows."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    for row in [*TITLE, headings or HEADINGS, *rows]:
        page.append(row)
    page.merge_cells("A1:N1")
    page.merge_cells("A2:N2")
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
