"""An inspection in a place of the address matrix: the place's own people are its cast."""

from collections.abc import Callable

from inspections.domain.concluding import draft_conclusion
from inspections.models import Inspection, InspectionRecord
from tests.addresses import Place
from tests.inspections.asked import asked, reported, shortcoming, told
from tests.inspections.factories import Cast, make_inspection
from tests.inspections.hearing import accept, begun, explained, released, replied
from tests.inspections.minutes import drafted, read
from units.models import Unit

_casts: dict[int, Cast] = {}


def cast_in(place: Place) -> Cast:
    """The same one however often it is asked for in a place."""
    known = _casts.get(id(place))
    if known is None or not Inspection.objects.filter(pk=known.inspection.pk).exists():
        _casts.clear()
        _judged(place.school)
        _issuing(place.department)
        _casts[id(place)] = known = make_inspection(
            place.department, place.school, people=place.people
        )
    return known


def _judged(school: Unit) -> None:
    """The matrix makes schools without a level; no set of criteria would hold for them."""
    school.level_list = ["THPT"]
    school.save()


def _issuing(department: Unit) -> None:
    """What its papers cannot do without."""
    department.symbol, department.locality = "SGDĐT", "An Giang"
    department.save()


def inspection(place: Place) -> dict[str, int]:
    return {"pk": cast_in(place).inspection.pk}


def finding_in(place: Place) -> dict[str, int]:
    return {"pk": shortcoming(cast_in(place)).pk}


def untold_in(place: Place) -> dict[str, int]:
    return {"pk": asked(cast_in(place)).pk}


def told_in(place: Place) -> dict[str, int]:
    return {"pk": told(cast_in(place)).pk}


def reported_in(place: Place) -> dict[str, int]:
    return {"pk": reported(cast_in(place)).pk}


def drafted_record(place: Place) -> dict[str, int]:
    """Minutes that were begun."""
    cast = cast_in(place)
    if not InspectionRecord.objects.filter(inspection=cast.inspection).exists():
        drafted(cast)
    return inspection(place)


def read_record(place: Place) -> dict[str, int]:
    """Minutes that were read back and wait for signatures."""
    cast = cast_in(place)
    if not InspectionRecord.objects.filter(inspection=cast.inspection).exists():
        read(cast)
    return inspection(place)


def plan_in(place: Place) -> dict[str, int]:
    return {"pk": cast_in(place).visit.plan_id}


def resulted_in(place: Place) -> dict[str, int]:
    """With a draft result that is being written."""
    cast = cast_in(place)
    begun(cast)
    return {"pk": cast.inspection.pk}


def released_in(place: Place) -> dict[str, int]:
    cast = cast_in(place)
    released(cast)
    return {"pk": cast.inspection.pk}


def replied_in(place: Place) -> dict[str, int]:
    cast = cast_in(place)
    replied(cast)
    return {"pk": cast.inspection.pk}


def accepted_in(name: str) -> Callable[[Place], dict[str, int]]:
    """An explanation, accepted ("explanation"), or a file of one that is being written ("sent")."""

    def build(place: Place) -> dict[str, int]:
        cast = cast_in(place)
        if name == "sent":
            sent = explained(cast, with_file=True).files.get()
            return {"pk": cast.inspection.pk, "sent": sent.pk}
        return {"pk": cast.inspection.pk, "explanation": accept(cast).pk}

    return build


def concluded_in(place: Place) -> dict[str, int]:
    """With a conclusion that is being written."""
    cast = cast_in(place)
    draft_conclusion(inspection=cast.inspection, by=cast.specialist)
    return {"pk": cast.inspection.pk}
