"""Start-up check of the PDF engine: with no font within reach it takes the whole process down."""

import ctypes.util
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.core.checks import CheckMessage, Error, register

FONT = "Liberation Serif"
APT = (
    "apt-get install -y --no-install-recommends"
    " libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2"
)
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


@register("documents")
def papers_can_be_printed(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Pango and the font that papers are set in are installed."""
    lacking = missing_parts()
    if not lacking:
        return []
    return [
        Error(
            f"Official papers cannot be printed: {', '.join(lacking)} missing.",
            hint=f"Run as root: {APT}",
            id="documents.E001",
        )
    ]


@cache
def missing_parts() -> tuple[str, ...]:
    """Names of libraries and fonts that are not there; asked once a process."""
    absent = [name for name in LIBRARIES if ctypes.util.find_library(name) is None]
    return (*absent, *(() if _has_font() else (f"font {FONT}",)))


def _has_font() -> bool:
    """Ask fontconfig, which answers with another family when it has to substitute."""
    program = shutil.which("fc-match")
    if program is None:
        return _library_knows_font()
    answer = subprocess.run(  # noqa: S603 - a fixed command without any input
        [program, "-f", "%{family}", FONT], capture_output=True, text=True, check=False, timeout=30
    )
    return FONT in answer.stdout


def _library_knows_font() -> bool:
    """The same question to the library, where its command-line tool is not installed."""
    name = ctypes.util.find_library("fontconfig")
    if name is None:
        return False
    library = ctypes.CDLL(name)
    for function in ("FcNameParse", "FcObjectSetCreate", "FcFontList", "FcInitLoadConfigAndFonts"):
        getattr(library, function).restype = ctypes.c_void_p
    config = ctypes.c_void_p(library.FcInitLoadConfigAndFonts())
    pattern = ctypes.c_void_p(library.FcNameParse(FONT.encode()))
    objects = ctypes.c_void_p(library.FcObjectSetCreate())
    found = library.FcFontList(config, pattern, objects)
    return bool(found and ctypes.c_int.from_address(found).value)
