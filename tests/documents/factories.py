"""Signers, and a source of papers whose words a test can change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.enums import Role
from documents.blocks import Document
from documents.domain import open_draft
from documents.enums import SigningMode
from documents.models import IssuedDocument, SigningAuthority
from documents.registry import document_kind
from tests.documents.papers import an_giang_plan, as_draft
from tests.units.factories import (
    UserFactory,
    make_department,
    make_office,
    make_person,
    make_school,
)


class SigningAuthorityFactory(DjangoModelFactory[SigningAuthority]):
    class Meta:
        model = SigningAuthority

    person = factory.SubFactory(UserFactory, full_name="Lý Thanh Tú", post="Phó Giám đốc")
    mode = SigningMode.DEPUTY
    post = "Phó Giám đốc"
    head_post = "Giám đốc"
    valid_from = date(2018, 1, 1)


class TestPapers:
    """Papers of the tests; `words` are what the source says at the moment."""

    __test__ = False
    words: dict[str, Document] = {}

    def keys(self) -> Iterator[str]:
        yield from self.words

    def build(self, key: str) -> Document:
        return self.words.get(key) or as_draft(an_giang_plan(chapters=0))


document_kind("tests.paper", title="Paper of the tests")(TestPapers)


def draft_of(issuer: Any, *, at: int = 1, document: Document | None = None) -> IssuedDocument:
    """A stored draft whose source says `document`."""
    key = f"tests.paper:{at}"
    TestPapers.words[key] = as_draft(document or an_giang_plan(chapters=0))
    return open_draft(key=key, issuer=issuer, by=None)


def reworded(at: int, subject: str) -> None:
    """Somebody edits the source."""
    key = f"tests.paper:{at}"
    old = TestPapers.words[key]
    assert old.title
    TestPapers.words[key] = replace(old, title=replace(old.title, subject=subject))


__all__ = [
    "Role",
    "SigningAuthorityFactory",
    "draft_of",
    "make_department",
    "make_office",
    "make_person",
    "make_school",
    "reworded",
]
