"""A plan carried over to a later school year: proposed, accepted, undone."""

from datetime import date, timedelta

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone, translation

from core.audit.models import AuditEntry
from core.workflow.engine import TransitionRefused
from inspection_portal.demo.counting import Counts
from inspection_portal.demo.loading import load
from inspection_portal.demo.marks import marked_units, person
from plans.domain.proposing import propose_visits
from plans.domain.rolling.changes import Change, Passage
from plans.domain.rolling.units import unvisited_units
from plans.domain.rolling.verbs import may_undo, propose_changes, roll_over, undo_roll_over
from plans.models import InspectionPlan, RollOver, Visit
from tests.plans.factories import make_team, make_visit
from units.domain import merge_units
from units.models import Membership, SchoolYear

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(school_year) -> SchoolYear:
    begins = school_year.starts_on.replace(year=school_year.starts_on.year + 1)
    return SchoolYear.objects.create(
        name="2091-2092", starts_on=begins, ends_on=begins + timedelta(days=270)
    )


@pytest.fixture
def issued(plan) -> InspectionPlan:
    plan.title = "Kế hoạch kiểm tra năm học 2090 – 2091"
    plan.state = "issued"
    plan.save()
    return plan


def ticked(changes: list[Change]) -> list[str]:
    return [change.key for change in changes if change.checked]


def rolled(plan, year, by, **terms) -> RollOver:
    return roll_over(
        source=plan, year=year, accepted=ticked(propose_changes(plan, year)), by=by, **terms
    )


def test_what_is_ticked_becomes_a_draft_of_the_new_year(issued, later, people) -> None:
    made = rolled(issued, later, people.specialist)
    new = made.plan

    assert (new.state, new.school_year, new.document, new.amends) == ("draft", later, None, None)
    assert new.title == "Kế hoạch kiểm tra năm học 2091 – 2092"
    assert new.sections.count() == 4
    assert new.windows.get().month.year == issued.windows.get().month.year + 1
    before, after = issued.milestones.get().dues.first(), new.milestones.get().dues.first()
    assert after.due_on >= before.due_on.replace(year=before.due_on.year + 1)
    assert AuditEntry.objects.filter(action="plan.roll_over", target_id=str(new.pk)).exists()
    left_out = {line["label"] for line in made.changes if not line["accepted"]}
    assert left_out == {"TH A Long Điền", "THCS Vĩnh Lộc"}  # no visit on file: not ticked


def test_what_is_not_ticked_stays_behind_and_is_remembered(issued, later, people) -> None:
    made = roll_over(source=issued, year=later, accepted=[], by=people.specialist)

    assert not made.plan.sections.exists()
    assert not made.plan.milestones.exists()
    assert made.accepted == []
    assert len(made.changes) >= 8


def test_a_roll_over_is_undone_until_somebody_changes_the_draft(issued, later, people) -> None:
    made = rolled(issued, later, people.specialist)
    assert may_undo(people.specialist, made)
    assert not may_undo(people.leader, made)
    made.plan.sections.update(heading="Tự sửa")
    with pytest.raises(TransitionRefused):
        undo_roll_over(made=made, by=people.specialist)
    assert InspectionPlan.objects.filter(pk=made.plan.pk).exists()


def test_undoing_takes_the_draft_away_and_keeps_the_record(issued, later, people) -> None:
    made = rolled(issued, later, people.specialist)
    draft = made.plan.pk
    undo_roll_over(made=made, by=people.specialist)

    assert not InspectionPlan.objects.filter(pk=draft).exists()
    made.refresh_from_db()
    assert made.undone_at is not None
    assert rolled(issued, later, people.specialist).plan is not None  # and again


def test_people_added_to_a_carried_over_team_count_as_a_change(issued, later, people) -> None:
    make_team(issued, people.specialist, [people.leader])
    made = rolled(issued, later, people.specialist)
    assert may_undo(people.specialist, made)
    made.plan.teams.get().members.all().delete()
    assert not may_undo(people.specialist, made)


