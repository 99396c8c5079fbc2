"""Long annexes and a batch of papers: seconds, seconds a page and the memory of one process.

Memory is the high-water mark of a fresh process that sets the paper (VmHWM of Linux), because a
worker that passes its limit is killed with what it holds.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
import pikepdf

from documents.blocks import (
    Annex,
    Column,
    Document,
    Header,
    Heading,
    Paragraph,
    Recipients,
    Signature,
    Table,
    Title,
    from_json,
    to_json,
)
from documents.domain import pdf_for
from documents.layouts.html import paper_html
from documents.rendering.batches import Printed, batch_pdf
from inspection_portal.bench.measuring import Row
from inspection_portal.bench.papers import (
    LAYOUT,
    an_giang_plan,
    chromium,
    paper_stylesheet,
    portal_and_chromium,
)
from inspection_portal.bench.registry import benchmark

CORES, PAPERS = 2, 100
MOST_MEMORY_MB = 300
WIDE = (10, 34, 22, 14, 20, 16, 16, 24, 24, 24, 24, 24)
WORDS = "Đoàn kiểm tra làm việc với Ban giám hiệu, xem hồ sơ, đối chiếu sổ sách với thực tế tại kho và thư viện; "


def wide_annex(rows: int) -> Annex:
    """A landscape table of twelve columns, as a register of schools has them."""
    columns = tuple(Column(f"Cột {at}", width) for at, width in enumerate(WIDE, start=1))
    line = ("Trường THCS Nguyễn Đình Chiểu", "Chợ Mới", "THCS", "01/10/2019", "8 giờ 30", "24",
            "1.043", "Đạt chuẩn", "Tiên tiến", "Thư viện", "Còn thiếu")  # fmt: skip
    table = Table(columns, tuple((str(at), *line) for at in range(1, rows + 1)))
    return Annex("Danh sách các đơn vị", (table,), orientation="landscape")


def minutes(number: int) -> Document:
    """A record of two to three pages, as an inspection of a school leaves it."""
    texts = tuple(
        part
        for at in range(1, 8)
        for part in (
            Heading("section", f"{at}.", f"Nội dung {at}"),
            Paragraph(f"{WORDS * 4}{number}.{at}"),
        )
    )
    columns = (Column("TT", 12, "center"), Column("Nội dung"), Column("Kết quả", 40))
    rows = tuple(
        (str(at), f"Số đăng ký tổng quát, sổ mượn {number}", "Đầy đủ") for at in range(1, 13)
    )
    return Document(
        kind_code="BB", regime="nd30",
        header=Header(("SỞ GIÁO DỤC VÀ ĐÀO TẠO",), "BB-SGDĐT", "An Giang", number=number, dated=False),
        title=Title("BIÊN BẢN", f"Kiểm tra công tác thư viện, thiết bị dạy học – số {number}"),
        blocks=(*texts, Table(columns, rows)),
        signature=Signature(("TRƯỞNG ĐOÀN",), "Nguyễn Văn A"), recipients=Recipients(), draft=False,
    )  # fmt: skip


@contextmanager
def workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """Fresh processes, warm before the clock starts."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=django.setup) as pool:
        list(pool.map(set_one, [to_json(minutes(1))] * count))
        yield pool


def set_one(tree: dict[str, Any]) -> tuple[bytes, int]:
    """A paper set in this process, and the most memory the process ever held, in MB."""
    data = pdf_for(from_json(tree), LAYOUT)
    return data, _peak_mb()


def _peak_mb() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def _pages(data: bytes) -> int:
    with pikepdf.open(BytesIO(data)) as opened:
        return len(opened.pages)


@benchmark("annex-wide", "Annexes of 100, 750 and 3,000 rows × 12 columns against Chromium")
def annex_wide(scale: str) -> list[Row]:
    """The goal of 0.5 × Chromium is for 750 rows; the others are told beside it."""
    plan = replace(an_giang_plan(), annexes=())
    return [
        row
        for rows, limit, rounds in ((100, None, 3), (750, 0.5, 2), (3_000, None, 1))
        for row in _measured(
            f"annex-{rows}x12", replace(plan, annexes=(wide_annex(rows),)), limit, rounds
        )
    ]


@benchmark("plan-with-annex", "The An Giang plan with its own annexes against Chromium")
def plan_with_annex(scale: str) -> list[Row]:
    return _measured("plan-with-annex", an_giang_plan(), 1.5, 5)


def _measured(name: str, document: Document, limit: float | None, rounds: int) -> list[Row]:
    kept: dict[str, bytes] = {}
    found = portal_and_chromium(document, rounds, lambda data: kept.update(pdf=data))
    with workers(1) as pool:
        memory = pool.submit(set_one, to_json(document)).result()[1]
    pages = _pages(kept["pdf"])
    ratio = found["portal"] / found["peer"]
    goal = f"≤ {limit} × Chromium" if limit else "told only"
    note = f"{pages} pages, {found['portal'] / pages / 1000:.3f} s a page"
    return [
        Row(name, found["portal"], "ms", goal, not limit or ratio <= limit, peer=found["peer"], note=note),
        memory_row(name, memory),
    ]  # fmt: skip


def memory_row(name: str, megabytes: int) -> Row:
    return Row(
        f"{name}-memory", megabytes, "MB", f"≤ {MOST_MEMORY_MB} MB", megabytes <= MOST_MEMORY_MB
    )  # fmt: skip


@benchmark("batch-100", "A hundred records as one file on two cores against Chromium")
def batch_100(scale: str) -> list[Row]:
    """Both print the same pages; Chromium one paper after the other in a warm tab."""
    trees = [minutes(number) for number in range(1, PAPERS + 1)]
    style, peaks = paper_stylesheet(), [0]
    pages = [paper_html(tree, LAYOUT) for tree in trees]
    with workers(CORES) as pool, chromium() as print_page, TemporaryDirectory() as folder:
        begun = time.perf_counter()
        made = list(pool.map(set_one, map(to_json, trees), chunksize=5))
        peaks += [peak for _data, peak in made]
        papers = [
            Printed(f"Số {at}", partial(written, data)) for at, (data, _peak) in enumerate(made)
        ]
        whole = batch_pdf(papers, Path(folder), duplex=True, told=lambda _done: None)
        ours = time.perf_counter() - begun
        count = _pages(whole.read_bytes())
        begun = time.perf_counter()
        for html in pages:
            print_page(html, style)
        peer = time.perf_counter() - begun
    note = f"{count} pages with blank backs, {ours / count:.3f} s a page, {CORES} processes"
    row = Row("batch-100", ours * 1000, "ms", "≤ 1 × Chromium", ours <= peer, peer=peer * 1000, note=note)  # fmt: skip
    return [row, memory_row("batch-100", max(peaks))]


def written(data: bytes, target: Path) -> None:
    target.write_bytes(data)
