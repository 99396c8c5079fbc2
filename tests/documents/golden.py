"""Where the parts of every sample paper stand; `python -m tests.documents.golden` measures anew.

Only after somebody has looked at the pages: what is written here is what the tests hold on to.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from documents.blocks import CheckMark, Document

FILE = Path(__file__).parent / "golden.yaml"
MARK = CheckMark("7KQM2D9XW4TB", "https://kiemtra.example.vn/documents/check/7KQM2D9XW4TB/")
DAYS = {"nd30": date(2020, 4, 5), "tt01": date(2019, 4, 5)}
# Beginnings of the lines that the decree names, in the order of its boxes.
FIXED = (
    "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", "Số: 07/", "Kính gửi", "QUYẾT ĐỊNH:", "Điều 1.",
    "Nơi nhận:", "- Lưu:", "Phụ lục", "Mã tra cứu:", "Tra cứu tại:",
)  # fmt: skip


def issued_sample(name: str, regime: str) -> Document:
    """The sample as paper number 7."""
    from documents.kinds.samples import SAMPLES

    paper = SAMPLES[name](regime)
    return paper.issued(number=7, on=DAYS[regime], signature=paper.signature, check=MARK)


def beginnings(paper: Document) -> Iterator[str]:
    """How the lines to be measured begin."""
    yield from FIXED
    yield from (*paper.header.superior, *paper.header.issuer)
    if paper.header.dated:
        yield f"{paper.header.place}, ngày"
    if paper.title:
        yield from (f"{paper.title.name}$", paper.title.subject[:18])
        if paper.title.authority:
            yield paper.title.authority.upper()[:24]
    else:
        yield paper.subject_line[:12]
    for basis in paper.bases[:1]:
        yield basis[:16]
    for signature in (*paper.cosigners, paper.signature):
        yield from (*(f"{line}$" for line in signature.lines), f"{signature.signer}$")


def measures(paper: Document) -> dict[str, dict[str, Any]]:
    """The same of the paper as the portal prints it."""
    from tests.documents.ruler import measured

    return found_on(measured(paper), paper)


def found_on(pages: list[Any], paper: Document) -> dict[str, dict[str, Any]]:
    """Page, left edge and baseline in mm, size and style of each part that is on these pages."""
    found: dict[str, dict[str, Any]] = {}
    for page in pages:
        for start in beginnings(paper):
            for line in page.lines:
                if start not in found and f"{line.text}$".startswith(start):
                    style = ("b" if line.is_bold else "") + ("i" if line.is_italic else "")
                    found[start] = {
                        "page": page.number, "left": round(line.left, 1),
                        "baseline": round(line.baseline, 1), "size": line.size, "style": style,
                    }  # fmt: skip
    return found


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspection_portal.settings.test")
    import django

    django.setup()
    from documents.kinds.samples import SAMPLES

    papers = {f"{n}-{r}": measures(issued_sample(n, r)) for n in sorted(SAMPLES) for r in DAYS}
    FILE.write_text(
        yaml.safe_dump(papers, allow_unicode=True, sort_keys=True, default_flow_style=None)
    )


if __name__ == "__main__":
    main()
