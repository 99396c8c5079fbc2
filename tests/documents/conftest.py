"""A department with a clerk and a deputy who signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.enums import Role
from tests.documents.factories import (
    SigningAuthorityFactory,
    TestPapers,
    make_department,
    make_person,
)


@pytest.fixture(autouse=True)
def fresh_sources() -> Iterator[None]:
    TestPapers.words.clear()
    yield
    TestPapers.words.clear()


@pytest.fixture
def department(db: None) -> Any:
    return make_department(symbol="SGDĐT", locality="An Giang")


@pytest.fixture
def clerk(department: Any) -> Any:
    return make_person(department, Role.CLERK, full_name="Văn thư Sở An Giang")


@pytest.fixture
def deputy(department: Any) -> Any:
    return SigningAuthorityFactory(unit=department)
