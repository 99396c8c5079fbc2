"""Many papers as one file for the printer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf


@dataclass(frozen=True)
class Printed:
    """One paper of a batch: how it is called in the bookmarks, and a function that writes its PDF."""

    name: str
    write: Callable[[Path], object]


def batch_pdf(
    papers: Iterable[Printed], folder: Path, *, duplex: bool, told: Callable[[int], None]
) -> Path:
    """All pages one after the other; with `duplex` every paper begins on the front of a sheet.

    Pages stay in the files of `folder` until they are written, so memory grows with the number of
    objects and not with their size. `told` hears how many papers are done.
    """
    opened: list[Any] = []
    whole = pikepdf.Pdf.new()
    try:
        with whole.open_outline() as outline:
            for at, paper in enumerate(papers):
                source = folder / f"{at}.pdf"
                paper.write(source)
                opened.append(pikepdf.open(source))
                if duplex and len(whole.pages) % 2:
                    _blank_back(whole)
                outline.root.append(pikepdf.OutlineItem(paper.name, len(whole.pages)))
                whole.pages.extend(opened[-1].pages)
                told(at + 1)
        # The tags stay with the single papers: on paper nobody reads them.
        for page in whole.pages:
            if "/StructParents" in page.obj:
                del page.obj["/StructParents"]
        target = folder / "batch.pdf"
        whole.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return target
    finally:
        for source in opened:
            source.close()


def _blank_back(whole: Any) -> None:
    """An empty page as large as the one before it."""
    box = whole.pages[-1].mediabox
    size = (float(box[2] - box[0]), float(box[3] - box[1]))
    whole.add_blank_page(page_size=size)
