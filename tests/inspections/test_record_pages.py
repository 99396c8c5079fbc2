"""Pages of minutes: who sees which step, signing with and without drawing, files, tasks, reminder."""

from base64 import b64encode
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse

from core.files.owners import may_open
from core.jobs.models import Job
from core.jobs.running import run_job
from core.notifications.models import Message
from core.web.offers import offers
from documents.registry import kinds
from inspections.domain.record_reminding import remind_records
from inspections.domain.recording import close_record, read_back
from inspections.domain.signing import sign
from inspections.enums import RecordState, Side, Signer
from inspections.models import InspectionRecord
from inspections.worklist.records import record_tasks, unwritten_tasks
from plans.models import Visit
from tests.inspections.minutes import complete, drafted, drawn, read, signed, signed_by_team

pytestmark = pytest.mark.django_db


def at(cast, name, *more):
    return reverse(f"inspections:{name}", args=[cast.inspection.pk, *more])


def form_of(response):
    form = response.context["form"]
    return {name: form[name].value() for name in ("content", "client_id", "name", "post")}


def edit_values(cast, **changed):
    record = InspectionRecord.objects.get(inspection=cast.inspection)
    return {
        "version": record.version, "begun_at": "2026-11-20T08:00", "ended_at": "2026-11-20T10:30",
        "place": "Phòng họp", "people_team": "Ông A; Trưởng phòng", "people_unit": "Bà B; Hiệu trưởng\n\nÔng C",
        "people_other": "", "number": "", "remarks": "Đúng giờ", "opinions": "Thống nhất", "copies": 3,
    } | changed  # fmt: skip


def test_lead_and_secretary_begin_them_and_nobody_else_finds_the_page(cast, client_for):
    assert client_for(cast.secretary).get(at(cast, "record")).status_code == 200
    for person in (cast.first, cast.principal, cast.specialist):
        assert client_for(person).get(at(cast, "record")).status_code == 404
        assert client_for(person).post(at(cast, "record_new")).status_code == 404
    response = client_for(cast.secretary).post(at(cast, "record_new"))
    assert response.url == at(cast, "record_edit")
    assert InspectionRecord.objects.get().written_by == cast.secretary


def test_the_edit_page_saves_times_people_and_words(cast, client_for):
    drafted(cast)
    response = client_for(cast.lead).post(at(cast, "record_edit"), edit_values(cast))
    assert response.status_code == 302
    inspection = cast.again()
    assert (inspection.place, inspection.record.copies) == ("Phòng họp", 3)
    assert inspection.begun_at.hour == 1  # 8 in Việt Nam
    people = inspection.attendances.filter(side=Side.UNIT)
    assert [(one.name, one.post) for one in people] == [("Bà B", "Hiệu trưởng"), ("Ông C", "")]


@pytest.mark.parametrize("wrong", [{"ended_at": "2026-11-20T07:00"}, {"copies": 1}])
def test_what_cannot_be_is_refused_at_its_field(cast, client_for, wrong):
    drafted(cast)
    response = client_for(cast.lead).post(at(cast, "record_edit"), edit_values(cast, **wrong))
    assert list(response.context["form"].errors) == list(wrong)
    assert cast.again().begun_at is None


def test_a_stale_page_shows_both_versions_and_saves_nothing(cast, client_for):
    drafted(cast)
    old = edit_values(cast, remarks="Của tôi")
    client_for(cast.lead).post(at(cast, "record_edit"), edit_values(cast, remarks="Của người khác"))
    response = client_for(cast.secretary).post(at(cast, "record_edit"), old)
    assert response.status_code == 409
    assert "Của người khác" in response.content.decode()
    assert "Của tôi" in response.content.decode()
    assert InspectionRecord.objects.get().remarks == "Của người khác"


def test_the_page_names_what_is_missing_and_hides_the_step(cast, client_for):
    drafted(cast)
    client = client_for(cast.secretary)
    page = client.get(at(cast, "record")).content.decode()
    assert at(cast, "record_step", "read_back") not in page
    assert "Thiếu thời gian bắt đầu" in page
    client.post(at(cast, "record_step", "read_back"))
    assert InspectionRecord.objects.get().state == RecordState.DRAFT


