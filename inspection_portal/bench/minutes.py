"""Minutes of inspections as PDF, against warm headless Chromium printing the same pages."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from documents.blocks import Cell, Column, Document, Heading, Paragraph, Signature, Table, to_json
from documents.domain import pdf_for
from documents.layouts.html import paper_html
from documents.rendering.batches import Printed, batch_pdf
from inspection_portal.bench import batches
from inspection_portal.bench.measuring import Row, in_turns
from inspection_portal.bench.papers import LAYOUT, chromium, paper_stylesheet
from inspection_portal.bench.registry import benchmark

CRITERIA, GROUP = 120, 12
SECONDS = 5
SIGNERS = (("THƯ KÝ", "Bà Trần Thị B"), ("ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA", "Bà Lê Thị C"))
_COLUMNS = (
    Column("TT", 14, "center"), Column("Tiêu chí"), Column("Ghi nhận khi kiểm tra", 33),
    Column("Giá trị chính thức", 26), Column("Điểm tối đa", 14, "center"), Column("Điểm", 14, "center"),
    Column("Ghi chú", 27),
)  # fmt: skip


def answered(count: int, number: int = 1) -> Document:
    """Minutes as `inspections.documents` makes them: a table of criteria between texts."""
    rows: list[tuple[Cell | str, ...]] = []
    for at in range(count):
        if at % GROUP == 0:
            title = f"{at // GROUP + 1}. Tiêu chuẩn về cơ sở vật chất, hồ sơ và hoạt động"
            rows.append((Cell(title, colspan=len(_COLUMNS), bold=True, align="left"),))
        rows.append(
            (f"{at // GROUP + 1}.{at % GROUP + 1}", "Tỷ lệ sách tham khảo trên học sinh đạt chuẩn theo cấp học",
             "2,4 bản/học sinh (1.204 / 502)", "2,4 bản/học sinh", "2", "1,5", "Đối chiếu sổ đăng ký")
        )  # fmt: skip
    texts = (
        Heading("section", "II.", "Ưu điểm, việc làm tốt"), Paragraph(batches.WORDS * 2),
        Heading("section", "III.", "Tồn tại, hạn chế, sai phạm"), Paragraph(batches.WORDS * 2),
    )  # fmt: skip
    return replace(
        batches.minutes(number), blocks=(Table(_COLUMNS, tuple(rows)), *texts),
        cosigners=tuple(Signature((post,), name) for post, name in SIGNERS),
    )  # fmt: skip


@benchmark("minutes-pdf", "Minutes of 120 criteria as PDF against Chromium")
def minutes_pdf(scale: str) -> list[Row]:
    document, style, sizes = answered(CRITERIA), paper_stylesheet(), dict[str, int]()
    html = paper_html(document, LAYOUT)

    def portal() -> None:
        sizes["portal"] = len(pdf_for(document, LAYOUT))

    with chromium() as print_page:
        found = in_turns({"portal": portal, "peer": partial(print_page, html, style)}, 5)
    note = f"{sizes['portal'] // 1024} KB, tagged, layout {LAYOUT}"
    within = found["portal"] <= SECONDS * 1000
    return [Row("minutes-pdf", found["portal"], "ms", f"≤ {SECONDS} s", within, peer=found["peer"], note=note)]  # fmt: skip


@benchmark("batch-minutes-100", "A hundred minutes as one file on two cores against Chromium")
def batch_minutes_100(scale: str) -> list[Row]:
    """Minutes of 24 criteria each; Chromium prints the same pages one after the other in a warm tab."""
    trees = [answered(24, number) for number in range(1, batches.PAPERS + 1)]
    style, pages = paper_stylesheet(), [paper_html(tree, LAYOUT) for tree in trees]
    with batches.workers(batches.CORES) as pool, chromium() as print_page, TemporaryDirectory() as folder:  # fmt: skip
        begun = time.perf_counter()
        made = list(pool.map(batches.set_one, map(to_json, trees), chunksize=5))
        papers = [
            Printed(f"Số {at}", partial(batches.written, data))
            for at, (data, _peak) in enumerate(made)
        ]
        batch_pdf(papers, Path(folder), duplex=True, told=lambda _done: None)
        ours = time.perf_counter() - begun
        begun = time.perf_counter()
        for html in pages:
            print_page(html, style)
        peer = time.perf_counter() - begun
    note = f"{ours / batches.PAPERS:.3f} s each, {batches.CORES} processes"
    return [
        Row("batch-minutes-100", ours * 1000, "ms", "≤ 1 × Chromium", ours <= peer, peer=peer * 1000, note=note),
        batches.memory_row("batch-minutes-100", max(peak for _data, peak in made)),
    ]  # fmt: skip
