"""HTML to PDF with WeasyPrint, which is imported here only, and only when a paper is made.

The engine may fetch nothing: papers carry words that people typed, and an address among them
must reach neither this machine's files nor its network.
"""

from __future__ import annotations

from base64 import b64decode
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

# What a paper may carry in itself: dots, never a drawing that could name an address (SVG).
_PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")


def pdf_of(html: str, stylesheet: str, *, day: date | None = None) -> bytes:
    """The paper as a tagged PDF for the archive (PDF/A-2a); `stylesheet` is the text of its layout.

    `archive.declared` adds what says that it is PDF/UA-1 as well.

    Takes about 0.2 s a page of text and 10 ms a row of a wide table: not for a web request.
    """
    from weasyprint import CSS, HTML

    fetcher = _closed_fetcher()
    style = CSS(string=stylesheet, url_fetcher=fetcher)
    paper = HTML(string=html, url_fetcher=fetcher, base_url=None)
    written: bytes = paper.write_pdf(
        stylesheets=[style], pdf_variant="pdf/a-2a", pdf_identifier=_identifier(html, day)
    )
    return written


def _identifier(html: str, day: date | None) -> bytes:
    """The same paper gives the same file, byte by byte."""
    import hashlib  # noqa: PLC0415 - beside its only use

    return hashlib.sha256(f"{day}{html}".encode()).digest()[:16]


def _closed_fetcher() -> URLFetcher:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class NothingFetched(URLFetcher):  # type: ignore[misc]
        """Refuses every address, whatever its protocol; a picture in the paper itself is none."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(_PICTURES):
                kind, _comma, content = url.partition(",")
                body = b64decode(content, validate=True)
                return URLFetcherResponse(url, body, {"Content-Type": kind[5:].partition(";")[0]})
            raise ValueError(f"papers fetch nothing: {url[:80]}")

    return NothingFetched()
