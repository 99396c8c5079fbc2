"""A department's list of 5,000 units through the whole import, against python-calamine alone."""

import io
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from python_calamine import CalamineWorkbook

from accounts.permissions import Permission
from core.files.models import StoredFile
from core.spreadsheets import importing
from core.spreadsheets.reading import read_workbook
from core.spreadsheets.registry import Scope, kind_of
from core.spreadsheets.writing import Column, Sheet, workbook
from inspection_portal.bench.measuring import Row, in_turns
from inspection_portal.bench.pages import specialist
from inspection_portal.bench.registry import benchmark
from units.models import Unit

ROWS, ROUNDS = 5_000, 3
GOAL_READ, GOAL_SECONDS = 6.0, 10


def list_of_units() -> bytes:
    """A list as a department keeps one: names with diacritics, codes, levels, places, figures."""
    columns: list[Column[int]] = [
        Column("Mã trường", lambda n: f"8{n:07d}"),
        Column("Tên trường", lambda n: f"Trường Tiểu học Nguyễn Đình Chiểu {n}"),
        Column("Cấp học", lambda n: "TH" if n % 3 else "TH, THCS"),
        Column("Huyện", lambda n: f"Chợ Mới {n % 11}"),
        Column("Xã", lambda n: f"Long Điền {n % 150}"),
        Column("Thư điện tử", lambda n: f"truong{n}@angiang.example.vn"),
        Column("Số lớp", lambda n: 10 + n % 30),
        Column("Số học sinh", lambda n: 300 + n % 900),
    ]
    return workbook([Sheet("Danh sách", columns, range(1, ROWS + 1))])


@benchmark("units-import", "Import of 5,000 units against python-calamine alone")
def units_import(scale: str) -> list[Row]:
    content, kind = list_of_units(), kind_of("units")
    reading = in_turns(
        {
            "calamine": partial(_calamine, content),
            "read": partial(read_workbook, content, is_heading=kind.knows),
        },
        ROUNDS * 3,
    )
    whole = in_turns({"calamine": partial(_calamine, content), "whole": partial(_import, content)},
                     ROUNDS, warm_up=0)  # fmt: skip
    read_goal = reading["read"] <= GOAL_READ * reading["calamine"]
    return [
        Row("units-import read", reading["read"], "ms", f"≤ {GOAL_READ:g} × calamine", read_goal,
            floor=reading["calamine"], note="checked for size and bombs, headings found"),
        Row("units-import", whole["whole"], "ms", f"≤ {GOAL_SECONDS} s",
            whole["whole"] <= GOAL_SECONDS * 1000, floor=whole["calamine"],
            note="read, matched, previewed with every row kept, written with its history"),
    ]  # fmt: skip


def _calamine(content: bytes) -> int:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return len(book.get_sheet_by_index(0).to_python())


@transaction.atomic
def _import(content: bytes) -> None:
    """From the file to 5,000 units, then all of it taken back."""
    user, kind = specialist(), kind_of("units")
    department = Unit.objects.filter(pk__in=user.units_where(Permission.IMPORT_UNITS)).earliest(
        "pk"
    )
    file = StoredFile(name="units.xlsx", size=len(content), media_type="", sha256="0" * 64)
    file.content.save("units.xlsx", ContentFile(content), save=False)
    file.save()
    try:
        scope = Scope(department.pk, department.pk, department.name)
        sheet = read_workbook(content, is_heading=kind.knows)
        batch = importing.start(kind, file, sheet, scope, by=user)
        importing.check(batch)
        importing.commit(batch, by=user)
    finally:
        file.content.delete(save=False)
        transaction.set_rollback(True)
