"""The PDF engine fetches nothing: neither files of this machine nor addresses of its network."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pikepdf
import pytest

from documents import checks
from documents.blocks import Cell, Column, Paragraph, Run, Table, blocks_of
from documents.domain import current_html, pdf_for
from documents.rendering.pdf import pdf_of
from tests.documents.papers import an_giang_plan
from tests.documents.test_blocks import HOSTILE

SHORT = an_giang_plan(regime="nd30", chapters=0, annexes=0)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that notes who calls."""
    calls: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Stay quiet."""

    server = HTTPServer(("127.0.0.1", 0), Noting)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()
    server.server_close()


def embedded(pdf: bytes) -> list[str]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        images = [name for page in opened.pages for name in page.get_images()]
        return [*opened.attachments, *images]


def test_markup_in_any_text_of_a_paper_is_printed_as_words(listener):
    address, calls = listener
    evil = f"<img src='{address}/a'><link rel=attachment href='file:///etc/passwd'>"
    paper = replace(
        SHORT,
        bases=(evil,),
        addressees=(evil,),
        header=replace(SHORT.header, place=evil[:40]),
        blocks=(
            Paragraph((Run(evil, bold=True),)),
            Table((Column(evil),), ((Cell(evil),),), caption=evil),
            *blocks_of(HOSTILE.replace("http://x", address)),
        ),
    )
    pdf = pdf_for(paper)
    assert embedded(pdf) == []
    assert calls == []
    assert "<img" not in current_html(paper)


@pytest.mark.parametrize(
    "payload",
    [
        "<link rel=attachment href='file:///etc/passwd'>",
        "<img src='file:///etc/hostname'>",
        "<img src='{address}/img'>",
        "<link rel=stylesheet href='{address}/css'>",
        "<style>@import url({address}/import)</style>",
        "<style>@font-face {{ font-family: x; src: url({address}/font) }} p {{ font-family: x }}</style><p>x",
        "<p style='background: url({address}/bg)'>x",
        "<object data='{address}/object'></object>",
        "<embed src='{address}/embed'>",
        '<img src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/svg"/></svg>\'>',
        "<a rel=attachment href='file:///etc/passwd'>x</a>",
    ],
)
def test_even_raw_markup_reaches_nothing(listener, payload):
    """Not a way into a paper: the second wall, should the first one ever have a hole."""
    address, calls = listener
    pdf = pdf_of(payload.format(address=address), f"@import url({address}/sheet);")
    assert embedded(pdf) == []
    assert calls == []
    assert b"root:" not in pdf


def test_the_engines_own_fetcher_would_have_called(listener):
    """The control: without our fetcher the same markup reaches the network and this machine."""
    from weasyprint import HTML

    address, calls = listener
    pdf = HTML(
        string=f"<img src='{address}/img'><link rel=attachment href='file:///etc/hostname'>"
    ).write_pdf()
    assert calls == ["/img"]
    assert embedded(pdf) == ["hostname"]


def test_the_preview_asks_only_for_the_stylesheets_of_this_site():
    html = current_html(SHORT, nonce="abc")
    assert "style=" not in html
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")


def test_the_start_up_check_names_what_to_install(monkeypatch):
    assert checks.papers_can_be_printed(None) == []
    monkeypatch.setattr(checks, "missing_parts", lambda: ("font Liberation Serif",))
    (error,) = checks.papers_can_be_printed(None)
    assert "fonts-liberation2" in str(error.hint)
    assert "Liberation Serif" in error.msg


def test_a_paper_gives_the_same_file_byte_by_byte():
    assert pdf_for(SHORT) == pdf_for(SHORT)


def test_the_file_is_tagged_for_readers_of_the_screen():
    with pikepdf.open(BytesIO(pdf_for(SHORT))) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "vi"
        with opened.open_metadata() as metadata:
            assert "KẾ HOẠCH" in str(metadata["dc:title"])
