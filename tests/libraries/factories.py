"""Delegations as An Giang gave them."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from libraries.enums import DelegatedKind
from libraries.models import Delegation


class DelegationFactory(DjangoModelFactory[Delegation]):
    """Needs `department` and `office`."""

    class Meta:
        model = Delegation

    kind = DelegatedKind.LIBRARY
    levels = ",TH,THCS,"
    criteria = "Quyết định số 01/2003/QĐ-BGDĐT"
    basis = factory.Sequence(lambda n: f"Hướng dẫn số {n + 24}/HD-SGDĐT")
    valid_from = date(2019, 8, 26)


def terms(**changes: Any) -> dict[str, Any]:
    """What a person writes to delegate."""
    return {
        "kind": DelegatedKind.LIBRARY,
        "levels": ["TH", "THCS"],
        "basis": "Hướng dẫn số 24/HD-SGDĐT ngày 26/8/2019",
        "valid_from": date(2019, 8, 26),
        **changes,
    }
