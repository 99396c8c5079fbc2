"""The columns of a list of units: how each is read from a table."""

from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.search.keys import search_key
from core.spreadsheets import parsing
from core.spreadsheets.refusals import CellRefused
from core.spreadsheets.registry import ImportField
from units.enums import SchoolLevel, UnitKind

MOST_CLASSES = 500
MOST_PUPILS = 50_000

_LEVEL_WORDS = {
    "mn": SchoolLevel.PRESCHOOL, "mg": SchoolLevel.PRESCHOOL, "nt": SchoolLevel.PRESCHOOL,
    "th": SchoolLevel.PRIMARY, "1": SchoolLevel.PRIMARY,
    "thcs": SchoolLevel.LOWER_SECONDARY, "2": SchoolLevel.LOWER_SECONDARY,
    "thpt": SchoolLevel.UPPER_SECONDARY, "3": SchoolLevel.UPPER_SECONDARY,
    "gdtx": SchoolLevel.CONTINUING,
}  # fmt: skip
_LEVEL_FILLERS = {"cap", "lien", "tt", "gdnn"}
_KIND_WORDS = {
    "trường": UnitKind.SCHOOL, "truong": UnitKind.SCHOOL, "truong hoc": UnitKind.SCHOOL,
    "hoc": UnitKind.SCHOOL,
    "tt gdtx": UnitKind.CONTINUING_CENTRE, "trung tam": UnitKind.CONTINUING_CENTRE,
    "trung tam gdtx": UnitKind.CONTINUING_CENTRE, "gdtx": UnitKind.CONTINUING_CENTRE,
    "tt gdnn gdtx": UnitKind.CONTINUING_CENTRE, "gdnn gdtx": UnitKind.CONTINUING_CENTRE,
    "phong": UnitKind.DISTRICT_OFFICE, "phong gddt": UnitKind.DISTRICT_OFFICE,
    "so": UnitKind.DEPARTMENT, "so gddt": UnitKind.DEPARTMENT,
    "ubnd tinh": UnitKind.PROVINCIAL_COMMITTEE,
    "ubnd huyen": UnitKind.DISTRICT_COMMITTEE, "ubnd quan": UnitKind.DISTRICT_COMMITTEE,
    "ubnd tx": UnitKind.DISTRICT_COMMITTEE, "ubnd tp": UnitKind.DISTRICT_COMMITTEE,
    "huyen": UnitKind.DISTRICT_COMMITTEE, "quan": UnitKind.DISTRICT_COMMITTEE,
    "ubnd xa": UnitKind.COMMUNE_COMMITTEE, "ubnd phuong": UnitKind.COMMUNE_COMMITTEE,
    "ubnd dac khu": UnitKind.COMMUNE_COMMITTEE, "xa": UnitKind.COMMUNE_COMMITTEE,
    "phuong": UnitKind.COMMUNE_COMMITTEE, "dac khu": UnitKind.COMMUNE_COMMITTEE,
}  # fmt: skip


@cache
def _kind_labels() -> dict[str, str]:
    """Labels as exports print them, in both languages, besides the words people use."""
    known = {word: kind.value for word, kind in _KIND_WORDS.items()}
    for language in ("vi", "en"):
        with override(language):
            for kind in UnitKind:
                label = str(kind.label)
                known.setdefault(label.casefold(), kind.value)
                if search_key(label):
                    known.setdefault(search_key(label), kind.value)
    return known


def _kind(raw: str) -> str:
    kind = _kind_labels().get(raw.casefold()) or _kind_labels().get(search_key(raw))
    if kind is None:
        raise CellRefused(
            _("“%(text)s” is no kind of unit. Possible: %(example)s.")
            % {"text": raw[:60], "example": "trường, TT GDTX, phòng GDĐT, UBND xã, UBND phường"}
        )
    return kind


def _levels(raw: str) -> list[str]:
    words = [word for word in search_key(raw).split() if word not in _LEVEL_FILLERS]
    unknown = [word for word in words if word not in _LEVEL_WORDS]
    if unknown or not words:
        raise CellRefused(
            _("“%(text)s” names no school level. Possible: %(example)s, several separated by commas.")
            % {"text": raw[:60], "example": "MN, TH, THCS, THPT, GDTX"}
        )  # fmt: skip
    return [level.value for level in SchoolLevel if level in {_LEVEL_WORDS[word] for word in words}]


