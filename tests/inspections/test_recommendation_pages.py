"""Pages of recommendations: lists, the dossier, the owner's report, the verifier's decision."""

from io import BytesIO

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.audit.models import AuditEntry
from core.search.registry import search
from core.worklist.registry import tasks_for
from inspections.domain.findings import mark_repeat
from inspections.domain.queries.recommendations import tallied
from inspections.domain.recommending import carry_over, tell_recommendations
from inspections.models import Recommendation
from tests.inspections.asked import (
    asked,
    days,
    fresh,
    next_inspection,
    png,
    reported,
    shortcoming,
    told,
)
from tests.inspections.factories import make_inspection
from tests.units.factories import make_person

pytestmark = pytest.mark.django_db
LIST = "inspections:recommendation_list"


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def text(client, name, *args, **query):
    answer = page(client, name, *args, **query)
    assert answer.status_code == 200
    return answer.content.decode()


def titles(client, **query):
    return [row.text for row in page(client, LIST, **query).context["page"]]


def test_the_list_is_searched_without_diacritics_and_narrowed(cast, client_for):
    told(cast, "Sửa mái nhà kho", due_on=days(-2))
    told(cast, "Mua sách tham khảo")
    client = client_for(cast.specialist)
    assert titles(client) == ["Sửa mái nhà kho", "Mua sách tham khảo"]
    assert titles(client, q="sach tham") == ["Mua sách tham khảo"]
    assert titles(client, q="quoc thai mai") == ["Sửa mái nhà kho"]
    assert titles(client, state="overdue") == ["Sửa mái nhà kho"]
    assert titles(client, state="verified") == []
    assert len(titles(client, state="unsettled")) == 2
    year = cast.visit.plan.school_year_id
    assert len(titles(client, year=year, owner=cast.visit.unit_id, unit=cast.visit.unit_id)) == 2
    assert len(titles(client, plan=cast.visit.plan_id, inspection=cast.inspection.pk)) == 2


def test_the_level_stands_in_the_list_in_words(cast, client_for):
    told(cast, due_on=days(-8))
    assert "cơ quan quản lý đã biết" in text(client_for(cast.specialist), LIST).lower()


def test_the_unit_lists_what_it_was_told_only(cast, client_for):
    told(cast, "Đã báo")
    asked(cast, "Chưa báo")
    assert titles(client_for(cast.officer)) == ["Đã báo"]
    assert len(titles(client_for(cast.lead))) == 2


def test_exported_as_seen_with_links(cast, client_for):
    import openpyxl

    told(cast, "Sửa mái nhà kho", due_on=days(-2))
    told(cast, "Mua sách tham khảo")
    answer = page(client_for(cast.specialist), "inspections:recommendation_export", state="overdue")

    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    flat = " ".join(str(value) for row in rows for value in row)
    assert "Sửa mái nhà kho" in flat
    assert "Mua sách" not in flat


def test_the_number_of_queries_does_not_grow_with_the_rows(
    cast, client_for, django_assert_max_num_queries
):
    client = client_for(cast.specialist)
    for number in range(8):
        told(cast, f"Việc {number}", due_on=days(-number))
    with django_assert_max_num_queries(30):
        titles(client)


def test_the_dossier_shows_each_side_its_next_step(cast, client_for):
    found = told(cast)
    report = reverse("inspections:recommendation_report", args=[found.pk])
    verify = reverse("inspections:recommendation_step", args=[found.pk, "verify"])
    assert report in text(client_for(cast.officer), "inspections:recommendation", found.pk)
    assert report not in text(client_for(cast.lead), "inspections:recommendation", found.pk)
    client_for(cast.officer).post(report, {"text": "Đã làm", "attachments": [png()]})
    assert verify in text(client_for(cast.lead), "inspections:recommendation", found.pk)
    assert verify not in text(client_for(cast.officer), "inspections:recommendation", found.pk)


