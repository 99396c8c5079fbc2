"""Word files of long papers are made in the background, once for each wording."""

from dataclasses import replace
from datetime import date

import docx
import pytest
from django.urls import reverse

from core.jobs.models import Job
from core.jobs.running import run_job
from documents.blocks import Annex
from documents.domain import issue
from documents.domain import papers as making
from tests.documents.factories import draft_of
from tests.documents.papers import an_giang_plan, schedule


@pytest.fixture
def paper(department, clerk, deputy, monkeypatch):
    monkeypatch.setattr(making, "WORD_ROWS_AT_ONCE", 20)
    tree = replace(an_giang_plan(chapters=0), annexes=(Annex("Danh sách", (schedule(25),)),))
    draft = draft_of(department, document=tree)
    return issue(document=draft, on=date(2026, 9, 17), authority=deputy, by=clerk)


def test_a_long_one_is_asked_for_by_a_press_and_opened_when_it_is_made(client_for, clerk, paper):
    desk, url = client_for(clerk), reverse("documents:word", args=[paper.pk])
    page = desk.get(url, follow=True)
    assert "chế độ nền" in page.content.decode()
    assert f'action="{url}"' in page.content.decode()
    for _press in range(2):
        answer = desk.post(url)
    job = Job.objects.get(kind="documents.word")
    assert answer.url == reverse("core:job", args=[job.pk])
    assert run_job(job.pk)
    job.refresh_from_db()
    opened = docx.Document(job.result_file.content.open("rb"))
    assert len(opened.tables[-1].rows) >= 25


def test_a_short_one_comes_at_once(client_for, clerk, paper, monkeypatch):
    monkeypatch.setattr(making, "WORD_ROWS_AT_ONCE", 1_000)
    response = client_for(clerk).get(reverse("documents:word", args=[paper.pk]))
    assert response["Content-Disposition"].startswith("attachment")
    assert not Job.objects.filter(kind="documents.word").exists()