@pytest.mark.parametrize("state", ["draft", "submitted", "amended"])
def test_only_an_issued_or_closed_plan_is_carried_over(issued, later, people, state) -> None:
    issued.state = state
    with pytest.raises(TransitionRefused):
        rolled(issued, later, people.specialist)


def test_once_a_year_forwards_and_by_its_authors_only(issued, later, people) -> None:
    for person_, year in (
        (people.leader, later), (people.stranger, later), (people.specialist, issued.school_year),
    ):  # fmt: skip
        with pytest.raises(TransitionRefused):
            rolled(issued, year, person_)
    rolled(issued, later, people.specialist)
    with pytest.raises(TransitionRefused):
        rolled(issued, later, people.specialist)


def test_members_who_left_their_posts_are_told_and_left_out(
    issued, later, people, make_user, tree
) -> None:
    gone, outside = make_user("inspector", tree.department, full_name="Người đã nghỉ"), make_user()
    Membership.objects.filter(user=gone).update(valid_to=timezone.localdate())
    make_team(issued, people.specialist, [people.leader, gone, outside])

    changes = propose_changes(issued, later)
    assert [c.label for c in changes if c.group == "teams" and c.is_told] == ["Người đã nghỉ"]
    made = rolled(issued, later, people.specialist)
    assert {m.user for m in made.plan.teams.get().members.all()} == {people.leader, outside}


def test_a_merged_host_gives_way_to_its_successor(issued, later, people, tree) -> None:
    issued.clusters.create(name="Cụm Chợ Mới", host=tree.th, order=1)
    merge_units(
        units=[tree.th], into=tree.thcs, on=timezone.localdate() + timedelta(days=30),
        basis="QĐ sáp nhập", by=None,
    )  # fmt: skip
    changes = propose_changes(issued, later)

    told = next(c for c in changes if c.group == "gone")
    assert (told.old, told.new) == ("TH A Long Điền", "THCS Vĩnh Lộc")
    made = rolled(issued, later, people.specialist)
    assert made.plan.clusters.get().host == tree.thcs


def test_units_visited_long_ago_are_ticked_and_become_visits(issued, later, people, tree) -> None:
    """A unit with a recent visit is not proposed; of one without any nothing is known."""
    long_ago, lately = (
        make_visit(issued, unit, people.specialist) for unit in (tree.th, tree.thcs)
    )
    for visit, day in (
        (long_ago, later.starts_on - timedelta(days=4 * 366)),
        (lately, later.starts_on - timedelta(days=200)),
    ):
        Visit.objects.filter(pk=visit.pk).update(
            on=day, starts_at="08:00", ends_at="09:00", state="done"
        )
    passage = Passage(issued, later)
    assert [c.label for c in unvisited_units(passage, 3)] == ["TH A Long Điền"]

    made = rolled(issued, later, people.specialist)

    visit = made.plan.visits.get()
    assert (visit.unit, visit.kind, visit.on) == (tree.th, "sample", None)
    propose_visits(plan=made.plan, by=people.specialist)
    assert set(made.plan.visits.values_list("unit", flat=True)) == {tree.th.pk, tree.thpt.pk}


def test_the_pages_from_the_year_to_the_undo(issued, later, people, client_for) -> None:
    page = client_for(people.specialist)
    address = reverse("plans:rollover_new", args=[issued.pk])
    shown = page.get(address, {"year": later.pk, "unvisited": 3}).content.decode()
    assert "Báo cáo học kỳ I" in shown
    every = ticked(propose_changes(issued, later))
    answer = page.post(
        address, {"year": later.pk, "unvisited": 3, "change": every}, follow=True
    ).content.decode()
    made = RollOver.objects.get()
    assert f"Chọn {len(every)} trong {len(made.changes)}" in answer
    page.post(reverse("plans:rollover_undo", args=[made.pk]))
    assert not InspectionPlan.objects.filter(school_year=later).exists()
    assert client_for(people.officer).get(made.get_absolute_url()).status_code == 404


