"""Data to PDF with Typst, imported here only, and only when a paper is made.

The source is one of ours and never holds a word that a person typed: those arrive as JSON strings.
The engine's whole world is a folder with that source alone, no fonts but the paper's, and no packages.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FONT_FILE = "LiberationSerif-Regular.ttf"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts")
# Of a source that names the day of its paper, which the archive asks for.
FOR_THE_ARCHIVE = ("a-2a", "ua-1")


class NotSet(Exception):
    """Typst cannot set this paper: mostly a letter that the paper's typeface does not have."""


def typst_pdf(source: bytes, data: dict[str, Any], standards: tuple[str, ...] = ("ua-1",)) -> bytes:
    """The pages as a tagged PDF; the same data gives the same file.

    Without more `standards` not PDF/A by itself, which would want a date: `joining` gives the
    whole paper what is missing.

    Raises:
        LookupError: the typeface is not installed.
        NotSet: the data holds something that Typst cannot print, or the source is at fault.
    """
    with _compiler(source, data) as compiler:
        pdf: bytes = compiler.compile(format="pdf", pdf_standards=list(standards))
        return pdf


def typst_says(source: bytes, data: dict[str, Any], label: str) -> Any:
    """The value that the source leaves under a label once the pages are set.

    Raises:
        NotSet: as above.
    """
    with _compiler(source, data) as compiler:
        return json.loads(compiler.query(f"<{label}>", field="value", one=True))


@contextmanager
def _compiler(source: bytes, data: dict[str, Any]) -> Iterator[Any]:
    import typst

    with TemporaryDirectory(prefix="typst-") as folder:
        world = Path(folder)
        paper = world / "paper.typ"
        paper.write_bytes(source)
        try:
            yield typst.Compiler(
                paper, root=world, font_paths=_fonts(),
                sys_inputs={"paper": json.dumps(data)},
                package_path=world, package_cache_path=world,
            )  # fmt: skip
        except typst.TypstError as error:
            raise NotSet(str(error)) from error


@cache
def _fonts() -> Any:
    """The paper's typeface, read once a process."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[font_folder()])


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
