"""Recommendations in every state, for tests."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from core.files.models import StoredFile
from core.files.storing import Accept, store
from inspections.domain.findings import note_finding
from inspections.domain.recommending import recommend, report_done, tell_recommendations
from inspections.enums import FindingKind
from inspections.models import Finding, Recommendation
from tests.inspections.factories import Cast, make_inspection


def days(count: int) -> date:
    return timezone.localdate() + timedelta(days=count)


def png(name: str = "anh.png") -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/png")


def photo(by: Any) -> StoredFile:
    return store(png(), accept=Accept.IMAGE, by=by)


def shortcoming(cast: Cast, text: str = "Thư viện chưa có nội quy", **more: Any) -> Finding:
    kind = more.pop("kind", FindingKind.SHORTCOMING)
    by = more.pop("by", cast.first)
    return note_finding(inspection=cast.inspection, kind=kind, text=text, by=by, **more)


def asked(cast: Cast, text: str = "Niêm yết nội quy thư viện", **more: Any) -> Recommendation:
    """One the unit was not told of."""
    more.setdefault("due_on", days(10))
    more.setdefault("owner", cast.visit.unit)
    return recommend(inspection=cast.inspection, text=text, by=cast.lead, **more)


def told(cast: Cast, text: str = "Niêm yết nội quy thư viện", **more: Any) -> Recommendation:
    """One the unit must act on; `due_on` may lie in the past."""
    due_on = more.pop("due_on", days(10))
    found = asked(cast, text, due_on=max(due_on, days(0)), **more)
    tell_recommendations(inspection=cast.inspection, by=cast.clerk)
    Recommendation.objects.filter(pk=found.pk).update(due_on=due_on)
    return fresh(found)


def reported(cast: Cast, **more: Any) -> Recommendation:
    """One that waits to be verified."""
    found = told(cast, **more)
    report_done(
        recommendation=found, text="Đã niêm yết tại cửa", files=[photo(cast.officer)],
        by=cast.officer,
    )  # fmt: skip
    return fresh(found)


def fresh(found: Recommendation) -> Recommendation:
    return Recommendation.objects.select_related(
        "owner", "finding", "carried_from", "inspection__visit__unit",
        "inspection__visit__team", "inspection__visit__plan__issuer",
    ).get(pk=found.pk)  # fmt: skip


def next_inspection(cast: Cast, days_later: int = 14, **more: Any) -> Cast:
    """A later inspection of the same unit in the same plan."""
    on = cast.visit.on + timedelta(days=days_later)
    while on.weekday() > 4:
        on += timedelta(days=1)
    return make_inspection(
        cast.visit.plan.issuer, cast.visit.unit, plan=cast.visit.plan, on=on,
        people={"principal": cast.principal, "school_officer": cast.officer}, **more,
    )  # fmt: skip
