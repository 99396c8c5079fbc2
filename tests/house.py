"""What the house tests read: rooms by floor, their sources, their templates, the tracked files."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Ground floor first. A room may import, and point foreign keys at, rooms before it only.
FLOORS = [
    "core",
    "accounts",
    "units",
    "documents",
    "standards",
    "plans",
    "inspections",
    "libraries",
    "reports",
    "inspection_portal",
]
TEMPLATES = ROOT / "templates"
COMMENT = re.compile(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->", re.DOTALL)


@cache
def sources() -> dict[str, ast.Module]:
    """Every Python file of the product, without migrations, parsed once."""
    found = {}
    for room in FLOORS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                found[str(path.relative_to(ROOT))] = ast.parse(path.read_text())
    return found


@cache
def templates() -> dict[str, str]:
    """Template name → text without comments."""
    return {
        str(path.relative_to(TEMPLATES)): COMMENT.sub("", path.read_text())
        for path in sorted(TEMPLATES.rglob("*.html"))
    }


@cache
def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """(place, call) of every call of a function of one of these names, or of a method so named."""
    for file, tree in sources().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            if isinstance(node.func, ast.Attribute):
                called = node.func.attr
            if called in names:
                yield f"{file}:{node.lineno}", node