def test_from_the_edit_page_to_closed_minutes(cast, client_for):
    complete(cast)
    secretary, lead, principal = map(client_for, (cast.secretary, cast.lead, cast.principal))
    assert principal.get(at(cast, "record")).status_code == 404
    secretary.post(at(cast, "record_step", "read_back"))
    for client in (secretary, lead, principal):
        values = form_of(client.get(at(cast, "record_sign")))
        sketch = f"data:image/png;base64,{b64encode(drawn()).decode()}"
        assert client.post(at(cast, "record_sign"), values | {"sketch": sketch}).status_code == 302
    lead.post(at(cast, "record_step", "close"))
    record = InspectionRecord.objects.get()
    assert record.state == RecordState.SIGNED
    assert {s.role: s.user for s in record.signatures.all()} == {
        Signer.LEAD: cast.lead, Signer.SECRETARY: cast.secretary, Signer.UNIT: cast.principal,
    }  # fmt: skip


def test_the_sign_page_shows_text_and_hash(cast, client_for):
    record = read(cast)
    page = client_for(cast.principal).get(at(cast, "record_sign")).content.decode()
    assert record.short_hash in page
    assert "Sổ mượn chưa ghi ngày trả" in page
    assert "signature_pad.js" in page
    assert "onclick" not in page


@pytest.mark.parametrize(
    "sketch", ["", "data:image/svg+xml;base64,PHN2Zz4=", "data:image/png;base64,%%%"]
)
def test_neither_drawn_nor_confirmed_is_no_signature(cast, client_for, sketch):
    record = read(cast)
    client = client_for(cast.lead)
    values = form_of(client.get(at(cast, "record_sign"))) | {"sketch": sketch}
    assert client.post(at(cast, "record_sign"), values).status_code == 200
    assert not record.signatures.exists()


def test_the_typed_name_with_a_confirmation_is_a_signature(cast, client_for):
    record = read(cast)
    client = client_for(cast.lead)
    client.post(
        at(cast, "record_sign"), form_of(client.get(at(cast, "record_sign"))) | {"typed": "on"}
    )
    assert record.signatures.get().sketch is None


def test_a_page_opened_before_the_last_change_signs_nothing(cast, client_for):
    record = read(cast)
    client = client_for(cast.lead)
    values = form_of(client.get(at(cast, "record_sign"))) | {"typed": "on", "content": "0" * 64}
    assert client.post(at(cast, "record_sign"), values).status_code == 200
    assert not record.signatures.exists()


def test_a_member_hands_the_device_to_the_unit(cast, client_for):
    record = read(cast)
    client = client_for(cast.first)
    values = form_of(client.get(at(cast, "record_sign")))
    assert (values["name"], values["post"]) == (cast.principal.addressed_name, "Hiệu trưởng")
    client.post(at(cast, "record_sign"), values | {"typed": "on"})
    signature = record.signatures.get()
    assert (signature.role, signature.user, signature.taken_by) == (Signer.UNIT, None, cast.first)


def test_a_refusal_is_noted_by_the_team_only(cast, client_for):
    record = signed_by_team(cast)
    assert client_for(cast.principal).get(at(cast, "record_refuse")).status_code == 404
    client = client_for(cast.secretary)
    values = form_of(client.get(at(cast, "record_refuse"))) | {
        "reason": "Không đồng ý", "witness_name": "Ông C", "witness_post": "UBND xã",
    }  # fmt: skip
    assert client.post(at(cast, "record_refuse"), values).status_code == 302
    assert record.signatures.filter(refused=True).count() == 1
    assert "Không đồng ý" in client.get(at(cast, "record")).content.decode()


def test_opening_again_asks_for_the_reason(cast, client_for):
    read(cast)
    client = client_for(cast.lead)
    assert client.post(at(cast, "record_reopen"), {"reason": ""}).status_code == 200
    client.post(at(cast, "record_reopen"), {"reason": "Bổ sung"})
    assert InspectionRecord.objects.get().state == RecordState.DRAFT
    assert "Bổ sung" in client.get(at(cast, "record")).content.decode()


