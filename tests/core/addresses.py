"""How the addresses of the room are reached."""

from typing import Any
from uuid import uuid4

from django.urls import reverse

from accounts.enums import Role
from core.files.storing import keep_generated
from core.jobs.models import Job, JobState
from core.notifications.models import Message
from core.notifications.registry import all_kinds
from core.notifications.sending import notify
from core.saved.keeping import keep_filter
from core.spreadsheets import importing
from core.spreadsheets.models import ImportBatch
from core.spreadsheets.registry import Scope, kind_of
from plans.domain.parts import remove_part
from tests.addresses import Address, Place
from tests.plans.places import section_in, team_in

LIST = "Mã trường,Tên trường,Cấp học\n89000001,Trường Tiểu học Long Điền,TH\n"


def _job(state: str = JobState.FAILED) -> Any:
    def build(place: Place) -> dict[str, Any]:
        job = Job.objects.create(kind="imports.check", requested_by=place.specialist, state=state)
        job.followers.add(place.specialist)
        return {"pk": job.pk}

    return build


def _file(place: Place) -> dict[str, Any]:
    stored = keep_generated("danh-sach.csv", LIST.encode(), "text/csv", by=place.specialist)
    job = Job.objects.get(pk=_job(JobState.DONE)(place)["pk"])
    job.result_file = stored
    job.save()
    return {"pk": stored.pk}


def _message(place: Place) -> dict[str, Any]:
    """A message needs no event behind it: any kind will do."""
    kind = next(kind for kind in all_kinds() if not kind.secret)
    context = {name: name for name in ("plan", "unit", "title", "day", "by", "subject", "what")}
    recipients = [place.specialist]
    notify(
        kind.key, event=f"test:{place.name}", recipients=recipients,
        context=AnyName(context), url=reverse("home"),
    )  # fmt: skip
    return {"pk": Message.objects.inbox_of(place.specialist)[0].pk}


class AnyName(dict[str, Any]):
    """Every name a sentence may ask for."""

    def __missing__(self, name: str) -> str:
        return name


def _batch(place: Place) -> ImportBatch:
    kind, data = kind_of("units"), LIST.encode()
    file = keep_generated("danh-sach.csv", data, "text/csv", by=place.specialist)
    unit = place.department
    sheet = importing.open_table(kind, data)
    scope = Scope(unit.pk, unit.pk, str(unit))
    return importing.start(kind, file, sheet, scope, by=place.specialist)


def _import(place: Place) -> dict[str, Any]:
    return {"kind": "units", "pk": _batch(place).pk}


def _checked(place: Place) -> dict[str, Any]:
    batch = _batch(place)
    importing.match_columns(batch, batch.mapping)
    importing.check(batch)
    return {"kind": "units", "pk": batch.pk}


def _kind(place: Place) -> dict[str, Any]:
    return {"kind": "units"}


def _saved(place: Place) -> dict[str, Any]:
    saved = keep_filter(
        page="units:unit_list", name=f"Tiểu học {place.name}", query="level=TH", shared=False,
        opens_list=False, by=place.specialist,
    )  # fmt: skip
    return {"pk": saved.pk}


def _thrown_away(place: Place) -> dict[str, Any]:
    part = section_in(place)
    return {"pk": remove_part(part=part, by=place.specialist).pk}


# Whoever looks after the installation sees the work of all its authorities.
ALL_JOBS = frozenset({Role.ADMINISTRATOR})

ADDRESSES = {
    "core:design": Address(),
    "core:favicon": Address(),
    "core:livez": Address(),
    "core:readyz": Address(),
    "core:set_language": Address(data={"language": "en"}),
    "core:file": Address(_file),
    "core:draft_save": Address(data={"key": "plans.section:0", "title": "x"}),
    "core:job_list": Address(),
    "core:job": Address(_job(), everywhere=ALL_JOBS),
    "core:job_cancel": Address(_job(JobState.QUEUED), everywhere=ALL_JOBS),
    "core:job_retry": Address(_job(), everywhere=ALL_JOBS),
    "core:notifications": Address(),
    "core:bell": Address(),
    "core:notifications_read": Address(),
    "core:notification_open": Address(_message),
    "core:filter_save": Address(
        query={"list": "units:unit_list", "query": "level=TH"},
        data={"list": "units:unit_list", "query": "level=TH", "name": "Tiểu học"},
    ),
    "core:filter_restore": Address(data={"page": "units:unit_list", "name": "Tiểu học"}),
    "core:filter_edit": Address(_saved, data={"name": "Trường tiểu học"}),
    "core:filter_remove": Address(_saved),
    "core:history": Address(
        lambda place: {"kind": "plans.inspectionteam", "pk": str(team_in(place).pk)}
    ),
    "core:trash": Address(),
    "core:trash_restore": Address(_thrown_away),
    "core:import_list": Address(_kind, scoped=False),
    "core:import_template": Address(_kind, scoped=False),
    "core:import_columns": Address(_import),
    "core:import_preview": Address(_checked),
    "core:import_commit": Address(_checked),
    "core:import_errors": Address(_checked),
    "core:import_undo": Address(_checked),
    # Without a content they refuse in words; tests/core/test_sync.py sends them real ones.
    "core:sync_events": Address(succeeds=False),
    "core:sync_file": Address(lambda place: {"pk": uuid4()}, scoped=False, succeeds=False),
    "core:sync_receipt": Address(query={"topic": "inspections.inspection:1"}),
    "core:sync_session": Address(),
}
