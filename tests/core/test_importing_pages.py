"""An import as its pages are clicked through: who sees it, what they are told, how it ends."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from core.jobs.models import Job
from core.jobs.running import run_job
from core.spreadsheets.models import BatchState, ImportBatch
from tests.units.factories import make_department, make_office, make_person
from tests.units.unit_lists import OFFICES, plant_faults, sound_rows, workbook_of
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.fixture
def department():
    department = make_department()
    for name in OFFICES:
        make_office(department, f"Phòng GDĐT {name}", district=name)
    return department


@pytest.fixture
def officer(department):
    return make_person(department, Role.SPECIALIST)


@pytest.fixture
def client(officer, client_for):
    return client_for(officer)


def address(name: str, batch: ImportBatch | None = None) -> str:
    kwargs = {"kind": "units"} | ({"pk": batch.pk} if batch else {})
    return reverse(f"core:import_{name}", kwargs=kwargs)


def upload(client, department, data: bytes, name: str = "Danh sách trường.xlsx"):
    fields = {"scope": department.pk, "file": SimpleUploadedFile(name, data)}
    return client.post(address("list"), fields)


def matched(client, batch: ImportBatch):
    return client.post(address("columns", batch), {key: str(n) for key, n in batch.mapping.items()})


def begin(client, department, rows) -> ImportBatch:
    """Upload and match columns as guessed."""
    response = upload(client, department, workbook_of(rows))
    batch = ImportBatch.objects.latest("pk")
    assert response["Location"] == address("columns", batch)
    assert matched(client, batch)["Location"] == address("preview", batch)
    batch.refresh_from_db()
    return batch


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_list_goes_from_upload_to_import_to_undo_by_clicking(client, department):
    batch = begin(client, department, sound_rows(60))
    preview = text(client.get(address("preview", batch)))
    assert "Nhập 60 dòng" in preview
    assert client.post(address("commit", batch))["Location"] == address("preview", batch)
    assert Unit.objects.inspected().count() == 60
    done = text(client.get(address("preview", batch)))
    assert "Đã nhập: 60 dòng mới" in done
    assert "Hoàn tác lần nhập này" in done
    client.post(address("undo", batch))
    assert Unit.objects.inspected().count() == 0
    assert "Danh sách trường.xlsx" in text(client.get(address("list")))


def test_errors_are_filtered_named_and_downloaded_and_nothing_can_be_imported(client, department):
    rows = sound_rows(750)
    planted = plant_faults(rows)
    batch = begin(client, department, rows)
    errors = text(client.get(address("preview", batch), {"status": "error"}))
    assert {cell for cell in planted if f"{cell}</b>" in errors} == planted
    assert address("commit", batch) not in errors
    client.post(address("commit", batch))
    assert Unit.objects.inspected().count() == 0
    download = client.get(address("errors", batch))
    assert download["Content-Type"].endswith("sheet")
    assert "%C6%B0%E1%BB%9Dng" in download["Content-Disposition"]


def test_a_decision_is_taken_in_the_preview(client, department):
    rows = sound_rows(8)[7:]
    client.post(address("commit", begin(client, department, rows)))
    rows[0][1], rows[0][2] = None, rows[0][2].replace("Khánh", "Khánhh")
    batch = begin(client, department, rows)
    row = batch.rows.get()
    page = text(client.get(address("preview", batch)))
    assert f'name="choice-{row.number}"' in page
    client.post(address("preview", batch), {f"choice-{row.number}": "new", "choice-x": "new"})
    row = batch.rows.get()
    assert (row.status, row.choice) == ("new", "new")


def test_a_long_list_is_checked_by_a_worker_with_progress(client, department):
    upload(client, department, workbook_of(sound_rows(1001)))
    batch = ImportBatch.objects.latest("pk")
    response = matched(client, batch)
    job = Job.objects.get(kind="core.check_import")
    assert response["Location"] == job.get_absolute_url()
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKING
    assert run_job(job.pk)
    job.refresh_from_db()
    batch.refresh_from_db()
    assert job.result_url == address("preview", batch)
    assert batch.counts == {"new": 1001}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("bang.xlsx", b"MZ\x90\x00" + b"\0" * 500, "chương trình"),
        ("bang.xlsx", b"", "rỗng"),
        ("bang.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), ".xlsx"),
        ("bang.csv", "Tên trường;Cấp học\nTrường TH A;TH".encode("utf-16"), "Excel"),
        ("bang.exe", b"MZ", "chương trình"),
    ],
)
def test_a_file_that_is_no_table_is_refused_beside_its_field_and_not_kept(
    client, department, name, data, words
):
    response = upload(client, department, data, name)
    assert response.status_code == 200
    assert words in str(response.context["form"].errors["file"])
    assert not ImportBatch.objects.exists()


def test_a_table_as_utf_8_text_is_taken(client, department):
    data = "Tên trường;Cấp học\nTrường Tiểu học Mỹ Bình;TH\n".encode()
    upload(client, department, data, "bang.csv")
    batch = ImportBatch.objects.get()
    assert batch.mapping == {"name": 1, "levels": 2}
    assert batch.file.media_type.startswith("text/csv")


def test_colleagues_at_the_unit_see_an_import_others_do_not(client, department, client_for):
    batch = begin(client, department, sound_rows(2))
    colleague = client_for(make_person(department, Role.SPECIALIST))
    office = Unit.objects.get(name="Phòng GDĐT An Phú")
    below = client_for(make_person(office, Role.OFFICE_OFFICER))
    stranger = client_for(
        make_person(make_department("Sở Giáo dục và Đào tạo Bến Tre"), Role.SPECIALIST)
    )
    leader = client_for(make_person(department, Role.LEADER))
    pages = ["preview", "columns", "errors"]
    assert [colleague.get(address(page, batch)).status_code for page in pages] == [200] * 3
    for other in (below, stranger, leader):
        assert [other.get(address(page, batch)).status_code for page in pages] == [404] * 3
        assert other.post(address("commit", batch)).status_code == 404
        assert other.post(address("undo", batch)).status_code == 404
        assert batch.file.name not in text(other.get(address("list")))
    assert leader.get(address("list")).status_code == 404


def test_nobody_imports_under_a_unit_that_is_not_theirs(client, department):
    stranger = make_department("Sở Giáo dục và Đào tạo Bến Tre")
    response = upload(client, stranger, workbook_of(sound_rows(1)))
    assert "scope" in response.context["form"].errors
    assert not ImportBatch.objects.exists()


def test_the_empty_table_has_headings_that_need_no_matching(client, department):
    template = client.get(address("template")).content
    response = upload(client, department, template)
    assert "Không có dòng nào" in str(response.context["form"].errors["file"])


def test_a_sheet_with_remarks_says_them_on_the_page(client, department):
    rows = [["Tên trường", "Cấp học", "Tên trường"], ["Trường Tiểu học Mỹ Bình", "TH", "x"]]
    data = "\n".join(";".join(row) for row in rows).encode()
    upload(client, department, data, "bang.csv")
    batch = ImportBatch.objects.get()
    ImportBatch.objects.filter(pk=batch.pk).update(notices=["<b>Dòng ẩn</b>"])
    page = text(client.get(address("columns", batch)))
    assert "&lt;b&gt;Dòng ẩn" in page
