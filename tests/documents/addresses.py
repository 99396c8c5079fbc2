"""How the addresses of the room are reached."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from documents.domain import issue
from documents.domain.templates import upload_template
from documents.layouts.docx import example_docx
from documents.models import IssuedDocument, LegalDocument, NumberRegister, SigningAuthority
from tests.addresses import Address, Place
from tests.documents.factories import draft_of

DAY = date(2019, 9, 17)


def _signer(place: Place) -> SigningAuthority:
    director = place.people["leader"]
    return SigningAuthority.objects.get_or_create(
        unit=place.department, person=director, mode="direct",
        defaults={"post": "Giám đốc", "head_post": "Giám đốc", "valid_from": date(2018, 1, 1)},
    )[0]  # fmt: skip


def _draft(place: Place) -> dict[str, int]:
    _signer(place)
    return {"pk": draft_of(place.department, at=place.department.pk * 2).pk}


def _issued_paper(place: Place) -> IssuedDocument:
    document = draft_of(place.department, at=place.department.pk * 2 + 1)
    return issue(
        document=document, on=DAY, authority=_signer(place), by=place.people["clerk"]
    )  # fmt: skip


def _issued(place: Place) -> dict[str, int]:
    return {"pk": _issued_paper(place).pk}


def _code(place: Place) -> dict[str, str]:
    return {"code": str(_issued_paper(place).code)}


def _book(place: Place) -> dict[str, int]:
    book = NumberRegister.objects.create(issuer=place.department, year=2019, series="KH")
    return {"pk": book.pk}


def _authority(place: Place) -> dict[str, int]:
    return {"pk": _signer(place).pk}


def _template(place: Place) -> dict[str, int]:
    upload = SimpleUploadedFile("mau.docx", example_docx("KH"))
    made = upload_template(
        issuer=place.department, kind="KH", upload=upload, by=place.people["clerk"]
    )  # fmt: skip
    return {"pk": made.pk}


def _law(_place: Place) -> dict[str, int]:
    law, _new = LegalDocument.objects.get_or_create(
        number="01/2003/QĐ-BGDĐT", issued_on=date(2003, 1, 2),
        defaults={"kind": "Quyết định", "issuer": "Bộ Giáo dục và Đào tạo"},
    )  # fmt: skip
    return {"pk": law.pk}


def _key(place: Place) -> dict[str, str]:
    return {"key": draft_of(place.department, at=place.department.pk * 2).key}


def _nothing(_place: Place) -> dict[str, Any]:
    return {"key": "tests.paper:0"}


ADDRESSES = {
    "documents:document_list": Address(),
    "documents:document": Address(_issued),
    "documents:batch": Address(data={"all": "1"}),
    "documents:paper": Address(_issued),
    "documents:pdf": Address(_issued),
    "documents:excel": Address(_issued),
    "documents:word": Address(_issued),
    "documents:issue": Address(_draft, data={"issued_on": "2019-09-17"}),
    "documents:sign": Address(_issued),
    "documents:revoke": Address(_issued, data={"reason": "Sai thẩm quyền"}),
    "documents:preview": Address(_key),
    "documents:preview_paper": Address(_nothing, succeeds=False),
    "documents:check": Address(),
    "documents:checked": Address(_code, scoped=False),
    "documents:preview_word": Address(_nothing, succeeds=False),
    "documents:register": Address(),
    "documents:register_book": Address(_book, data={"number": "9", "note": "Hỏng"}),
    "documents:register_print": Address(_book),
    "documents:register_excel": Address(_book),
    "documents:authority_list": Address(),
    "documents:authority_new": Address(),
    "documents:authority": Address(_authority),
    "documents:template_list": Address(),
    "documents:template_new": Address(),
    "documents:template_example": Address(lambda _place: {"kind": "KH"}, scoped=False),
    "documents:template_preview": Address(_template),
    "documents:template_activate": Address(_template),
    "documents:template_retire": Address(_template),
    "documents:law_list": Address(),
    "documents:law_new": Address(),
    "documents:law": Address(_law, scoped=False),
    "documents:law_edit": Address(_law, scoped=False),
    "documents:law_read": Address(_law, scoped=False),
}
