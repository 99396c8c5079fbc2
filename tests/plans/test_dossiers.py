"""Dossiers of a visit: asked for, answered with files or a reason, brought to the cluster's host."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.files.models import StoredFile
from core.workflow.engine import TransitionRefused
from core.worklist.registry import tasks_for
from documents.domain.papers import content_of
from documents.models import IssuedDocument
from plans.domain.amending import draft_amendment, take_over
from plans.domain.dossiers import answer_dossier, check_in, undo_check_in
from plans.domain.queries.dossiers import asked_of, items_of, readiness
from plans.domain.scheduling import begin_visit, finish_visit, notify_visit
from plans.models import (
    CheckIn,
    Cluster,
    ContentStream,
    InspectionPlan,
    PreparationItem,
    Visit,
    VisitDossier,
)
from tests.plans.factories import make_team, make_visit, place

pytestmark = pytest.mark.django_db


def pdf() -> bytes:
    buffer = BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def items(plan) -> list[PreparationItem]:
    stream = plan.streams.get()
    return [
        PreparationItem.objects.create(plan=plan, stream=stream, text=text, order=order, **only)
        for order, (text, only) in enumerate(
            [
                ("Báo cáo hoạt động thư viện", {"form_code": "PL1"}),
                ("Sổ đăng ký tổng quát", {}),
                ("Tờ trình của phòng", {"office_units_only": True}),
            ]
        )
    ]


@pytest.fixture
def visit(plan, tree, people, items) -> Visit:
    """A school directly under the department, which was told of its day."""
    found = place(make_visit(plan, tree.thpt, people.specialist), people.specialist)
    notify_visit(visit=found, by=people.specialist)
    return found


def answer(client, visit, item, **fields):
    address = reverse("plans:dossier", args=[visit.pk, item.pk])
    return client.post(address, {"state": "ready"} | fields)


def test_what_only_units_under_an_office_bring_is_not_asked_of_others(
    visit, plan, tree, people, items
) -> None:
    theirs = make_visit(plan, tree.thcs, people.specialist)

    assert [item.text for item in items_of(visit)] == [items[0].text, items[1].text]
    assert items_of(theirs).count() == 3
    counts = {pk: ready.asked for pk, ready in readiness([visit, theirs]).items()}
    assert counts == {visit.pk: 2, theirs.pk: 3}


def test_the_school_sends_a_file_and_marks_what_lies_ready(
    visit, items, people, client_for
) -> None:
    client = client_for(people.principal)
    answer(client, visit, items[0], attachments=SimpleUploadedFile("Báo cáo.pdf", pdf()))
    answer(client, visit, items[1])

    assert readiness([visit])[visit.pk].ready == 2
    ((_title, asked),) = asked_of(visit)
    assert [one.file.name for one in asked[0].files] == ["Báo cáo.pdf"]
    assert client.get(reverse("core:file", args=[asked[0].files[0].file_id])).status_code == 200
    page = client.get(reverse("plans:dossiers", args=[visit.pk])).content.decode()
    assert "2 / 2" in page.replace("&nbsp;", " ") or "2/2" in page


def test_a_file_that_is_not_what_it_says_is_refused_at_its_row(
    visit, items, people, client_for
) -> None:
    fake = SimpleUploadedFile("Báo cáo.pdf", b"MZ this is a program")
    page = answer(client_for(people.principal), visit, items[0], attachments=fake)

    assert page.status_code == 200
    assert page.context["refused"].keys() == {items[0].pk}
    assert not VisitDossier.objects.exists()


def test_what_is_not_there_needs_a_reason(visit, items, people, client_for) -> None:
    client = client_for(people.principal)
    page = answer(client, visit, items[0], state="missing")
    assert page.context["refused"].keys() == {items[0].pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitDossier.objects.create(
            visit=visit, item=items[0], text="x", state="missing", answered_by=people.principal
        )

    answer(client, visit, items[0], state="missing", reason="Thư viện mới lập")

    ready = readiness([visit])[visit.pk]
    assert (ready.ready, ready.missing, ready.is_whole) == (0, 1, False)
    assert VisitDossier.objects.get().reason == "Thư viện mới lập"


def test_others_do_not_answer_for_the_school(visit, items, people) -> None:
    for person in (people.specialist, people.officer, people.stranger):
        with pytest.raises(TransitionRefused):
            answer_dossier(visit=visit, item=items[0], state="ready", by=person)


def test_a_dossier_the_plan_does_not_ask_of_the_unit_is_refused(visit, items, people) -> None:
    with pytest.raises(TransitionRefused):
        answer_dossier(visit=visit, item=items[2], state="ready", by=people.principal)


def test_nothing_changes_once_the_visit_is_over(visit, items, people) -> None:
    begin_visit(visit=visit, by=people.specialist)
    answer_dossier(visit=visit, item=items[0], state="ready", by=people.principal)
    finish_visit(visit=visit, by=people.specialist)

    with pytest.raises(TransitionRefused):
        answer_dossier(visit=visit, item=items[1], state="ready", by=people.principal)


def test_the_school_finds_the_task_until_everything_is_answered(visit, items, people) -> None:
    def urls() -> list[str]:
        return [task.url for task in tasks_for(people.principal)]

    address = reverse("plans:dossiers", args=[visit.pk])
    assert address in urls()
    for item in items[:2]:
        answer_dossier(visit=visit, item=item, state="ready", by=people.principal)
    assert address not in urls()


def test_a_file_taken_back_is_kept_by_the_portal(visit, items, people, client_for) -> None:
    client = client_for(people.principal)
    answer(client, visit, items[0], attachments=SimpleUploadedFile("Nhầm.pdf", pdf()))
    sent = VisitDossier.objects.get().files.get()

    client_for(people.officer).post(reverse("plans:dossier_file_remove", args=[sent.pk]))
    assert VisitDossier.objects.get().files.exists()
    client.post(reverse("plans:dossier_file_remove", args=[sent.pk]))

    assert not VisitDossier.objects.get().files.exists()
    assert StoredFile.objects.filter(name="Nhầm.pdf").exists()


# Clusters ---------------------------------------------------------------------------------------
@pytest.fixture
def member(visit, plan, tree, people) -> Visit:
    """A school of the office's that brings its dossiers to the THPT."""
    cluster = Cluster.objects.create(plan=plan, name="Cụm Chợ Mới", host=tree.thpt)
    Visit.objects.filter(pk=visit.pk).update(cluster=cluster)
    found = make_visit(plan, tree.thcs, people.specialist, cluster=cluster)
    found = place(found, people.specialist)
    notify_visit(visit=found, by=people.specialist)
    return found


