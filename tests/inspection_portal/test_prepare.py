"""The first start of a real installation brings the reference data; later ones add nothing."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from documents.models import LegalDocument
from standards.models import StandardSet
from units.models import Unit

pytestmark = pytest.mark.django_db


def prepare() -> str:
    out = StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


def test_laws_and_national_criteria_are_there_and_nothing_of_the_demonstration(settings) -> None:
    settings.DEMO = False

    assert "createsuperuser" in prepare()

    assert LegalDocument.objects.filter(number="16/2022/TT-BGDĐT").exists()
    assert StandardSet.objects.filter(code="TV-TT16-2022", owner=None).exists()
    assert not Unit.objects.exists()


def test_what_an_administrator_changed_stays(settings, make_user) -> None:
    settings.DEMO = False
    prepare()
    User.objects.create_user("admin@example.vn", "Quản trị")
    LegalDocument.objects.filter(number="16/2022/TT-BGDĐT").update(subject="Lời đã sửa")

    prepare()

    assert LegalDocument.objects.get(number="16/2022/TT-BGDĐT").subject == "Lời đã sửa"
