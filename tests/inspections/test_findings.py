"""Findings: noted by the team, changed, withdrawn, closed with the minutes."""

import uuid

import pytest
from django.urls import reverse

from core.web.editing import StaleEdit
from inspections.domain.findings import (
    add_photos,
    change_finding,
    note_finding,
    reinstate_finding,
    withdraw_finding,
)
from inspections.domain.refusals import InspectionRefused
from inspections.enums import FindingKind, RecordState
from inspections.models import Finding, FindingPhoto, InspectionRecord
from tests.inspections.asked import asked, photo, png, shortcoming
from tests.inspections.factories import criterion, make_inspection

pytestmark = pytest.mark.django_db


def read_back(cast, state=RecordState.READ_BACK):
    InspectionRecord.objects.create(inspection=cast.inspection)
    InspectionRecord.objects.update(state=state, content_sha256="a" * 64)


def test_a_member_notes_what_was_seen_about_a_criterion(cast):
    one = criterion(cast.checklist, "1.1")
    found = shortcoming(cast, criterion=one, checklist=cast.checklist)
    assert (found.author, found.criterion, found.is_fault) == (cast.first, one, True)


def test_a_device_that_sends_it_again_gets_the_same_one(cast):
    name = uuid.uuid4()
    first = shortcoming(cast, client_id=name)
    assert shortcoming(cast, client_id=name) == first
    assert Finding.objects.count() == 1


def test_an_id_of_another_inspection_is_refused(cast, tree):
    other = make_inspection(tree.department, tree.thpt, plan=cast.visit.plan, at=_later(cast))
    name = uuid.uuid4()
    shortcoming(other, client_id=name)
    with pytest.raises(InspectionRefused):
        shortcoming(cast, client_id=name)


def _later(cast):
    end = cast.visit.ends_at
    return (end, end.replace(hour=end.hour + 1))


def test_people_of_the_unit_note_nothing(cast):
    for person in (cast.principal, cast.officer, cast.clerk):
        with pytest.raises(InspectionRefused):
            shortcoming(cast, by=person)


@pytest.mark.parametrize("text", ["", "   "])
def test_without_words_there_is_no_finding(cast, text):
    with pytest.raises(InspectionRefused):
        shortcoming(cast, text)


def test_a_criterion_of_another_set_is_refused(cast, tree):
    from tests.standards.factories import make_published

    foreign = make_published(tree.department).standards.first().criteria.first()
    with pytest.raises(InspectionRefused):
        note_finding(
            inspection=cast.inspection, kind=FindingKind.SHORTCOMING, text="x", criterion=foreign,
            by=cast.first,
        )  # fmt: skip


@pytest.mark.parametrize("state", [RecordState.READ_BACK, RecordState.SIGNED])
def test_once_the_minutes_were_read_back_nothing_changes(cast, state):
    found = shortcoming(cast)
    read_back(cast, state)
    again = cast.again()
    found.inspection = again
    with pytest.raises(InspectionRefused):
        note_finding(inspection=again, kind=FindingKind.STRENGTH, text="x", by=cast.first)
    with pytest.raises(InspectionRefused):
        withdraw_finding(finding=found, by=cast.lead)


def test_its_author_and_the_secretary_change_it_another_member_does_not(cast):
    found = shortcoming(cast)
    values = {"kind": FindingKind.VIOLATION, "text": "Không có nội quy"}
    change_finding(finding=found, version=1, by=cast.first, **values)
    change_finding(finding=found, version=2, by=cast.secretary, **values)
    with pytest.raises(InspectionRefused):
        change_finding(finding=found, version=3, by=cast.second, **values)
    assert Finding.objects.get().kind == FindingKind.VIOLATION


