"""What the name of a unit itself tells: its kind and its school levels."""

from core.search.keys import search_key
from units.enums import SchoolLevel, UnitKind

_LEVELS = {"mn": "MN", "mg": "MN", "th": "TH", "thcs": "THCS", "thpt": "THPT", "gdtx": "GDTX"}
_COMMUNES = {"xa", "phuong", "dac"}


def levels_in_name(name: str) -> list[str]:
    """Levels at the beginning of a name: "Trường THCS và THPT X" → THCS, THPT."""
    found = {_LEVELS[word] for word in search_key(name).split()[:4] if word in _LEVELS}
    return [level.value for level in SchoolLevel if level.value in found]


def kind_in_name(name: str) -> str:
    """The kind a name itself tells; a school when it tells nothing."""
    key = search_key(name)
    if key.startswith(("tt ", "trung tam ")):
        return UnitKind.CONTINUING_CENTRE.value
    if key.startswith("phong gddt"):
        return UnitKind.DISTRICT_OFFICE.value
    first, second = [*key.split(), "", ""][:2]
    if first != "ubnd":
        return UnitKind.SCHOOL.value
    commune = second in _COMMUNES
    return (UnitKind.COMMUNE_COMMITTEE if commune else UnitKind.DISTRICT_COMMITTEE).value