def test_the_host_receives_a_unit_with_what_it_has_brought(
    member, items, people, make_user, tree, client_for
) -> None:
    principal = make_user("principal", tree.thcs, full_name="Hiệu trưởng THCS")
    answer_dossier(visit=member, item=items[1], state="ready", by=principal)
    host = client_for(people.specialist)

    page = host.get(reverse("plans:arrival", args=[member.pk]))
    assert page.context["form"].initial["brought"] == [items[1].pk]
    host.post(
        reverse("plans:arrival", args=[member.pk]),
        {"brought": [items[0].pk, items[1].pk], "note": "Thiếu tờ trình"},
    )

    arrived = CheckIn.objects.get()
    assert set(arrived.brought.all()) == {items[0], items[1]}
    assert arrived.checked_by == people.specialist
    board = host.get(member.cluster.get_absolute_url())
    assert (board.context["come"], board.context["count"]) == (1, 2)


def test_the_hosts_people_and_the_team_receive_units_and_others_do_not(
    member, items, people, plan
) -> None:
    team = make_team(plan, people.specialist, [people.leader])
    Visit.objects.filter(pk=member.pk).update(team=team)
    member = Visit.objects.select_related("cluster__host", "team", "unit", "plan").get(pk=member.pk)
    for person in (people.principal, people.leader):
        check_in(visit=member, brought=[items[0]], by=person)
    assert CheckIn.objects.get().checked_by == people.leader
    for person in (people.stranger, people.officer):
        with pytest.raises(TransitionRefused):
            check_in(visit=member, brought=[], by=person)

    undo_check_in(visit=member, by=people.principal)
    assert not CheckIn.objects.exists()


def test_a_visit_without_a_cluster_is_received_nowhere(visit, people) -> None:
    with pytest.raises(TransitionRefused):
        check_in(visit=visit, brought=[], by=people.specialist)


def test_an_amended_plan_keeps_answers_arrivals_and_clusters(
    member, visit, plan, items, people
) -> None:
    answer_dossier(visit=visit, item=items[0], state="ready", by=people.principal)
    check_in(visit=member, brought=[items[1]], by=people.specialist)
    InspectionPlan.objects.filter(pk=plan.pk).update(state="issued")
    plan.refresh_from_db()
    amendment = draft_amendment(plan=plan, by=people.specialist)

    take_over(amendment=amendment)

    moved = Visit.objects.get(pk=visit.pk)
    assert readiness([moved])[moved.pk].ready == 1
    assert moved.cluster == amendment.clusters.get()
    assert CheckIn.objects.get().brought.get().plan == amendment
    assert ContentStream.objects.filter(visits=moved).get().plan == amendment


def test_many_visits_cost_no_more_queries_than_one(
    visit, member, django_assert_num_queries
) -> None:
    visits = list(Visit.objects.select_related("plan"))
    with django_assert_num_queries(4):
        readiness(visits[:1])
    with django_assert_num_queries(4):
        readiness(visits)


def test_the_invitation_to_the_day_of_a_cluster_goes_to_the_clerk_once(
    member, visit, plan, tree, people, client_for
) -> None:
    cluster = member.cluster
    page = client_for(people.specialist).get(cluster.get_absolute_url())
    assert page.context["host"] is None  # the cluster names no units yet
    cluster.members.create(unit=tree.thcs)
    client = client_for(people.specialist)
    address = reverse("plans:cluster_invite", args=[cluster.pk])

    refused = client.post(address, follow=True)  # nobody leads the visit
    assert not IssuedDocument.objects.exists()
    assert "chủ trì" in refused.content.decode()
    team = make_team(plan, people.specialist, [people.leader])
    Visit.objects.filter(pk=visit.pk).update(team=team)
    client.post(address)

    document = IssuedDocument.objects.get()
    paper = content_of(document)
    assert (document.kind, document.state) == ("GM", "draft")
    assert "Hiệu trưởng Trường THCS Vĩnh Lộc" in str(paper)
    client.post(address)
    assert IssuedDocument.objects.count() == 1
    assert client_for(people.principal).post(address).status_code == 404
