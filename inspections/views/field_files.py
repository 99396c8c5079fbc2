"""Which static files the field app consists of, and the id of a build computed from them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

from inspections.views.field_words import words_in_both_languages

FONT = "vendor/be-vietnam-pro/files/be-vietnam-pro"
MODULES = (
    "field/app.js", "field/words.js", "field/dom.js", "field/store.js", "field/vault.js",
    "field/journal.js", "field/photos.js", "field/server.js", "field/sender.js",
    "field/receipt.js", "field/rescue.js", "field/answers.js", "field/visits.js",
    "field/frame.js", "field/screens/home.js", "field/screens/visit.js",
    "field/screens/group.js", "field/screens/question.js", "field/screens/findings.js",
    "field/screens/queue.js",
)  # fmt: skip
OTHERS = (
    "css/tokens.css", "field/field.css", "img/mark.svg", "img/field-192.png",
    f"{FONT}-latin-400-normal.woff2", f"{FONT}-vietnamese-400-normal.woff2",
    f"{FONT}-latin-600-normal.woff2", f"{FONT}-vietnamese-600-normal.woff2",
)  # fmt: skip


def precached() -> list[str]:
    """Addresses the device keeps."""
    return [static(name) for name in (*MODULES, *OTHERS)]


@lru_cache(maxsize=1)
def build_id() -> str:
    """Changes with every file and every sentence of the app, and with nothing else."""
    digest = hashlib.sha256(repr(words_in_both_languages()).encode())
    for name in (*MODULES, *OTHERS, "field/worker.js"):
        digest.update(static(name).encode())
        source = finders.find(name)
        if isinstance(source, str):
            digest.update(Path(source).read_bytes())
    return digest.hexdigest()[:16]
