"""Several papers as one file for the printer."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from core.jobs.models import Job
from core.jobs.running import run_job
from documents.domain import batches, issue, revoke
from tests.documents.factories import draft_of, make_department, make_person

DAY = date(2026, 9, 17)


@pytest.fixture
def papers(department, clerk, deputy):
    drafts = [draft_of(department, at=at) for at in range(1, 4)]
    return [issue(document=draft, on=DAY, authority=deputy, by=clerk) for draft in drafts]


@pytest.fixture
def desk(client_for, clerk):
    return client_for(clerk)


def printed(desk, **answers):
    response = desk.post(f"{reverse('documents:batch')}{answers.pop('query', '')}", answers)
    job = Job.objects.get(pk=response.url.rstrip("/").rsplit("/", 1)[-1])
    assert run_job(job.pk)
    job.refresh_from_db()
    with job.result_file.content.open("rb") as handle:
        return job, handle.read()


def first_pages(data):
    """The page on which each number stands, counted from 1."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(data)).pages]
    return {
        number: at
        for at, text in enumerate(pages, start=1)
        for number in ("01/KH", "02/KH", "03/KH")
        if f"Số: {number}" in text
    }


def test_picked_papers_follow_one_another_in_the_order_of_their_numbers(desk, papers):
    job, data = printed(desk, pick=[papers[2].pk, papers[0].pk])
    assert job.params["documents"] == [papers[0].pk, papers[2].pk]
    starts = first_pages(data)
    assert list(starts) == ["01/KH", "03/KH"]
    assert len(PdfReader(BytesIO(data)).pages) == 2 * (starts["03/KH"] - 1)
    with pikepdf.open(BytesIO(data)) as opened, opened.open_outline() as outline:
        assert [item.title[:5] for item in outline.root] == ["01/KH", "03/KH"]


def test_for_both_sides_every_paper_begins_on_the_front_of_a_sheet(desk, papers, monkeypatch):
    _job, alone = printed(desk, pick=[papers[0].pk])
    length = len(PdfReader(BytesIO(alone)).pages)
    kept = batches._write

    # Papers of an odd length, whatever the engine makes of them.
    def odd(paper, target):
        kept(paper, target)
        with pikepdf.open(target, allow_overwriting_input=True) as opened:
            if length % 2 == 0:
                del opened.pages[-1]
            opened.save(target)

    monkeypatch.setattr(batches, "_write", odd)
    _job, data = printed(desk, all="1", duplex="1")
    assert all(at % 2 == 1 for at in first_pages(data).values())
    _job, single = printed(desk, all="1")
    assert not all(at % 2 == 1 for at in first_pages(single).values())
    pages = PdfReader(BytesIO(data)).pages
    blank = pages[first_pages(data)["02/KH"] - 2]
    assert blank.extract_text() == ""
    assert blank.mediabox == pages[0].mediabox


def test_all_is_exactly_what_the_filters_leave(desk, papers, clerk):
    revoke(document=papers[1], reason="Sai", by=clerk)
    job, _data = printed(desk, query="?state=issued", all="1")
    assert job.params["documents"] == [papers[0].pk, papers[2].pk]


def test_papers_of_another_authority_and_drafts_are_never_printed(client_for, desk, papers):
    foreign = make_department("Sở Giáo dục và Đào tạo Bến Tre")
    stranger = client_for(make_person(foreign, Role.CLERK))
    answer = stranger.post(reverse("documents:batch"), {"pick": [papers[0].pk]}, follow=True)
    assert "ít nhất một văn bản" in answer.content.decode()
    assert not Job.objects.filter(kind="documents.batch").exists()


def test_too_many_are_refused_in_words(desk, papers, monkeypatch):
    monkeypatch.setattr(batches, "MOST", 2)
    page = desk.post(reverse("documents:batch"), {"all": "1"}, follow=True).content.decode()
    assert "Mỗi tệp in nhiều nhất 2 văn bản" in page