def test_from_report_to_verification_through_the_pages(cast, client_for):
    found = told(cast)
    owner, lead = client_for(cast.officer), client_for(cast.lead)
    report = reverse("inspections:recommendation_report", args=[found.pk])
    refused = owner.post(report, {"text": "Đã làm"})
    assert refused.status_code == 200
    assert "Đã làm" in refused.content.decode()
    owner.post(report, {"text": "Đã làm", "attachments": [png("noi-quy.png")]})
    back = reverse("inspections:recommendation_step", args=[found.pk, "send_back"])
    assert "noi-quy.png" in lead.get(back).content.decode()
    lead.post(back, {"comment": "Ảnh mờ quá"})
    assert "Ảnh mờ quá" in owner.get(report).content.decode()
    owner.post(report, {"text": "Chụp lại", "attachments": [png("ro-hon.png")]})
    lead.post(reverse("inspections:recommendation_step", args=[found.pk, "verify"]))
    assert fresh(found).verified_by == cast.lead
    shown = text(owner, "inspections:recommendation", found.pk)
    assert shown.index("Chụp lại") < shown.index("Đã làm</p>")
    assert "Ảnh mờ quá" in shown


def test_who_may_not_verify_finds_no_such_page(cast, client_for):
    found = reported(cast)
    url = reverse("inspections:recommendation_step", args=[found.pk, "verify"])
    for person in (cast.officer, cast.principal, cast.first):
        assert client_for(person).post(url).status_code == 404
    assert not fresh(found).is_settled


def test_files_of_a_report_open_for_both_sides_and_nobody_else(cast, client_for, tree):
    stored = reported(cast).reports.get().files.get().file_id
    url = reverse("core:file", args=[stored])
    stranger = make_person(tree.other_department, Role.SPECIALIST)
    assert client_for(cast.officer).get(url).status_code == 200
    assert client_for(cast.lead).get(url).status_code == 200
    assert client_for(stranger).get(url).status_code == 404


def test_more_time_through_the_page(cast, client_for):
    found = told(cast, due_on=days(-2))
    url = reverse("inspections:recommendation_extend", args=[found.pk])
    assert client_for(cast.principal).get(url).status_code == 404
    client = client_for(cast.specialist)
    client.post(url, {"due_on": days(9).isoformat(), "comment": "Chờ kinh phí"})
    assert fresh(found).due_on == days(9)
    assert "Chờ kinh phí" in text(client, "inspections:recommendation", found.pk)


def test_written_changed_and_removed_through_the_pages(cast, client_for):
    client, unit = client_for(cast.secretary), cast.visit.unit_id
    seen = shortcoming(cast)
    add = reverse("inspections:recommendation_add", args=[cast.inspection.pk])
    assert f'value="{seen.pk}" selected' in client.get(f"{add}?finding={seen.pk}").content.decode()
    sent = {"text": "Niêm yết", "owner": unit, "due_on": days(9).isoformat(), "finding": seen.pk}
    assert client.post(add, sent).status_code == 302
    found = Recommendation.objects.get()
    assert (found.finding, found.needs_file) == (seen, False)
    edit = reverse("inspections:recommendation_edit", args=[found.pk])
    assert client.post(edit, sent | {"text": "Niêm yết hai nơi", "version": 1}).status_code == 302
    stale = client.post(edit, sent | {"text": "Niêm yết ba nơi", "version": 1})
    assert stale.status_code == 409
    assert "Niêm yết hai nơi" in stale.content.decode()
    client.post(reverse("inspections:recommendation_remove", args=[found.pk]))
    assert not Recommendation.objects.exists()


def test_a_unit_cannot_be_named_that_has_nothing_to_do_with_it(cast, client_for, tree):
    add = reverse("inspections:recommendation_add", args=[cast.inspection.pk])
    sent = {"text": "x", "owner": tree.th.pk, "due_on": days(9).isoformat()}
    assert client_for(cast.lead).post(add, sent).status_code == 200
    assert not Recommendation.objects.exists()


def test_the_inspection_s_page_offers_what_is_still_owed(cast, client_for):
    told(cast, "Sửa mái nhà kho")
    later = next_inspection(cast)
    client = client_for(later.lead)
    assert "Sửa mái nhà kho" in text(client, "inspections:recommendations", later.inspection.pk)
    client.post(reverse("inspections:recommendation_carry", args=[later.inspection.pk]))
    assert later.inspection.recommendations.get().text == "Sửa mái nhà kho"


