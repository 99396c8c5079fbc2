"""Inspections by other authorities: noted, seen by whom they concern, removed and brought back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.trash.keeping import restore
from core.trash.models import TrashedItem
from core.workflow.engine import TransitionRefused
from plans.domain.outside import note_outside
from plans.models import OutsideInspection

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def noted(tree, **fields) -> OutsideInspection:
    values = {
        "noted_for": tree.department, "unit": tree.thpt, "authority": "Thanh tra tỉnh",
        "subject": "Thu chi đầu năm", "starts_on": TODAY, "ends_on": TODAY,
    }  # fmt: skip
    return OutsideInspection(**values | fields)


def sent(**fields) -> dict[str, str]:
    return {
        "unit": "thpt quoc thai", "authority": "Kiểm toán nhà nước", "subject": "Quyết toán",
        "starts_on": TODAY.isoformat(), "ends_on": (TODAY + timedelta(days=2)).isoformat(),
        "source": "Công văn",
    } | fields  # fmt: skip


def test_it_is_noted_with_the_unit_typed_without_diacritics(people, tree, client_for) -> None:
    page = client_for(people.specialist).post(reverse("plans:outside_note"), sent(), follow=True)

    kept = OutsideInspection.objects.get()
    assert (kept.unit, kept.noted_for, kept.noted_by) == (
        tree.thpt, tree.department, people.specialist,
    )  # fmt: skip
    assert "Kiểm toán nhà nước" in page.content.decode()


def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(people, client_for) -> None:
    earlier = (TODAY - timedelta(days=1)).isoformat()
    page = client_for(people.specialist).post(
        reverse("plans:outside_note"), sent(unit="Trường không có", ends_on=earlier)
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert "Trường không có" in text
    assert "Kiểm toán nhà nước" in text
    assert not OutsideInspection.objects.exists()
    assert page.context["form"].errors.keys() == {"unit", "ends_on"}


def test_the_unit_sees_what_concerns_it_and_others_do_not(people, tree) -> None:
    note_outside(inspection=noted(tree), by=people.specialist)

    seen = OutsideInspection.objects.visible_to
    assert seen(people.principal).count() == seen(people.specialist).count() == 1
    assert not seen(people.stranger).exists()
    assert not seen(people.officer).exists()
    assert not OutsideInspection.objects.editable_by(people.principal).exists()


def test_only_those_who_schedule_for_the_unit_note_it_down(people, tree) -> None:
    for person in (people.principal, people.stranger, people.leader):
        with pytest.raises(TransitionRefused):
            note_outside(inspection=noted(tree), by=person)


def test_what_was_removed_comes_back(people, tree, client_for) -> None:
    kept = note_outside(inspection=noted(tree), by=people.specialist)
    client_for(people.specialist).post(reverse("plans:outside_remove", args=[kept.pk]))
    assert not OutsideInspection.objects.exists()

    restore(TrashedItem.objects.get(), by=people.specialist)

    assert OutsideInspection.objects.get().authority == "Thanh tra tỉnh"


def test_what_was_noted_is_opened_with_its_words_and_changed(people, tree, client_for) -> None:
    kept = note_outside(inspection=noted(tree), by=people.specialist)
    address = reverse("plans:outside_edit", args=[kept.pk])
    client = client_for(people.specialist)

    assert f'value="{tree.thpt.name}"' in client.get(address).content.decode()
    client.post(address, sent(unit=tree.thcs.name))

    kept.refresh_from_db()
    assert (kept.unit, kept.authority) == (tree.thcs, "Kiểm toán nhà nước")
