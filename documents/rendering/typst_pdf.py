"""Data to PDF with Typst, imported here only, and only when a paper is made.

The source is one of ours and never holds a word that a person typed: those arrive as JSON strings.
The engine's whole world is a folder with that source alone, no fonts but the paper's, and no packages.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FONT_FILE = "LiberationSerif-Regular.ttf"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts")


def typst_pdf(source: bytes, data: dict[str, Any]) -> bytes:
    """The pages as a tagged PDF (PDF/UA-1); the same data gives the same file.

    Not PDF/A by itself, which would want a date: `joining` gives the whole paper what is missing.

    Raises:
        LookupError: the typeface is not installed.
        typst.TypstError: the source is at fault.
    """
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[font_folder()])
    with TemporaryDirectory(prefix="typst-") as folder:
        world = Path(folder)
        paper = world / "paper.typ"
        paper.write_bytes(source)
        return typst.compile(
            paper, root=world, font_paths=fonts, format="pdf", pdf_standards="ua-1",
            sys_inputs={"paper": json.dumps(data)},
            package_path=world, package_cache_path=world,
        )  # fmt: skip


@cache
def font_folder() -> str:
    """The folder that holds Liberation Serif.

    Raises:
        LookupError: it is nowhere on this machine.
    """
    for folder in FONT_FOLDERS:
        for found in Path(folder).expanduser().rglob(FONT_FILE):
            return str(found.parent)
    raise LookupError(f"{FONT_FILE} is not installed: apt-get install fonts-liberation2")
