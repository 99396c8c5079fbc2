"""A hundred papers rendered while the worker is killed again and again: a hundred PDFs, none twice."""

import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from core.jobs.models import Job, JobState
from documents.domain import issue, verify
from documents.models import IssuedDocument
from inspection_portal.drills.laboratory import Worker, broker
from inspection_portal.drills.number_race import DAY, set_up
from inspection_portal.drills.registry import DrillReport, Outcome, drill, report
from inspection_portal.drills.worker_kill import LEASE_SECONDS, kill_at_work, wait_for


@dataclass(frozen=True)
class Plan:
    """How many papers and kills; `patience` is how long after the last kill the rest may take."""

    papers: int = 100
    kills: int = 6
    patience: float = 240.0
    seed: int = 2026


def run(plan: Plan, *, series: int, reconciler: bool = True) -> Outcome:
    """Issue the papers, render them with a real worker, kill it with its children meanwhile."""
    chance = random.Random(plan.seed)  # noqa: S311 - the same moments every time
    desk = set_up(plan.papers, series)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portal-drill-") as folder, broker():
        for draft in desk.drafts:
            issue(document=draft, on=DAY, authority=desk.authority, by=desk.clerk)
        ids = _render_jobs(desk.drafts)
        worker = Worker(Path(folder) / "worker.log", JOB_LEASE_SECONDS=str(LEASE_SECONDS))
        try:
            held = sum(kill_at_work(worker, ids, chance, reconciler) for _ in range(plan.kills))
            worker.start()
            wait_for(ids, plan.patience, reconciler)
        finally:
            worker.stop()
    return _count([draft.pk for draft in desk.drafts], ids, held, time.monotonic() - began)


def _render_jobs(drafts: list[IssuedDocument]) -> list[UUID]:
    papers = {draft.pk for draft in drafts}
    jobs = Job.objects.filter(kind="documents.render").values_list("pk", "params")
    return [pk for pk, params in jobs if params["document"] in papers]


def _count(papers: list[int], ids: list[UUID], held: int, seconds: float) -> Outcome:
    documents = IssuedDocument.objects.filter(pk__in=papers).select_related("pdf")
    rendered = [document for document in documents if document.pdf is not None]
    files = {document.pdf_id for document in rendered}
    intact = sum(verify(document).ok for document in rendered)
    done = Job.objects.filter(pk__in=ids, state=JobState.DONE).count()
    figures = {
        "papers": len(papers), "jobs": len(ids), "jobs_done": done, "rendered": len(rendered),
        "intact": intact, "rendered_twice": len(rendered) - len(files),
        "kills_while_working": held, "seconds": round(seconds, 1),
    }  # fmt: skip
    whole = len(papers) == len(ids) == done == len(files) == intact
    return Outcome(whole and held > 0, figures)


@drill("render-kill")
def render_kill() -> DrillReport:
    """The full run, and a smaller one with the reconciler off."""
    guarded = run(Plan(), series=71)
    control = run(Plan(papers=30, kills=4, patience=40), series=72, reconciler=False)
    return report("render-kill", guarded, control)
