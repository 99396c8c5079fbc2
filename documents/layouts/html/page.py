"""A whole paper: header, title, body, signature, annexes, ready for one template."""

from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from documents.blocks import Annex, Document, Recipients
from documents.enums import Regime
from documents.layouts.check_mark import qr_svg
from documents.layouts.html.annexes import annex_heads
from documents.layouts.html.body import Widths, blocks_html
from documents.layouts.html.words import (
    balanced,
    closed,
    day_text,
    ended,
    html_of,
    lines_html,
    listed,
    number_text,
)

# From here on WeasyPrint takes a second more for the annex, Typst a tenth of one.
LONG_ANNEX_ROWS = 100
# Photos and drawn signatures: says nothing about a paper that has none.
PICTURES = "paper/pictures_v1.css"


@dataclass(frozen=True)
class Layout:
    """A version of a layout. Never changed once papers were issued with it; a new one is added.

    With `annex_source`, all annexes of a paper are set by Typst from that source as soon as the
    tables of one of them have `long_annex_rows` rows together; the body stays with WeasyPrint.
    `additions` is a second stylesheet over the first. Since version 3 a paper prints its code and
    several addressees stand below "Kính gửi:", their signs under the colon, as the decree says.
    With `paper_source` (since version 4) Typst sets the whole paper from it, and the HTML engine
    what Typst cannot set.
    """

    name: str
    regime: str
    template: str
    stylesheet: str
    roman_annexes: bool
    page_number: str
    annex_source: str = ""
    long_annex_rows: int = 0
    additions: str = ""
    paper_source: str = ""

    @property
    def stylesheets(self) -> tuple[str, ...]:
        """Paths below the static files, in the order in which they apply."""
        added = (self.additions, PICTURES) if self.additions else ()
        return (self.stylesheet, *added)

    @property
    def prints_check(self) -> bool:
        """Whether code and QR code stand at the foot of the first page."""
        return bool(self.additions)


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout(
            "nd30_v1", Regime.ND30, "documents/paper/official_v1.html", "paper/nd30_v1.css",
            roman_annexes=True, page_number="top-center",
        ),
        Layout(
            "tt01_v1", Regime.TT01, "documents/paper/official_v1.html", "paper/tt01_v1.css",
            roman_annexes=False, page_number="bottom-right",
        ),
        Layout(
            "nd30_v2", Regime.ND30, "documents/paper/official_v1.html", "paper/nd30_v1.css",
            roman_annexes=True, page_number="top-center",
            annex_source="annexes_v1.typ", long_annex_rows=LONG_ANNEX_ROWS,
        ),
        Layout(
            "tt01_v2", Regime.TT01, "documents/paper/official_v1.html", "paper/tt01_v1.css",
            roman_annexes=False, page_number="bottom-right",
            annex_source="annexes_v1.typ", long_annex_rows=LONG_ANNEX_ROWS,
        ),
        Layout(
            "nd30_v3", Regime.ND30, "documents/paper/official_v2.html", "paper/nd30_v1.css",
            roman_annexes=True, page_number="top-center",
            annex_source="annexes_v1.typ", long_annex_rows=LONG_ANNEX_ROWS,
            additions="paper/official_v3.css",
        ),
        Layout(
            "tt01_v3", Regime.TT01, "documents/paper/official_v2.html", "paper/tt01_v1.css",
            roman_annexes=False, page_number="bottom-right",
            annex_source="annexes_v1.typ", long_annex_rows=LONG_ANNEX_ROWS,
            additions="paper/official_v3.css",
        ),
        Layout(
            "nd30_v4", Regime.ND30, "documents/paper/official_v4.html", "paper/nd30_v1.css",
            roman_annexes=True, page_number="top-center",
            annex_source="annexes_v1.typ", long_annex_rows=LONG_ANNEX_ROWS,
            additions="paper/official_v4.css", paper_source="paper_v1.typ",
        ),
        Layout(
            "tt01_v4", Regime.TT01, "documents/paper/official_v4.html", "paper/tt01_v1.css",
            roman_annexes=False, page_number="bottom-right",
            annex_source="annexes_v1.typ", long_annex_rows=LONG_ANNEX_ROWS,
            additions="paper/official_v4.css", paper_source="paper_v1.typ",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class AnnexPage:
    """An annex as the template prints it. `page` alternates, so that each counts its own pages."""

    label: str
    title: list[str]
    subtitle: str
    attached_to: str
    body: SafeString
    page: str


def paper_html(
    document: Document, layout_name: str, *, screen: bool = False, nonce: str = ""
) -> str:
    """The paper as one HTML page.

    With `screen` it links the stylesheets and shows A4 sheets; without, it carries no address at
    all and the PDF engine brings the stylesheet.
    """
    layout = LAYOUTS[layout_name]
    widths = Widths()
    context = {
        "document": document,
        "layout": layout,
        "screen": screen,
        "nonce": nonce,
        "header": _header(document),
        "title_subject": document.title.subject if document.title else "",
        "bases": listed(document.bases),
        "basis_lines": [html_of(line) for line in listed(document.bases)],
        "addressees": addressee_lines(document.addressees),
        "body": blocks_html(closed(document.blocks), widths),
        "recipients": recipient_lines(document.recipients),
        "annexes": _annexes(document, layout, widths),
        "widths": widths,
        "has_recipients": any(recipient_lines(document.recipients).values()),
        "signatures": (*document.cosigners, document.signature),
        "check_drawing": qr_svg(document.check) if document.check and layout.prints_check else "",
    }
    return normalize("NFC", render_to_string(layout.template, context))


def _header(document: Document) -> dict[str, Any]:
    header = document.header
    issuer = [part for line in header.issuer for part in balanced(line)]
    superior = [part for line in header.superior for part in balanced(line)]
    return {
        "superior": lines_html(superior),
        "issuer": lines_html(issuer),
        "number": f"Số: {number_text(header.number)}/{header.symbol}",
        "day": f"{header.place}, {day_text(header.issued_on)}" if header.dated else "",
        "subject": document.subject_line,
    }


def addressee_lines(lines: tuple[str, ...]) -> list[str]:
    """One addressee as it is; several as a list."""
    return list(lines) if len(lines) < 2 else listed(lines)


def recipient_lines(recipients: Recipients) -> dict[str, list[str]]:
    """Lines under "Nơi nhận:" by their group, each with its sign at the end."""
    paper = [f"{item.text} {item.purpose}".strip() for item in recipients.items]
    paper = [ended(line, ";") for line in paper]
    electronic = [ended(line, ";") for line in recipients.electronic]
    return {
        "paper": paper,
        "electronic": electronic,
        "archive": [f"Lưu: {ended(recipients.archive, '.')}"] if recipients.archive else [],
        "both": ["yes"] if paper and electronic else [],
    }


def _annexes(document: Document, layout: Layout, widths: Widths) -> list[AnnexPage]:
    heads = annex_heads(document, roman=layout.roman_annexes)
    return [
        AnnexPage(
            label=head.label,
            title=head.title,
            subtitle=annex.subtitle,
            attached_to=head.attached_to,
            body=blocks_html(annex.blocks, widths),
            page=_page_name(annex, at),
        )
        for at, (annex, head) in enumerate(zip(document.annexes, heads, strict=True))
    ]


def _page_name(annex: Annex, at: int) -> str:
    return f"{annex.orientation}-{'odd' if at % 2 else 'even'}"