class TestAnGiang(TestCase):
    """KH 126/KH-SGDĐT of 2019 carried over: a year on, and past the reform of 1 July 2025."""

    source: InspectionPlan

    @classmethod
    def setUpTestData(cls):
        translation.activate("vi")
        load(Counts())
        cls.source = InspectionPlan.objects.get(document__number=126)
        cls.units = marked_units()
        cls.author = person("chuyen-vien.an-giang")

    def lines(self, year: str, group: str) -> list[Change]:
        school_year = SchoolYear.objects.get(name=year)
        return [c for c in propose_changes(self.source, school_year) if c.group == group]

    def test_dates_move_a_year_and_to_working_days(self) -> None:
        """10/01/2021 is a Sunday, 29/5/2021 a Saturday, 20/11/2020 a Friday."""
        new = {c.label: c.new for c in self.lines("2020-2021", "milestones")}
        assert new["Báo cáo kết quả kiểm tra học kỳ I"].count("11/01/2021") == 2
        assert new["Báo cáo kết quả kiểm tra năm học"].count("31/05/2021") == 2
        library = new["Đăng ký danh hiệu thư viện đợt 1"]
        assert "20/11/2020" in library
        assert "25/11/2020" in library

    def test_the_decision_on_subject_rooms_gives_way_in_2020_that_on_libraries_later(self) -> None:
        """TT 14/2020 replaced QĐ 37/2008 in July 2020, TT 16/2022 QĐ 01/2003 in May 2022."""
        bases = self.lines("2020-2021", "bases")
        checked = {c.label: c.checked for c in bases}
        rooms = next(text for text in checked if "37/2008" in text)
        library = next(text for text in checked if "01/2003" in text)
        assert (checked[rooms], checked[library]) == (False, True)
        assert any("14/2020/TT-BGDĐT" in text and checked[text] for text in checked)
        later = {c.label: c.checked for c in self.lines("2026-2027", "bases")}
        assert later[library] is False
        assert any("16/2022/TT-BGDĐT" in text for text in later)

    def test_a_year_on_every_office_is_still_there(self) -> None:
        assert self.lines("2020-2021", "gone") == []
        made = roll_over(
            source=self.source, year=SchoolYear.objects.get(name="2020-2021"), by=self.author,
            accepted=ticked(propose_changes(self.source, SchoolYear.objects.get(name="2020-2021"))),
        )  # fmt: skip
        october = made.plan.windows.get(month=date(2020, 10, 1))
        named = {self.units["AG-PGD-AN-PHU"], self.units["AG-PGD-CHAU-PHU"]}
        assert set(october.managers.all()) == named
        assert made.plan.clusters.count() == 11
        assert "2020–2021" in made.plan.title
        assert may_undo(self.author, made)

    def test_after_the_reform_communes_stand_where_offices_stood(self) -> None:
        gone = {c.old: c.new for c in self.lines("2026-2027", "gone")}
        assert len(gone) == 11
        heirs = {
            self.units["AG-PGD-LONG-XUYEN"]: self.units["AG-XA-MY-HOA-HUNG"],
            self.units["AG-PGD-TAN-CHAU"]: self.units["AG-XA-CHAU-PHONG"],
            self.units["AG-PGD-AN-PHU"]: self.units["AG-XA-MAU-AN-PHU"],
        }
        for office, commune in heirs.items():
            assert gone[office.short_name] == commune.short_name
        year = SchoolYear.objects.get(name="2026-2027")
        made = roll_over(
            source=self.source, year=year, by=self.author,
            accepted=ticked(propose_changes(self.source, year)),
        )  # fmt: skip
        october = made.plan.windows.get(month=date(2026, 10, 1))
        assert {unit.kind for unit in october.managers.all()} == {"commune_committee"}
        assert self.units["AG-XA-MAU-AN-PHU"] in october.managers.all()
        assert "UBND xã mẫu địa bàn An Phú" in october.text
        assert self.units["AG-TINH-BIEN"] in {c.host for c in made.plan.clusters.all()}
        assert not made.plan.visits.exists()  # no visit on file: nobody is ticked