FIELDS = (
    ImportField(
        "code", gettext_lazy("School code"), parsing.text(60),
        ("Mã trường", "Mã đơn vị", "Mã", "Mã số", "Mã định danh", "Mã CSDL", "Mã CSDL ngành",
         "Mã trường CSDL ngành", "Code"),
    ),
    ImportField(
        "name", gettext_lazy("Name of the unit"), parsing.text(250),
        ("Tên trường", "Tên đơn vị", "Tên", "Trường", "Đơn vị", "Tên đầy đủ", "Tên cơ sở giáo dục",
         "Cơ sở giáo dục", "Tên trường học", "Họ tên trường"),
        required=True,
    ),
    ImportField(
        "short_name", gettext_lazy("Short name"), parsing.text(120),
        ("Tên ngắn", "Tên viết tắt", "Tên gọi tắt", "Tên thường gọi", "Tên rút gọn"),
    ),
    ImportField(
        "levels", gettext_lazy("School levels"), _levels,
        ("Cấp học", "Cấp", "Bậc học", "Các cấp học", "Ngành học", "Khối"),
    ),
    ImportField(
        "kind", gettext_lazy("Kind of unit"), _kind,
        ("Loại", "Loại đơn vị", "Loại hình đơn vị", "Kiểu đơn vị"),
    ),
    ImportField(
        "manager", gettext_lazy("Managing unit"), parsing.text(250),
        ("Đơn vị quản lý", "Cơ quan quản lý", "Phòng GDĐT", "Phòng", "Quản lý", "Trực thuộc",
         "Thuộc", "UBND xã", "Đơn vị chủ quản", "Cơ quan chủ quản", "Cấp quản lý"),
    ),
    ImportField(
        "district", gettext_lazy("District (to 30/6/2025)"), parsing.text(120),
        ("Huyện", "Quận", "Huyện/thị/thành phố", "Quận/huyện", "Huyện thị", "Địa bàn huyện",
         "Huyện, thị xã, thành phố"),
    ),
    ImportField(
        "commune", gettext_lazy("Commune"), parsing.text(120),
        ("Xã", "Xã/phường", "Phường/xã", "Xã phường", "Xã, phường, thị trấn", "Xã/phường/thị trấn",
         "Phường", "Xã/phường/đặc khu"),
    ),
    ImportField(
        "email", gettext_lazy("E-mail"), parsing.email,
        ("Email", "Thư điện tử", "Hộp thư", "Địa chỉ email", "Mail", "Thư điện tử công vụ"),
    ),
    ImportField(
        "phone", gettext_lazy("Telephone"), parsing.phone,
        ("Điện thoại", "Số điện thoại", "SĐT", "ĐT", "Số ĐT", "Điện thoại liên hệ"),
    ),
    ImportField(
        "head_name", gettext_lazy("Head of the unit"), parsing.text(150),
        ("Hiệu trưởng", "Họ tên hiệu trưởng", "Họ và tên hiệu trưởng", "Thủ trưởng", "Giám đốc",
         "Tên hiệu trưởng", "Thủ trưởng đơn vị"),
    ),
    ImportField(
        "classes", gettext_lazy("Classes"), parsing.whole_number(MOST_CLASSES),
        ("Số lớp", "Lớp", "Tổng số lớp", "Tổng lớp"),
    ),
    ImportField(
        "pupils", gettext_lazy("Pupils"), parsing.whole_number(MOST_PUPILS),
        ("Số học sinh", "Học sinh", "Tổng số học sinh", "Số HS", "HS", "Sĩ số", "Tổng HS"),
    ),
    ImportField(
        "valid_from", gettext_lazy("In force from"), parsing.day,
        ("Ngày hiệu lực", "Hiệu lực từ", "Từ ngày", "Hiệu lực", "Ngày áp dụng"),
    ),
)  # fmt: skip
