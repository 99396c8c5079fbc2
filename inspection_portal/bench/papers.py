"""Papers by the portal's engine, against warm headless Chromium printing the same HTML."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from documents.blocks import Annex, Column, Document, Table, from_json, to_json
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


def reworded(document: Document, number: int) -> Document:
    """The same paper with a number behind every sentence and cell.

    Typst keeps what it has set: only a paper with words of its own costs what a new paper costs.
    """
    return from_json(_numbered(to_json(document), number))


def _numbered(value: Any, number: int) -> Any:
    if isinstance(value, dict):
        return {key: _numbered(one, number) for key, one in value.items()}
    if isinstance(value, list):
        return [_numbered(one, number) for one in value]
    is_sentence = isinstance(value, str) and " " in value and "://" not in value
    return f"{value} {number}" if is_sentence else value


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
    return [_against_chromium("plan-pdf", an_giang_plan(), rounds=7, limit=1.5)]


@benchmark("annex-750", "An annex of 750 rows as PDF against Chromium")
def annex_750(scale: str) -> list[Row]:
    document = with_long_annex(an_giang_plan())
    return [_against_chromium("annex-750", document, rounds=3, limit=0.5)]


def _against_chromium(name: str, document: Document, *, rounds: int, limit: float) -> Row:
    sizes: dict[str, int] = {}
    medians = portal_and_chromium(document, rounds, lambda data: sizes.update(portal=len(data)))
    return Row(
        name, medians["portal"], "ms", f"≤ {limit} × Chromium",
        medians["portal"] <= limit * medians["peer"], peer=medians["peer"],
        note=f"{sizes['portal'] // 1024} KB, tagged, layout {LAYOUT}",
    )  # fmt: skip


def portal_and_chromium(
    document: Document, rounds: int, told: Callable[[bytes], object]
) -> dict[str, float]:
    """Median milliseconds of both for papers of the same length, none of them set before."""
    papers = [reworded(document, number) for number in range(1, rounds + 2)]
    ours, theirs = iter(papers), iter([paper_html(paper, LAYOUT) for paper in papers])
    style = paper_stylesheet()

    def portal() -> None:
        told(pdf_for(next(ours), LAYOUT))

    with chromium() as print_page:
        return in_turns({"portal": portal, "peer": lambda: print_page(next(theirs), style)}, rounds)


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
