"""Addresses of the `standards` room."""

from standards.models import Assessment, StandardSet
from tests.addresses import Address, Place
from tests.standards.factories import make_assessment, make_published, make_set


def draft(place: Place) -> dict[str, int]:
    """A draft of this authority."""
    return {"pk": make_set(place.department).pk}


def published(place: Place) -> dict[str, int]:
    return {"pk": make_published(place.department).pk}


def pair(place: Place) -> dict[str, int]:
    return {"pk": make_published(place.department).pk, "other": draft(place)["pk"]}


def standards(place: Place) -> dict[str, object]:
    return {**draft(place), "kind": "criterion"}


def part(place: Place) -> dict[str, object]:
    found = StandardSet.objects.get(**draft(place))
    standard = found.standards.first()
    assert standard
    return {"pk": found.pk, "kind": "standard", "part": standard.pk}


def moved(place: Place) -> dict[str, object]:
    return {**part(place), "direction": "up"}


def assessed(place: Place) -> Assessment:
    return make_assessment(place.school, make_published(place.department))


def assessment(place: Place) -> dict[str, int]:
    return {"pk": assessed(place).pk}


def column(place: Place) -> dict[str, object]:
    return {**assessment(place), "stage": "onsite"}


ADDRESSES = {
    "standards:set_list": Address(),
    "standards:set_new": Address(),
    "standards:set": Address(draft),
    "standards:set_preview": Address(draft),
    "standards:set_excel": Address(draft),
    "standards:set_compare": Address(pair),
    "standards:set_mapping_choose": Address(draft),
    "standards:set_mapping": Address(pair),
    "standards:set_edit": Address(draft),
    "standards:set_publish": Address(draft),
    "standards:set_new_version": Address(published),
    "standards:part_add": Address(standards),
    "standards:part_edit": Address(part),
    "standards:part_delete": Address(part),
    "standards:part_move": Address(moved),
    "standards:assessment_new": Address(published),
    "standards:assessment_list": Address(),
    "standards:assessment": Address(assessment),
    "standards:assessment_fill": Address(column),
    "standards:assessment_reopen": Address(column),
}