def test_of_two_who_change_it_the_later_is_shown_both(cast):
    found = shortcoming(cast)
    mine = Finding.objects.get(pk=found.pk)
    values = {"kind": FindingKind.SHORTCOMING, "by": cast.lead}
    change_finding(finding=found, text="Một", version=1, **values)
    with pytest.raises(StaleEdit):
        change_finding(finding=mine, text="Hai", version=1, **values)
    assert Finding.objects.get().text == "Một"


def test_withdrawn_it_leaves_and_may_stand_again(cast):
    found = shortcoming(cast)
    withdraw_finding(finding=found, by=cast.first)
    assert not Finding.objects.standing().exists()
    reinstate_finding(finding=found, by=cast.first)
    assert Finding.objects.standing().get() == found


def test_what_a_recommendation_rests_on_is_not_withdrawn(cast):
    found = shortcoming(cast)
    asked(cast, finding=found)
    with pytest.raises(InspectionRefused):
        withdraw_finding(finding=found, by=cast.lead)


def test_the_page_notes_one_with_a_photo(cast, client_for):
    one = criterion(cast.checklist, "1.1")
    client = client_for(cast.first)
    url = reverse("inspections:findings", args=[cast.inspection.pk])
    answer = client.post(
        url,
        {
            "kind": "strength", "text": "Góc đọc sân trường", "photos": [png()],
            "about": f"{cast.checklist.pk}:{one.pk}",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    found = Finding.objects.get()
    assert (found.criterion, found.photos.count()) == (one, 1)
    page = client.get(url).content.decode()
    assert "Góc đọc sân trường" in page
    assert "anh.png" in page


def test_a_photo_that_is_none_loses_no_words(cast, client_for):
    from django.core.files.uploadedfile import SimpleUploadedFile

    url = reverse("inspections:findings", args=[cast.inspection.pk])
    sent = {
        "kind": "strength", "text": "Góc đọc sân trường", "about": ":",
        "photos": [SimpleUploadedFile("x.png", b"not an image")],
    }  # fmt: skip
    page = client_for(cast.first).post(url, sent)
    assert page.status_code == 200
    assert "Góc đọc sân trường" in page.content.decode()
    assert not Finding.objects.exists()


def test_the_unit_reads_them_once_the_minutes_were_read_back(cast, client_for):
    shortcoming(cast)
    url = reverse("inspections:findings", args=[cast.inspection.pk])
    client = client_for(cast.principal)
    assert client.get(url).status_code == 404
    read_back(cast)
    page = client.get(url)
    assert page.status_code == 200
    assert "chưa có nội quy" in page.content.decode()


def test_photos_open_for_the_team_and_nobody_else(cast, client_for):
    found = shortcoming(cast)
    [taken] = add_photos(finding=found, files=[photo(cast.first)], by=cast.first)
    url = reverse("core:file", args=[taken.file_id])
    assert client_for(cast.second).get(url).status_code == 200
    assert client_for(cast.principal).get(url).status_code == 404
    assert FindingPhoto.objects.count() == 1


def test_a_stale_page_shows_both_versions(cast, client_for):
    found = shortcoming(cast)
    change_finding(
        finding=found, kind=FindingKind.SHORTCOMING, text="Của họ", version=1, by=cast.lead
    )
    url = reverse("inspections:finding_edit", args=[found.pk])
    sent = {"kind": "shortcoming", "text": "Của tôi", "about": ":", "version": "1"}
    page = client_for(cast.first).post(url, sent)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Của họ" in text
    assert "Của tôi" in text
    sent["version"] = "2"
    assert client_for(cast.first).post(url, sent).status_code == 302
    assert Finding.objects.get().text == "Của tôi"


def test_the_page_withdraws_and_takes_that_back(cast, client_for):
    found = shortcoming(cast)
    client = client_for(cast.first)
    client.post(reverse("inspections:finding_withdraw", args=[found.pk]))
    assert Finding.objects.get().is_withdrawn
    client.post(reverse("inspections:finding_reinstate", args=[found.pk]))
    assert not Finding.objects.get().is_withdrawn
