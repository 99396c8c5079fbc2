"""`manage.py documents list --json` and `manage.py documents render KEY --format pdf --output FILE`."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from documents import registry
from documents.domain.laws import load_legal_documents
from documents.domain.papers import (
    draft_of,
    draft_template,
    pdf_for,
    template_of,
    word_for,
    workbook_for,
)
from documents.enums import DocumentState
from documents.kinds import PaperIncomplete
from documents.models import IssuedDocument


class Command(BaseCommand):
    help = "List the official documents that can be rendered, render one, load the cited laws."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="every document that can be rendered now")
        listing.add_argument("--json", action="store_true", dest="as_json")
        rendering = actions.add_parser("render", help="write one document to a file")
        rendering.add_argument("key", help='for instance "plans.plan:12"')
        rendering.add_argument("--format", choices=list(_MAKERS), default="pdf")
        rendering.add_argument("--output", type=Path, required=True)
        actions.add_parser("load-laws", help="bring the legal documents up to the data file")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            getattr(self, options["action"].replace("-", "_"))(options)

    def list(self, options: dict[str, Any]) -> None:
        rows = [_row(kind, key) for kind in registry.kinds() for key in kind.keys()]  # noqa: SIM118
        if options["as_json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            line = "  ".join([row["key"], row["number"], row["state"], row["title"]])
            self.stdout.write(line)

    def render(self, options: dict[str, Any]) -> None:
        key, output, wanted = options["key"], options["output"], options["format"]
        start = time.monotonic()
        try:
            data = _MAKERS[wanted](key)
        except (LookupError, PaperIncomplete) as error:
            raise CommandError(str(error)) from error
        output.write_bytes(data)
        seconds = round(time.monotonic() - start, 2)
        report = {"path": str(output), "pages": _page_count(wanted, data), "seconds": seconds}
        self.stdout.write(json.dumps(report, ensure_ascii=False))

    def load_laws(self, options: dict[str, Any]) -> None:
        self.stdout.write(json.dumps({"legal_documents": load_legal_documents()}))


def _row(kind: registry.PaperKind, key: str) -> dict[str, Any]:
    issued = _issued(key)
    try:
        tree = None if issued else draft_of(key)
        lacking = ""
    except PaperIncomplete as gap:
        tree, lacking = None, gap.sentence
    number = issued.number_line if issued else f"…/{tree.header.symbol}" if tree else ""
    return {
        "key": key,
        "kind": kind.key,
        "title": issued.title if issued else tree.heading if tree else lacking,
        "number": number,
        "state": issued.state if issued else str(DocumentState.DRAFT.value),
        "formats": list(kind.formats),
    }


def _issued(key: str) -> IssuedDocument | None:
    """The paper as it was issued, the newest where a revoked one was issued again."""
    papers = IssuedDocument.objects.filter(key=key, state__in=DocumentState.published())
    return papers.order_by("-pk").first()


def _pdf(key: str) -> bytes:
    """The file kept at issue; else rendered from the frozen tree, else from the source."""
    issued = _issued(key)
    if issued is None:
        return pdf_for(draft_of(key))
    if issued.pdf is not None:
        with issued.pdf.content.open("rb") as handle:
            kept: bytes = handle.read()
            return kept
    return pdf_for(issued.content(), issued.layout_version)


def _xlsx(key: str) -> bytes:
    if "xlsx" not in registry.kind_of(key).formats:
        raise registry.UnknownPaper(f"{key} has no Excel form")
    issued = _issued(key)
    return workbook_for(issued.content()) if issued else registry.workbook(key)


def _docx(key: str) -> bytes:
    """Made anew each time: from the frozen tree and its layout, else from the source."""
    issued = _issued(key)
    if issued is None:
        return word_for(draft_of(key), template=draft_template(key))
    return word_for(issued.content(), issued.layout_version, template=template_of(issued))


_MAKERS: dict[str, Callable[[str], bytes]] = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}


def _page_count(wanted: str, data: bytes) -> int:
    if wanted != "pdf":
        return 0
    with pikepdf.open(BytesIO(data)) as opened:
        return len(opened.pages)
