"""docs/configuration.md names every variable the portal reads, with the default it has."""

import ast
import re

from tests.house import ROOT, sources

DOCUMENT = (ROOT / "docs/configuration.md").read_text()
ROWS = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", DOCUMENT, re.MULTILINE))
STARTER = (ROOT / "tools/run.sh").read_text() + (ROOT / "Procfile").read_text()
STARTER_ONLY = {"PORT", "BIND", "WEB_WORKERS", "JOB_WORKERS"}


def readings() -> dict[str, ast.expr | None]:
    """Variable → default, of every reading in the settings."""
    found: dict[str, ast.expr | None] = {}
    for file, tree in sources().items():
        if not file.startswith("inspection_portal/settings/"):
            continue
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and reads_the_environment(call.func):
                name, *rest = [*call.args, *(keyword.value for keyword in call.keywords)]
                if isinstance(name, ast.Constant):
                    found[name.value] = rest[0] if rest else None
    return found


def reads_the_environment(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id == "env"
    return isinstance(function, ast.Name) and function.id == "folder"


def test_every_variable_is_documented_and_no_other():
    assert set(readings()) | STARTER_ONLY == set(ROWS)


def test_the_starter_reads_what_is_documented_for_it():
    assert [name for name in STARTER_ONLY if f"${{{name}:-" not in STARTER] == []


def test_plain_defaults_are_the_documented_ones():
    faults = {}
    for name, default in readings().items():
        if isinstance(default, ast.Constant) and default.value != "":
            if str(default.value) not in ROWS[name]:
                faults[name] = (default.value, ROWS[name])
        elif isinstance(default, ast.List):
            words = [element.value for element in default.elts]
            if f"`{','.join(words)}`" not in ROWS[name]:
                faults[name] = (words, ROWS[name])
    assert faults == {}


def test_compose_sets_only_variables_the_portal_reads():
    compose = (ROOT / "docker-compose.yml").read_text().split("services:")[0]
    block = compose.split("environment: &environment", 1)[1]
    assert set(re.findall(r"^    (\w+):", block, re.MULTILINE)) <= set(readings())
