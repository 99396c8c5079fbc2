"""Who signs the papers of the demonstration."""

from __future__ import annotations

from accounts.models import User
from documents.models import SigningAuthority
from inspection_portal.demo.counting import Counts
from inspection_portal.demo.marks import mark, marked_units, person, read
from units.models import Unit


def load_authorities(counts: Counts) -> None:
    """Signing authorities as the papers print them."""
    units = marked_units()
    for entry in read("authorities.yaml"):
        facts = entry | {"person": person(entry["person"]), "unit": units[entry["unit"]]}
        if authority_of(facts["person"], facts["unit"]) is None:
            authority = SigningAuthority(**facts)
            authority.full_clean()
            authority.save()
            mark(authority, f"{entry['unit']} {entry['person']}")
            counts.add("signing_authorities")


def authority_of(person: User, unit: Unit) -> SigningAuthority | None:
    return SigningAuthority.objects.filter(person=person, unit=unit).first()
