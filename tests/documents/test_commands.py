"""`manage.py documents`: what scripts of an office rely on."""

import json
from datetime import date
from io import BytesIO, StringIO

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from core.files.models import StoredFile
from core.jobs.models import Job
from core.jobs.running import run_job
from documents import registry
from documents.domain import content_of, issue, workbook_for
from documents.models import IssuedDocument
from tests.documents.factories import draft_of, reworded
from tests.documents.papers import an_giang_plan, long_bien_letter


def run(*arguments: str) -> object:
    out = StringIO()
    call_command("documents", *arguments, stdout=out)
    return json.loads(out.getvalue())


def rendered(document: IssuedDocument) -> IssuedDocument:
    """Do the job that the issue asked for."""
    job = Job.objects.get(kind="documents.render", params={"document": document.pk})
    assert run_job(job.pk)
    document.refresh_from_db()
    return document


@pytest.fixture
def issued(department, clerk, deputy):
    draft = draft_of(department, document=an_giang_plan(chapters=1))
    return issue(document=draft, number=126, on=date(2019, 9, 17), authority=deputy, by=clerk)


def test_the_list_has_a_row_for_every_paper(department, issued):
    draft_of(department, at=2)
    rows = {row["key"]: row for row in run("list", "--json") if row["kind"] == "tests.paper"}
    assert rows["tests.paper:1"]["number"] == "126/KH-SGDĐT"
    assert rows["tests.paper:1"]["state"] == "issued"
    assert rows["tests.paper:2"]["number"] == "…/KH-SGDĐT"
    assert rows["tests.paper:2"]["state"] == "draft"
    assert rows["tests.paper:2"].keys() == {"key", "kind", "title", "number", "state", "formats"}


def test_a_paper_is_rendered_to_a_file(issued, tmp_path):
    report = run("render", issued.key, "--format", "pdf", "--output", str(tmp_path / "a.pdf"))
    with pikepdf.open(tmp_path / "a.pdf") as opened:
        assert report["pages"] == len(opened.pages) > 3
    assert report["path"] == str(tmp_path / "a.pdf")


def test_an_issued_paper_is_served_as_it_was_issued(issued, tmp_path):
    reworded(1, "Một trích yếu khác hẳn")
    run("render", issued.key, "--output", str(tmp_path / "before.pdf"))
    rendered(issued)
    run("render", issued.key, "--output", str(tmp_path / "after.pdf"))
    assert (tmp_path / "before.pdf").read_bytes() == (tmp_path / "after.pdf").read_bytes()
    assert issued.pdf_sha256 == issued.pdf.sha256


def test_a_second_worker_finds_the_place_taken(issued):
    first = rendered(issued).pdf_id
    Job.objects.update(state="queued")
    assert rendered(issued).pdf_id == first
    assert StoredFile.objects.count() == 1


def test_an_unknown_paper_is_refused_in_words(db, tmp_path):
    with pytest.raises(CommandError, match="nothing"):
        run("render", "nothing:1", "--output", str(tmp_path / "x.pdf"))


def test_a_kind_that_offers_excel_must_be_able_to_make_it():
    with pytest.raises(TypeError, match="workbook"):
        registry.document_kind("tests.nothing", title="x", formats=("xlsx",))(type("Empty", (), {}))


def test_tables_become_sheets_with_shared_cells_filled_in():
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(workbook_for(long_bien_letter())))
    schedule, people = book.worksheets
    values = [[cell.value for cell in row] for row in schedule.iter_rows(min_row=2, max_row=5)]
    assert values[0] == ["Ngày 10/5", "8h30'", "TH Ái Mộ A"]
    assert [row[0] for row in values] == ["Ngày 10/5"] * 4
    last = [cell.value for cell in list(people.iter_rows())[-1]]
    assert last[1] == "Bà Ngô Thị Hoa"
    assert last[2].startswith("Kiểm tra kỹ năng")


def test_the_laws_are_loaded_from_their_data_file(db):
    assert run("load-laws")["legal_documents"] > 40


def test_content_of_an_issued_paper_needs_no_source(issued, monkeypatch):
    monkeypatch.setattr(registry, "_kinds", {})
    assert content_of(issued).header.number == 126
