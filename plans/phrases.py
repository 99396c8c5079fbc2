"""Turns of phrase of Vietnamese official papers, shared by what drafts them and what prints them."""

from datetime import time

from documents.models import IssuedDocument
from documents.models.legal import spelt_day


def lower_first(text: str) -> str:
    """“Kiểm tra việc …” → “kiểm tra việc …”; an abbreviation at the beginning stays."""
    first, _space, rest = text.partition(" ")
    if len(first) > 1 and first.isupper():
        return text
    return f"{first[:1].lower()}{text[1:]}" if rest or text else text


def clock(moment: time) -> str:
    """8h30' and 10h00', as letters write it."""
    return f"{moment.hour}h{moment.minute:02d}'"


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def spelt_citation(document: IssuedDocument, issuer: str, subject: str) -> str:
    """“Kế hoạch số 126/KH-SGDĐT ngày 17 tháng 9 năm 2019 của … về …”."""
    day = f" ngày {spelt_day(document.issued_on)}" if document.issued_on else ""
    about = f" {lower_first(subject)}" if subject else ""
    return f"{document.get_kind_display()} số {document.number_line}{day} của {issuer}{about}"