def test_files_belong_to_whoever_reads_the_minutes(cast, client_for, make_user):
    record = close_record(record=signed(cast), by=cast.lead)
    for job in Job.objects.filter(kind="inspections.record_pdf"):
        run_job(job.pk)
    record.refresh_from_db()
    outsider = make_user()
    for stored in (record.pdf, record.signed_pdf, record.signatures.first().sketch):
        assert may_open(cast.principal, stored)
        assert may_open(cast.first, stored)
        assert not may_open(outsider, stored)
    client = client_for(cast.principal)
    assert client.get(at(cast, "record_file", "signed")).url == reverse("core:file", args=[record.signed_pdf_id])  # fmt: skip
    assert client.get(at(cast, "record_file", "docx")).content[:2] == b"PK"
    assert client.get(at(cast, "record_file", "xlsx")).status_code == 404


def test_all_answers_as_a_workbook_for_the_team(cast, client_for):
    complete(cast)
    from openpyxl import load_workbook

    response = client_for(cast.first).get(at(cast, "record_file", "xlsx"))
    book = load_workbook(BytesIO(response.content))
    cells = [
        str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value
    ]
    assert "Chính thức" in cells
    assert {"1.1", "1.2", "2.1", "2.2"} <= set(cells)


def test_the_kind_is_declared_with_every_record(cast):
    record = drafted(cast)
    kind = next(kind for kind in kinds() if kind.key == "inspections.record")
    assert list(kind.keys()) == [f"inspections.record:{record.pk}"]
    assert kind.formats == ("pdf", "docx", "xlsx")
    assert kind.source.may_read(cast.lead, f"inspections.record:{record.pk}")
    assert not kind.source.may_read(cast.principal, f"inspections.record:{record.pk}")


def test_the_inspection_s_page_leads_to_them(cast):
    def links(person):
        return [link.url for link in offers("inspections.inspection", person, cast.again())]

    url = at(cast, "record")
    assert url in links(cast.lead)
    assert url not in links(cast.principal)
    read(cast)
    assert url in links(cast.principal)


def titles(person):
    person = type(person).objects.get(pk=person.pk)
    return [(task.title, bool(task.waiting_for)) for task in record_tasks(person)]


def test_tasks_follow_the_minutes(cast):
    Visit.objects.filter(pk=cast.visit.pk).update(on=cast.visit.on - timedelta(days=400))
    assert [task.title for task in unwritten_tasks(cast.lead)] == ["Lập biên bản"]
    assert list(unwritten_tasks(cast.first)) == []
    Visit.objects.filter(pk=cast.visit.pk).update(on=cast.visit.on)
    record = complete(cast)
    assert titles(cast.secretary) == [("Hoàn thiện biên bản", False)]
    assert titles(cast.principal) == []

    read_back(record=record, by=cast.secretary)
    for person in (cast.lead, cast.secretary, cast.principal):
        assert titles(person) == [("Đọc và ký biên bản", False)]
    assert titles(cast.first) == []


def test_the_lead_waits_then_closes(cast):
    record = signed_by_team(cast)
    assert titles(cast.lead) == [("Biên bản đã đọc lại", True)]

    sign(record=record, role=Signer.UNIT, name="Bà B", by=cast.principal)
    assert titles(cast.lead) == [("Kết thúc ký biên bản", False)]
    close_record(record=record, by=cast.lead)
    assert titles(cast.lead) == titles(cast.principal) == []


def test_overdue_minutes_are_told_once_to_lead_and_secretary(cast):
    record = drafted(cast)
    told = Message.objects.filter(kind="inspections.record_overdue", channel="in_app")
    assert remind_records(record.due_on) == 0
    remind_records(record.due_on + timedelta(days=1))
    assert {message.recipient for message in told} == {cast.lead, cast.secretary}
    assert remind_records(record.due_on + timedelta(days=2)) == 0
    InspectionRecord.objects.update(due_on=record.due_on + timedelta(days=3))
    InspectionRecord.objects.filter(pk=record.pk).update(state="signed", content_sha256="x")
    assert remind_records(record.due_on + timedelta(days=5)) == 0
