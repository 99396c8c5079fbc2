"""Keeps the Vietnamese catalogue: merge translations, refresh it from the sources, check it, compile it.

tools/messages.py add FILE.json   merge {"msgid": "msgstr"}
tools/messages.py refresh         collect msgids from the sources (needs gettext)
tools/messages.py check           fail on a missing, fuzzy or unused translation
tools/messages.py compile         write the .mo file
"""

import fcntl
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale/vi/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
IGNORED = ["node_modules", "var", ".venv", ".tools", "tests", "staticfiles"]


@contextmanager
def locked() -> Iterator[None]:
    """Two runs at once wait for each other."""
    with (CATALOGUE.parent / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def load() -> polib.POFile:
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE))
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "vi",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


def compile_catalogue(catalogue: polib.POFile) -> None:
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def add(path: Path) -> None:
    """Merge translations; an entry with a plural is written "singular|||plural"."""
    catalogue = load()
    for msgid, msgstr in json.loads(path.read_text()).items():
        singular, _, plural = msgid.partition("|||")
        entry = catalogue.find(singular, msgctxt=False)
        if entry is None:
            entry = polib.POEntry(msgid=singular)
            catalogue.append(entry)
        if plural:
            entry.msgid_plural, entry.msgstr_plural = plural, {0: msgstr}
        else:
            entry.msgstr = msgstr
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    catalogue.save(str(CATALOGUE))
    compile_catalogue(catalogue)


def refresh() -> None:
    """Collect msgids; keep the translations there are, without guesses."""
    command = [sys.executable, "manage.py", "makemessages", "-l", "vi", "--no-wrap"]
    command += ["--add-location", "file", "--no-obsolete"]
    for name in IGNORED:
        command += ["-i", name]
    known = {(entry.msgctxt, entry.msgid): entry for entry in load()}
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    catalogue = load()
    for entry in catalogue:
        before = known.get((entry.msgctxt, entry.msgid))
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.previous_msgid = entry.previous_msgid_plural = None
        if entry.msgid_plural:
            entry.msgstr_plural = before.msgstr_plural if before else {0: ""}
            if before and not before.msgid_plural:
                entry.msgstr_plural = {0: before.msgstr}
        else:
            entry.msgstr = before.msgstr if before else ""
    catalogue.metadata.pop("POT-Creation-Date", None)
    catalogue.save(str(CATALOGUE))
    compile_catalogue(catalogue)


def faults(catalogue: polib.POFile) -> Iterator[str]:
    for entry in catalogue:
        if entry.obsolete:
            yield f"unused: {entry.msgid!r}"
            continue
        translated = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
        if not translated or entry.fuzzy:
            yield f"not translated: {entry.msgid!r}"
        wanted = {
            match.group(0) for match in PLACEHOLDER.finditer(entry.msgid_plural or entry.msgid)
        }
        if translated and not {m.group(0) for m in PLACEHOLDER.finditer(translated)} <= wanted | {
            match.group(0) for match in PLACEHOLDER.finditer(entry.msgid)
        }:
            yield f"foreign placeholder in the translation of {entry.msgid!r}"


def check() -> int:
    """Compare the committed catalogue with the sources."""
    before = CATALOGUE.read_text()
    refresh()
    found = list(faults(load()))
    if CATALOGUE.read_text() != before:
        found.append("the catalogue is not what `tools/messages.py refresh` writes: commit it")
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    return 1 if found else 0


def main() -> int:
    os.chdir(ROOT)
    verb, *rest = sys.argv[1:] or ["check"]
    with locked():
        if verb == "add":
            add(Path(rest[0]))
        elif verb == "refresh":
            refresh()
        elif verb == "compile":
            compile_catalogue(load())
        else:
            return check()
    return 0


if __name__ == "__main__":
    sys.exit(main())
