"""The parts of an official document. All frozen: a paper is a value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Align = Literal["left", "center", "right", "justify"]
HeadingLevel = Literal["part", "chapter", "section", "clause", "article"]
Marker = Literal["-", "+", "ordered", "letter", "none"]
Orientation = Literal["portrait", "landscape"]


@dataclass(frozen=True)
class Run:
    """A stretch of words in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


# Plain words, or runs where a style changes inside the line. "\n" breaks the line.
Text = str | tuple[Run, ...]


def runs(text: Text) -> tuple[Run, ...]:
    """Any text as runs."""
    return (Run(text),) if isinstance(text, str) else text


def plain(text: Text) -> str:
    """Any text without its styles."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


@dataclass(frozen=True)
class Header:
    """Ô 1–4: who issues, under which number, where and when.

    `superior` and `issuer` are printed a line each, as given ("UBND TỈNH AN GIANG",
    "SỞ GIÁO DỤC VÀ ĐÀO TẠO"). `symbol` is what follows the number: "KH-SGDĐT". `issuer_name` is
    the name in a sentence ("Sở Giáo dục và Đào tạo tỉnh An Giang"), for the head of an annex.
    A record of a meeting has neither place nor day in its header: `dated=False`.
    """

    issuer: tuple[str, ...]
    symbol: str
    place: str
    superior: tuple[str, ...] = ()
    number: int | None = None
    issued_on: date | None = None
    dated: bool = True
    issuer_name: str = ""


@dataclass(frozen=True)
class Title:
    """Ô 5a: name of the type and subject; `authority` is the line in capitals of a decision."""

    name: str
    subject: str = ""
    authority: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body; its first line is indented unless centred."""

    text: Text
    align: Align = "justify"
    indent: bool = True


@dataclass(frozen=True)
class Heading:
    """`part` "Phần I", `chapter` "Chương I", `section` "I.", `clause` "1.", `article` "Điều 1."."""

    level: HeadingLevel
    marker: str
    text: Text


@dataclass(frozen=True)
class ListItem:
    text: Text
    children: tuple[ListBlock, ...] = ()


@dataclass(frozen=True)
class ListBlock:
    """Lines behind a sign: "-", "+", numbers ("ordered": 1. 2.), letters (a) b) c) d) đ))."""

    items: tuple[ListItem, ...]
    marker: Marker = "-"
    start: int = 1


@dataclass(frozen=True)
class Column:
    """`width_mm` None shares what is left over."""

    title: str
    width_mm: float | None = None
    align: Align = "left"


@dataclass(frozen=True)
class Cell:
    text: Text
    rowspan: int = 1
    colspan: int = 1
    bold: bool = False
    align: Align | None = None


Row = tuple[Cell | str, ...]


@dataclass(frozen=True)
class Table:
    """A ruled table; its head is repeated on every page. A row under a `rowspan` has fewer cells."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""


@dataclass(frozen=True)
class Picture:
    """A photo, or a signature drawn by hand: a stored file, which never changes.

    `data` is the picture itself as a `data:` address. It is filled in when the paper is shown or
    printed (`documents.domain.pictures`) and never kept with the paper.
    """

    file: str
    sha256: str = ""
    caption: str = ""
    data: str = ""


@dataclass(frozen=True)
class Signature:
    """Ô 7: lines in capitals ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC") and the name.

    `sketch` is a signature drawn on a device; it stands between the two.
    """

    lines: tuple[str, ...]
    signer: str = ""
    sketch: Picture | None = None


@dataclass(frozen=True)
class Recipient:
    text: str
    purpose: str = ""


@dataclass(frozen=True)
class Recipients:
    """Ô 9b: who gets the paper, who its electronic copy, and where it is filed."""

    items: tuple[Recipient, ...] = ()
    archive: str = "VT"
    electronic: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckMark:
    """The code of an issued paper and the public page that says whether it still holds."""

    code: str
    address: str

    @property
    def spoken(self) -> str:
        """The code as people read it aloud: "7KQM-2D9X-W4TB"."""
        return "-".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))

    @property
    def page(self) -> str:
        """Where the code can be typed: the address without it, and without "https://"."""
        whole = self.address.rstrip("/").removesuffix(self.code).rstrip("/")
        return whole.partition("://")[2] or whole


Block = Paragraph | Heading | ListBlock | Table | Picture


@dataclass(frozen=True)
class Annex:
    """Begins on a page of its own with page numbers of its own.

    `numbered` gives it "Phụ lục" and a number where there are several; `label` overrides both.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    subtitle: str = ""
    numbered: bool = True
    label: str = ""
    orientation: Orientation = "portrait"


@dataclass(frozen=True)
class Document:
    """One official document. `title` for papers with a named type, `subject_line` ("V/v …")
    for official letters; `enacting` is the centred "QUYẾT ĐỊNH:" between bases and articles.

    `cosigners` stand to the left of `signature`, in the order given: a record is signed by those
    who were there (NĐ 30/2020, mẫu 1.9), and "Nơi nhận" then follows below. `check` is known from
    the issue on; layouts since version 3 print it.
    """

    kind_code: str
    regime: str
    header: Header
    signature: Signature
    recipients: Recipients
    title: Title | None = None
    subject_line: str = ""
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    enacting: str = ""
    blocks: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = ()
    draft: bool = True
    cosigners: tuple[Signature, ...] = ()
    check: CheckMark | None = None

    def issued(
        self, *, number: int, on: date, signature: Signature, check: CheckMark | None = None
    ) -> Document:
        """The same words as a finished paper. One that several sign keeps its own signatures."""
        header = replace(self.header, number=number, issued_on=on)
        signed = self.signature if self.cosigners else signature
        return replace(self, header=header, signature=signed, check=check, draft=False)

    @property
    def heading(self) -> str:
        """How people name it: "KẾ HOẠCH Kiểm tra …" or "V/v …"."""
        if self.title is None:
            return self.subject_line
        return f"{self.title.name} {self.title.subject}".strip()
