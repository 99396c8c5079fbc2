"""Papers, their numbers, who may sign them, the law behind them."""

from documents.models.authority import SigningAuthority
from documents.models.files import SignedFile
from documents.models.issued import IssuedDocument
from documents.models.legal import LegalDocument, LegalReading
from documents.models.numbers import NumberingRule, NumberRegister, RegisteredNumber
from documents.models.templates import WordTemplate

__all__ = [
    "IssuedDocument",
    "LegalDocument",
    "LegalReading",
    "NumberRegister",
    "NumberingRule",
    "RegisteredNumber",
    "SignedFile",
    "SigningAuthority",
    "WordTemplate",
]
