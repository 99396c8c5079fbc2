"""Procedures as dated presets, the plan's own figures, the days that come of them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.web.editing import StaleEdit
from inspections.domain.procedures import change_procedure, choose_procedure, extend_inspection
from inspections.domain.queries.deadlines import deadlines_of, last_day_of
from inspections.domain.queries.procedures import preset_for, presets, procedure_of
from inspections.domain.refusals import InspectionRefused
from inspections.models import Inspection, Procedure
from plans.models import InspectionPlan
from tests.inspections.hearing import released
from units.enums import UnitKind
from units.models import Unit

pytestmark = pytest.mark.django_db


def preset_on(cast, day, kind):
    plan = cast.visit.plan
    InspectionPlan.objects.filter(pk=plan.pk).update(planned_on=day)
    Unit.objects.filter(pk=plan.issuer_id).update(kind=kind)
    return preset_for(InspectionPlan.objects.select_related("issuer", "document").get(pk=plan.pk))


@pytest.mark.parametrize(
    ("day", "kind", "key", "days"),
    [
        (date(2019, 9, 17), UnitKind.DEPARTMENT, "ag126", (None, None)),
        (date(2019, 5, 7), UnitKind.DISTRICT_COMMITTEE, "lb760", (None, None)),
        (date(2025, 8, 4), UnitKind.DEPARTMENT, "ag126", (None, None)),
        (date(2025, 8, 5), UnitKind.DEPARTMENT, "nd217-so", (10, 5)),
        (date(2026, 10, 1), UnitKind.COMMUNE_COMMITTEE, "nd217-xa", (7, 3)),
    ],
)
def test_the_preset_follows_the_day_and_the_issuer(cast, day, kind, key, days):
    preset = preset_on(cast, day, kind)
    assert preset.key == key
    found = preset.procedure(cast.visit.plan)
    assert (found.duration_days, found.extension_days) == days
    assert found.is_announced is (days != (None, None))


def test_every_figure_names_its_source_and_days_to_reply_are_nobody_s_law():
    for preset in presets():
        assert all(figure.source for figure in preset.figures)
        replies = [figure for figure in preset.figures if "phản hồi" in figure.what]
        assert replies
        assert not any(figure.verified for figure in replies)


def test_what_was_chosen_wins_over_what_fits(cast):
    plan = cast.visit.plan
    assert procedure_of(plan).pk is None
    choose_procedure(plan=plan, preset="lb760", by=cast.specialist)
    assert procedure_of(plan).source == "lb760"
    choose_procedure(plan=plan, preset="nd217-so", by=cast.specialist)
    assert Procedure.objects.get().duration_days == 10
    with pytest.raises(InspectionRefused):
        choose_procedure(plan=plan, preset="lb760", by=cast.lead)


def test_two_who_change_it_are_told(cast):
    found = choose_procedure(plan=cast.visit.plan, preset="lb760", by=cast.specialist)
    version, found.reply_days = found.version, 3
    change_procedure(procedure=found, version=version, by=cast.specialist)
    with pytest.raises(StaleEdit):
        change_procedure(procedure=found, version=version, by=cast.specialist)


def test_the_days_to_reply_are_the_procedure_s(cast):
    choose_procedure(plan=cast.visit.plan, preset="lb760", by=cast.specialist)
    Procedure.objects.update(reply_days=1)
    assert released(cast).reply_by <= timezone.localdate() + timedelta(days=12)
    rows = {each.key: each for each in deadlines_of(cast.again())}
    assert rows["desk"].on == cast.visit.on - timedelta(days=2)
    assert rows["record"].on == cast.visit.on + timedelta(days=1)
    assert rows["record"].done
    assert not rows["reply"].done


def test_the_inspection_ends_ten_days_after_its_announcement_and_five_more_once(cast):
    plan = cast.visit.plan
    choose_procedure(plan=plan, preset="nd217-so", by=cast.specialist)
    found, today = cast.again(), timezone.localdate()
    with pytest.raises(InspectionRefused):
        extend_inspection(inspection=found, days=5, reason="Phức tạp", by=cast.specialist)
    Inspection.objects.update(announced_on=today)
    found = cast.again()
    assert last_day_of(found, procedure_of(plan)) == today + timedelta(days=10)
    for days, reason, by in ((6, "Phức tạp", cast.specialist), (5, " ", cast.specialist),
                             (5, "Phức tạp", cast.first)):  # fmt: skip
        with pytest.raises(InspectionRefused):
            extend_inspection(inspection=found, days=days, reason=reason, by=by)
    extend_inspection(inspection=found, days=5, reason="Phức tạp", by=cast.specialist)
    assert last_day_of(cast.again(), procedure_of(plan)) == today + timedelta(days=15)
    with pytest.raises(InspectionRefused):
        extend_inspection(inspection=cast.again(), days=1, reason="Nữa", by=cast.specialist)


def test_it_is_not_extended_once_its_last_day_has_passed(cast):
    choose_procedure(plan=cast.visit.plan, preset="nd217-so", by=cast.specialist)
    Inspection.objects.update(announced_on=timezone.localdate() - timedelta(days=11))
    with pytest.raises(InspectionRefused):
        extend_inspection(inspection=cast.again(), days=2, reason="Muộn", by=cast.specialist)


def test_the_page_shows_sources_and_saves_figures(cast, client_for):
    url = reverse("inspections:procedure", args=[cast.visit.plan_id])
    client = client_for(cast.specialist)
    page = client.get(url).content.decode()
    assert "Điều 13.2" in page
    assert "chưa đối chiếu" in page
    sent = {"version": 1, "desk_days": 3, "record_days": 1, "reply_days": 7}
    assert client.post(url, sent).status_code == 302
    assert Procedure.objects.get().reply_days == 7
    plan_page = client.get(cast.visit.plan.get_absolute_url()).content.decode()
    assert url in plan_page