def test_both_ends_of_a_line_lead_to_each_other(cast, client_for):
    old = told(cast)
    later = next_inspection(cast)
    [new] = carry_over(inspection=later.inspection, by=later.lead)
    tell_recommendations(inspection=later.inspection, by=later.clerk)
    client = client_for(cast.specialist)
    assert new.get_absolute_url() in text(client, "inspections:recommendation", old.pk)
    assert old.get_absolute_url() in text(client, "inspections:recommendation", new.pk)
    assert titles(client, state="open") == [new.text]


def test_a_shortcoming_seen_before_is_accepted_on_the_page_and_said(cast, client_for):
    before = shortcoming(cast, "Thư viện chưa có nội quy niêm yết tại cửa")
    later = next_inspection(cast)
    again = shortcoming(later, "Nội quy thư viện chưa niêm yết")
    client = client_for(later.first)
    assert "là tồn tại" in text(client, "inspections:findings", later.inspection.pk).lower()
    client.post(reverse("inspections:finding_repeat", args=[again.pk]), {"earlier": before.pk})
    again.refresh_from_db()
    assert again.repeats == before
    shown = text(client, "inspections:findings", later.inspection.pk)
    assert "đã ghi nhận" in shown
    mark_repeat(finding=again, earlier=None, by=later.first)


def test_every_number_of_the_summary_opens_its_list(cast, client_for, tree):
    told(cast, "Một", due_on=days(-3))
    reported(cast, text="Hai")
    other = make_inspection(tree.department, tree.th, plan=cast.visit.plan, on=cast.visit.on)
    told(other, "Ba")
    old = told(cast, "Bốn")
    later = next_inspection(cast)
    carry_over(inspection=later.inspection, by=later.lead)
    tell_recommendations(inspection=later.inspection, by=later.clerk)
    client = client_for(cast.specialist)
    total, rows = tallied(Recommendation.objects.visible_to(cast.specialist))
    assert fresh(old).continued_in is not None
    for tally in [total, *rows]:
        manager = tally.manager.pk if tally.manager else ""
        assert len(titles(client, state="counted", manager=manager)) == tally.total
        assert len(titles(client, state="overdue", manager=manager)) == tally.overdue
        for state, count in tally.cells:
            assert len(titles(client, state=state, manager=manager)) == count, state
    assert {row.manager for row in rows} == {tree.department, tree.office}
    shown = text(client, "inspections:recommendation_summary", plan=cast.visit.plan_id)
    assert f"state=overdue&amp;manager={tree.office.pk}" not in shown
    assert f"manager={tree.office.pk}&amp;plan={cast.visit.plan_id}" in shown


def test_tasks_at_home(cast):
    found = told(cast, due_on=days(-1))
    assert found.get_absolute_url() in {task.url for task in tasks_for(cast.officer)}
    assert any("overdue" in task.url for task in tasks_for(cast.specialist))
    waiting = reported(cast, text="Đã báo")
    for person in (cast.lead, cast.specialist):
        assert waiting.get_absolute_url() in {task.url for task in tasks_for(person)}
    for person in (cast.officer, cast.first, cast.clerk):
        assert waiting.get_absolute_url() not in {task.url for task in tasks_for(person)}


def test_search_finds_inspection_and_recommendation(cast):
    found = told(cast, "Sửa mái nhà kho")
    urls = {line.url for group in search(cast.officer, "sua mai") for line in group.lines}
    assert found.get_absolute_url() in urls
    urls = {line.url for group in search(cast.officer, "quoc thai") for line in group.lines}
    assert cast.inspection.get_absolute_url() in urls


def test_the_unit_s_page_has_a_door(cast, client_for):
    told(cast)
    shown = text(client_for(cast.specialist), "units:unit", cast.visit.unit_id)
    assert f"owner={cast.visit.unit_id}&amp;state=unsettled" in shown


def test_the_history_tells_it_in_words(cast, client_for):
    found = reported(cast)
    answer = client_for(cast.lead).get(
        reverse("core:history", args=["inspections.recommendation", found.pk])
    )
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "recommendation." not in shown
    for person in (cast.officer, cast.lead, cast.clerk):
        assert str(person) in shown
    known = AuditEntry.objects.about(found).values_list("action", flat=True)
    assert set(known) == {
        "recommendation.recommend", "recommendation.tell", "recommendation.report",
    }  # fmt: skip
