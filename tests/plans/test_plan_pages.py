"""Pages of a plan: what they show, save, refuse and keep."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.drafts.keeping import draft_for
from plans.domain.duties import create_obligations
from plans.domain.planning import create_plan, save_section, submit_plan
from plans.models import (
    Cluster,
    InspectionPlan,
    LegalBasis,
    Milestone,
    MonthWindow,
    Obligation,
    PlanSection,
)
from tests.plans.test_duties import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def specialist(client_for, people):
    return client_for(people.specialist)


def test_four_answers_open_a_draft(specialist, people, tree, school_year) -> None:
    answers = {
        "issuer": tree.department.pk, "school_year": school_year.pk, "title": "Kế hoạch thư viện",
        "subject": "Kiểm tra thư viện",
    }  # fmt: skip

    response = specialist.post(reverse("plans:plan_new"), answers)

    plan = InspectionPlan.objects.get()
    assert response["Location"] == plan.get_absolute_url()
    assert (plan.issuer, plan.symbol, plan.created_by) == (
        tree.department, "KH-SGDĐT", people.specialist,
    )  # fmt: skip


def test_nobody_drafts_for_another_authority(specialist, tree, school_year) -> None:
    answers = {
        "issuer": tree.other_department.pk, "school_year": school_year.pk, "title": "Kế hoạch",
        "subject": "Kiểm tra",
    }  # fmt: skip

    response = specialist.post(reverse("plans:plan_new"), answers)

    assert response.status_code == 200
    assert "issuer" in response.context["form"].errors
    assert not InspectionPlan.objects.exists()


def test_the_page_lists_what_is_missing_with_links_to_each_gap(specialist, bare_plan) -> None:
    page = specialist.get(bare_plan.get_absolute_url()).content.decode()

    for gap in bare_plan.missing():
        assert f'href="{gap.url}"' in page
        assert specialist.get(gap.url).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three_plans(
    count, specialist, people, tree, school_year, django_assert_max_num_queries
) -> None:
    for number in range(count):
        create_plan(
            issuer=tree.department, school_year=school_year, title=f"Kế hoạch {number}",
            subject="Kiểm tra", by=people.specialist,
        )  # fmt: skip

    with django_assert_max_num_queries(9):
        page = specialist.get(reverse("plans:plan_list"))

    assert len(page.context["page"].rows) == count


def test_the_list_is_searched_without_diacritics(specialist, plan) -> None:
    found = specialist.get(reverse("plans:plan_list"), {"q": "thu vien"})
    missed = specialist.get(reverse("plans:plan_list"), {"q": "thiet bi"})

    assert plan.title in found.content.decode()
    assert plan.title not in missed.content.decode()


def test_the_second_saver_sees_both_versions_and_chooses(specialist, plan, people) -> None:
    section = plan.sections.get(marker="II")
    url = reverse("plans:section", args=[section.pk])
    opened = section.version
    section.body = "<p>Bản của đồng nghiệp</p>"
    save_section(section=section, version=opened, by=people.specialist)
    mine = {"version": opened, "marker": "II", "heading": "NỘI DUNG", "body": "<p>Bản của tôi</p>"}

    refused = specialist.post(url, mine)

    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Bản của đồng nghiệp" in page
    assert "Bản của tôi" in page
    assert PlanSection.objects.get(pk=section.pk).body == "<p>Bản của đồng nghiệp</p>"

    kept = specialist.post(url, {**mine, "version": refused.context["theirs"].version})

    assert kept.status_code == 302
    assert PlanSection.objects.get(pk=section.pk).body == "<p>Bản của tôi</p>"


def test_the_head_saved_by_two_shows_both_versions(specialist, plan, people) -> None:
    url = reverse("plans:plan_edit", args=[plan.pk])
    form = specialist.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else value for name, value in values.items()}
    first = specialist.post(url, {**values, "title": "Tên thứ nhất"})

    second = specialist.post(url, {**values, "title": "Tên thứ hai"})

    assert first.status_code == 302
    assert second.status_code == 409
    assert "Tên thứ nhất" in second.content.decode()
    assert "Tên thứ hai" in second.content.decode()
    assert InspectionPlan.objects.get(pk=plan.pk).title == "Tên thứ nhất"


def test_what_is_typed_is_kept_and_offered_again(specialist, plan, people) -> None:
    section = plan.sections.get(marker="I")
    key = f"plans.section:{section.pk}"
    typed = {"marker": "I", "heading": "MỤC ĐÍCH", "body": "<p>Đang viết dở</p>"}

    typed |= {"key": key, "version": section.version}
    specialist.post(reverse("core:draft_save"), typed)

    assert draft_for(people.specialist, key).data["body"] == ["<p>Đang viết dở</p>"]
    page = specialist.get(reverse("plans:section", args=[section.pk])).content.decode()
    assert "Đang viết dở" in page
    assert PlanSection.objects.get(pk=section.pk).body == "<p>Nội dung của phần này.</p>"


def test_the_editor_keeps_only_what_a_paper_prints(specialist, plan) -> None:
    section = plan.sections.get(marker="I")
    body = '<p onclick="x()">Chữ <strong>đậm</strong></p><script>alert(1)</script><img src=x>'

    specialist.post(
        reverse("plans:section", args=[section.pk]),
        {"version": section.version, "marker": "I", "heading": "MỤC ĐÍCH", "body": body},
    )

    assert PlanSection.objects.get(pk=section.pk).body == "<p>Chữ <strong>đậm</strong></p>"


def test_a_submitted_plan_refuses_edits_in_words(specialist, plan, people) -> None:
    submit_plan(plan=plan, approver=people.leader, by=people.specialist)
    addresses = [
        reverse("plans:plan_edit", args=[plan.pk]),
        reverse("plans:section", args=[plan.sections.first().pk]),
        reverse("plans:part_add", args=[plan.pk, "bases"]),
    ]

    for address in addresses:
        page = specialist.get(address, follow=True).content.decode()
        assert "Chỉ sửa được kế hoạch khi còn là bản thảo." in page


def test_every_kind_of_part_is_added_ordered_and_removed(specialist, plan) -> None:
    add = reverse("plans:part_add", args=[plan.pk, "bases"])
    for text in ("Căn cứ thứ hai;", "Căn cứ thứ ba;"):
        specialist.post(add, {"text": text})
    last = plan.bases.get(text="Căn cứ thứ ba;")

    specialist.post(reverse("plans:part_move", args=[plan.pk, "bases", last.pk, "up"]))
    assert plan.bases.all()[1] == last

    specialist.post(reverse("plans:part_delete", args=[plan.pk, "bases", last.pk]))
    assert not LegalBasis.objects.filter(pk=last.pk).exists()


def test_a_deadline_has_a_date_per_kind_of_manager(specialist, plan) -> None:
    day = timezone.localdate() + timedelta(days=20)
    values = {
        "title": "Hồ sơ thư viện đợt 1", "deliverables": "Danh sách\nBiên bản",
        "owed_direct_units": "on", "due_direct_units": day,
        "owed_offices": "on", "due_offices": day + timedelta(days=5),
        "owed_office_units": "on",
    }  # fmt: skip

    specialist.post(reverse("plans:part_add", args=[plan.pk, "milestones"]), values)

    milestone = Milestone.objects.get(title="Hồ sơ thư viện đợt 1")
    dues = dict(milestone.dues.values_list("audience", "due_on"))
    assert dues == {
        "direct_units": day, "offices": day + timedelta(days=5), "office_units": None,
    }  # fmt: skip
    assert milestone.deliverable_list == ["Danh sách", "Biên bản"]


def test_a_deadline_in_the_past_is_refused_at_its_field(specialist, plan) -> None:
    values = {"title": "Báo cáo", "due_offices": timezone.localdate() - timedelta(days=1)}

    page = specialist.post(reverse("plans:part_add", args=[plan.pk, "milestones"]), values)

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["due_offices"]


def test_months_and_clusters_keep_their_units(specialist, plan, tree) -> None:
    month = {
        "month": "2090-10", "managers": [tree.office.pk], "level_choices": ["THPT"],
        "text": "Các trường THPT",
    }  # fmt: skip
    specialist.post(reverse("plans:part_add", args=[plan.pk, "windows"]), month)
    cluster = {"name": "Cụm Chợ Mới", "host": tree.thpt.pk, "members": [tree.th.pk, tree.thcs.pk]}
    specialist.post(reverse("plans:part_add", args=[plan.pk, "clusters"]), cluster)

    window = MonthWindow.objects.get(month="2090-10-01")
    assert (list(window.managers.all()), window.levels) == ([tree.office], "THPT")
    members = Cluster.objects.get(plan=plan).members.values_list("unit", flat=True)
    assert set(members) == {tree.th.pk, tree.thcs.pk}


def test_a_unit_of_another_authority_cannot_be_chosen(specialist, plan, tree) -> None:
    cluster = {"name": "Cụm lạ", "host": tree.other_school.pk}

    page = specialist.post(reverse("plans:part_add", args=[plan.pk, "clusters"]), cluster)

    assert "host" in page.context["form"].errors


def test_the_school_sends_a_file_and_reads_when(plan, people, client_for, tree) -> None:
    create_obligations(plan=plan, by=people.clerk)
    InspectionPlan.objects.filter(pk=plan.pk).update(state="issued")
    duty = Obligation.objects.get(unit=tree.thpt)
    school = client_for(people.principal)
    upload = SimpleUploadedFile("Báo cáo thư viện.pdf", pdf())
    page = school.post(duty.get_absolute_url(), {"attachments": [upload], "note": ""}, follow=True)

    duty.refresh_from_db()
    assert duty.state == "fulfilled"
    stored = duty.files.get().file
    assert "Báo cáo thư viện.pdf" in page.content.decode()
    assert school.get(reverse("core:file", args=[stored.pk])).status_code == 200
    assert client_for(people.officer).get(reverse("core:file", args=[stored.pk])).status_code == 404


def test_a_renamed_program_is_refused_in_words_and_nothing_is_kept(
    plan, people, client_for, tree
) -> None:
    create_obligations(plan=plan, by=people.clerk)
    duty = Obligation.objects.get(unit=tree.thpt)
    upload = SimpleUploadedFile("bao-cao.pdf", b"MZ\x90\x00" + b"\x00" * 200)

    page = client_for(people.principal).post(duty.get_absolute_url(), {"attachments": [upload]})

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["attachments"]
    duty.refresh_from_db()
    assert duty.state == "open"
