"""What stands at the head of each annex, the same whichever engine sets it."""

from dataclasses import dataclass

from documents.blocks import Document
from documents.enums import DocumentKind
from documents.layouts.html.words import day_text, number_text

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV",
         "XV", "XVI", "XVII", "XVIII", "XIX", "XX")  # fmt: skip


@dataclass(frozen=True)
class AnnexHead:
    """The label ("Phụ lục I"), the lines of the title in capitals, and the line that names the paper."""

    label: str
    title: list[str]
    attached_to: str


def annex_heads(document: Document, *, roman: bool) -> list[AnnexHead]:
    """A head for every annex of the paper; they are numbered where there are several."""
    numbered = [annex for annex in document.annexes if annex.numbered and not annex.label]
    heads = []
    for annex in document.annexes:
        label = annex.label
        if not label and annex.numbered:
            label = _label(numbered.index(annex), len(numbered), roman=roman)
        heads.append(AnnexHead(label, annex.title.upper().split("\n"), _attached_to(document)))
    return heads


def _label(index: int, count: int, *, roman: bool) -> str:
    if count < 2:
        return "Phụ lục"
    return f"Phụ lục {ROMAN[index] if roman and index < len(ROMAN) else index + 1}"


def _attached_to(document: Document) -> str:
    """The line "(Kèm theo Kế hoạch số 126/KH-SGDĐT ngày 17 tháng 9 năm 2019 của …)"."""
    kind = DocumentKind(document.kind_code).label
    header = document.header
    words = f"Kèm theo {kind} số {number_text(header.number)}/{header.symbol}"
    words += f" {day_text(header.issued_on)}"
    return f"({words} của {header.issuer_name})" if header.issuer_name else f"({words})"
