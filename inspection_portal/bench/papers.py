"""Papers by the portal's engine, against warm headless Chromium printing the same HTML."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.contrib.staticfiles import finders

from documents.blocks import Annex, Column, Document, Table
from documents.domain import pdf_for
from documents.enums import CURRENT_LAYOUT, Regime
from documents.layouts.html import LAYOUTS, paper_html
from documents.registry import build
from inspection_portal.bench.measuring import Row, in_turns
from inspection_portal.bench.registry import benchmark
from plans.models import InspectionPlan

ANNEX_ROWS = 750
LAYOUT = CURRENT_LAYOUT[Regime.ND30]
Print = Callable[[str, str], bytes]


def an_giang_plan() -> Document:
    plan = InspectionPlan.objects.filter(issuer__name__contains="An Giang").earliest("pk")
    return build(f"plans.plan:{plan.pk}")


def with_long_annex(document: Document) -> Document:
    """The same paper with one annex: every school of a province on a line of seven cells."""
    columns = (
        Column("STT", 10, "center"), Column("Đơn vị"), Column("Huyện", 28), Column("Cấp học", 18),
        Column("Ngày", 22), Column("Giờ", 16), Column("Nội dung", 40),
    )  # fmt: skip
    rows = tuple(
        (
            str(n), f"Trường Tiểu học Nguyễn Đình Chiểu {n}", f"Chợ Mới {n % 11}", "TH",
            f"{1 + n % 28:02d}/10/2019", "8 giờ 30", "Thư viện, thiết bị dạy học",
        )
        for n in range(1, ANNEX_ROWS + 1)
    )  # fmt: skip
    annex = Annex("Lịch kiểm tra các đơn vị", (Table(columns, rows),), orientation="landscape")
    return replace(document, annexes=(annex,))


@benchmark("plan-pdf", "The An Giang plan as PDF against Chromium")
def plan_pdf(scale: str) -> list[Row]:
    return [_against_chromium("plan-pdf", an_giang_plan(), rounds=5, seconds=5)]


@benchmark("annex-750", "An annex of 750 rows as PDF against Chromium")
def annex_750(scale: str) -> list[Row]:
    document = with_long_annex(an_giang_plan())
    return [_against_chromium("annex-750", document, rounds=2, seconds=30)]


def _against_chromium(name: str, document: Document, *, rounds: int, seconds: int) -> Row:
    html, style = paper_html(document, LAYOUT), paper_stylesheet()
    sizes: dict[str, int] = {}

    def portal() -> None:
        sizes["portal"] = len(pdf_for(document, LAYOUT))

    with chromium() as print_page:
        medians = in_turns({"portal": portal, "peer": partial(print_page, html, style)}, rounds)
    return Row(
        name, medians["portal"], "ms", f"≤ {seconds} s", medians["portal"] <= seconds * 1000,
        peer=medians["peer"], note=f"{sizes['portal'] // 1024} KB, tagged, layout {LAYOUT}",
    )  # fmt: skip


def paper_stylesheet() -> str:
    found = [(name, finders.find(name)) for name in LAYOUTS[LAYOUT].stylesheets]
    missing = [name for name, path in found if not path]
    if missing:
        raise RuntimeError(f"{', '.join(missing)} is missing")
    return "\n".join(Path(str(path)).read_text() for _name, path in found)


@contextmanager
def chromium() -> Iterator[Print]:
    """A browser that is open already and prints one paper after the other."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a development package

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page()

        def print_page(html: str, style: str) -> bytes:
            page.set_content(html.replace("</head>", f"<style>{style}</style></head>"))
            return page.pdf(prefer_css_page_size=True, print_background=True)

        yield print_page
        browser.close()
