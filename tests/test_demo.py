"""The demonstration: the facts of the five papers, loaded once, taken away whole."""

import json
from collections import Counter
from datetime import date, time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.test import TestCase

from accounts.enums import Role
from accounts.models import User
from core.audit.models import AuditEntry
from core.audit.recording import broken_links
from core.files.models import StoredFile
from core.files.storing import keep_generated
from core.notifications.models import Message, MessageState
from core.notifications.registry import IN_APP
from documents.models import IssuedDocument
from inspection_portal.demo.marks import MAIL_DOMAIN, marked_units, read
from inspections.models import (
    Conclusion,
    CriterionTask,
    Inspection,
    Recommendation,
    RecordSignature,
)
from libraries.models import Delegation
from plans.enums import PlanState, VisitState
from plans.models import (
    Cluster,
    DossierTarget,
    InspectionPlan,
    MilestoneDue,
    MonthWindow,
    Obligation,
    ScheduleLetter,
    ScheduleProposal,
    Target,
    TeamMember,
    Visit,
    VisitNotice,
)
from standards.models import Assessment, StandardSet
from units.domain import find_unit
from units.enums import UnitKind
from units.models import SchoolYear, Succession, Unit

AN_GIANG = "Kế hoạch kiểm tra CNTT, thư viện, thiết bị năm học 2019–2020"
DISTRICTS = {
    "An Phú", "Châu Phú", "Phú Tân", "Tân Châu", "Tri Tôn", "Châu Thành", "Chợ Mới", "Long Xuyên",
    "Thoại Sơn", "Tịnh Biên", "Châu Đốc",
}  # fmt: skip


def run(*options: str) -> Counter[str]:
    out = StringIO()
    call_command("demo", *options, stdout=out, verbosity=0)
    return Counter(json.loads(out.getvalue()))


class TestWhatIsLoaded(TestCase):
    """Loaded once for all of them; what one changes is undone before the next."""

    an_giang: InspectionPlan

    @classmethod
    def setUpTestData(cls):
        run()
        cls.an_giang = InspectionPlan.objects.get(title=AN_GIANG)

    def test_a_second_run_adds_nothing(self):
        assert run() == Counter()

    def test_what_people_changed_stays_as_they_left_it(self):
        draft = InspectionPlan.objects.get(state=PlanState.DRAFT, school_year__name="2026-2027")
        InspectionPlan.objects.filter(pk=draft.pk).update(title="Tên do người dùng đặt")
        assert run() == Counter()
        assert InspectionPlan.objects.filter(pk=draft.pk, title="Tên do người dùng đặt").exists()

    def test_an_giangs_year_is_scheduled_for_three_teams_and_october_is_told(self):
        visits = self.an_giang.visits.select_related("team")
        days = {(visit.team, visit.on, visit.starts_at) for visit in visits if visit.on}
        october = visits.filter(month=date(2019, 10, 1))

        assert len({team for team, _on, _at in days}) == 3
        assert len(days) == visits.filter(on__isnull=False).count()  # nobody is at two places
        assert {visit.month.month for visit in visits} == {10, 11, 2, 3, 4}
        assert all(visit.was_notified for visit in october)
        assert [visit.state for visit in visits].count(VisitState.POSTPONED) == 1
        assert october.get(state=VisitState.POSTPONED).unit.short_name == "THPT Vọng Thê"
        told = VisitNotice.objects.filter(visit__in=october).values_list("sent_at", flat=True)
        assert {moment.date() for moment in told} == {date(2019, 9, 30)}
        reasons = {visit.excuses["short_notice_reason"] for visit in visits if visit.on}
        assert all("Dữ liệu mẫu" in reason for reason in reasons)

    def test_a_calculated_schedule_waits_for_the_plan_of_this_year(self):
        proposal = ScheduleProposal.objects.get()

        assert proposal.plan.school_year.name == "2026-2027"
        assert proposal.placements.count() == proposal.plan.visits.count()

    def test_long_bien_has_sixteen_schools_in_their_slots(self):
        visits = Visit.objects.filter(plan__issuer__short_name="UBND quận Long Biên")
        found = [
            (visit.on, visit.starts_at, visit.unit.short_name)
            for visit in visits.order_by("on", "starts_at")
        ]
        half_past, ten = time(8, 30), time(10)
        two, late = time(14), time(15, 30)
        assert found == [
            (date(2019, 5, 10), half_past, "TH Ái Mộ A"),
            (date(2019, 5, 10), ten, "TH Ái Mộ B"),
            (date(2019, 5, 10), two, "THCS Đức Giang"),
            (date(2019, 5, 10), late, "THCS Đô thị Việt Hưng"),
            (date(2019, 5, 14), half_past, "THCS Ái Mộ"),
            (date(2019, 5, 14), ten, "THCS Ngọc Thụy"),
            (date(2019, 5, 14), two, "TH Đô thị Sài Đồng"),
            (date(2019, 5, 14), late, "MN Đô thị Sài Đồng"),
            (date(2019, 5, 20), half_past, "MN Hoa Sữa"),
            (date(2019, 5, 20), ten, "MN Đô thị Việt Hưng"),
            (date(2019, 5, 20), two, "TH Đô thị Việt Hưng"),
            (date(2019, 5, 20), late, "MN Phúc Đồng"),
            (date(2019, 5, 21), half_past, "MN Gia Thượng"),
            (date(2019, 5, 21), ten, "TH Ngọc Thụy"),
            (date(2019, 5, 21), two, "TH Thạch Bàn B"),
            (date(2019, 5, 21), late, "THCS Sài Đồng"),
        ]
        states = Counter(visits.values_list("state", flat=True))
        assert states == {VisitState.NOTIFIED: 13, VisitState.DONE: 3}

    def test_long_bien_has_tasks_everywhere_and_three_conclusions(self):
        of_plan = Inspection.objects.filter(visit__plan__issuer__short_name="UBND quận Long Biên")
        assert of_plan.count() == 16
        assert all(each.checklists.get().tasks.count() == 12 for each in of_plan)
        shared = CriterionTask.objects.filter(criterion__code="2.3").values("checklist").distinct()
        assert shared.count() == 16
        concluded = Conclusion.objects.filter(inspection__in=of_plan)
        assert {each.document.number_line for each in concluded} == {
            "861/TB-UBND", "862/TB-UBND", "863/TB-UBND",
        }  # fmt: skip
        assert {each.inspection.result.state for each in concluded} == {"replied", "silent"}
        asked = Recommendation.objects.filter(inspection__in=of_plan)
        assert Counter(asked.values_list("state", flat=True)) == {
            "verified": 3, "returned": 1, "open": 1,
        }  # fmt: skip

    def test_minutes_and_conclusions_of_real_schools_say_that_they_are_samples(self):
        for found in Conclusion.objects.select_related("document", "inspection__record"):
            for tree in (found.document.blocks, found.inspection.record.blocks):
                assert "Dữ liệu mẫu" in json.dumps(tree, ensure_ascii=False)

    def test_one_principal_refused_to_sign_before_a_witness(self):
        refused = RecordSignature.objects.get(refused=True)
        assert refused.record.inspection.visit.unit.short_name == "THCS Đức Giang"
        assert refused.record.signatures.filter(role="witness").exists()

    def test_an_giangs_october_has_library_and_it_visits_and_one_is_remote(self):
        done = Inspection.objects.filter(visit__plan=self.an_giang, record__state="signed")
        assert {each.visit.unit.short_name: each.visit.mode for each in done} == {
            "THCS và THPT Bình Chánh": "on_site", "THPT Cần Đăng": "remote",
            "THPT Nguyễn Sinh Sắc": "on_site",
        }  # fmt: skip
        assert all(each.is_synthetic for each in done)

    def test_the_letter_760_names_them_all_and_is_signed_as_printed(self):
        letter = ScheduleLetter.objects.select_related("document__authority").get(
            document__number=760
        )
        assert letter.document.number_line == "760/UBND-GD&ĐT"
        assert letter.document.issued_on == date(2019, 5, 7)
        assert letter.document.regime == "tt01"
        assert letter.visits.count() == 16
        assert letter.document.authority.lines == (
            "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH",
        )  # fmt: skip
        assert letter.document.authority.person.full_name == "Đinh Thị Thu Hương"

    def test_nine_people_and_three_of_them_share_a_task(self):
        members = list(
            TeamMember.objects.filter(team__letters__document__number=760)
            .select_related("user", "assignment")
            .order_by("order")
        )
        assert [member.user.addressed_name for member in members] == [
            "Bà Đinh Thị Thu Hương", "Bà Vũ Thị Thu Hà", "Bà Đào Thu Hải", "Ông Bùi Dương",
            "Ông Nguyễn Quang Toản", "Bà Nguyễn Thị Hằng", "Đào Thị Hoa", "Bà Ngô Thị Hoa",
            "Bà Nguyễn Thị Hải Huệ",
        ]  # fmt: skip
        tasks = [member.assignment_id for member in members]
        assert None not in tasks
        assert len(set(tasks)) == 7
        assert tasks[5] == tasks[6] == tasks[7]
        assert [member.role for member in members] == [
            "lead", "deputy", "member", "member", "member", "member", "member", "member",
            "secretary",
        ]  # fmt: skip
        assert all(member.assignment.dossiers for member in members)

    def test_kh_126_is_issued_as_it_was(self):
        document = self.an_giang.document
        assert self.an_giang.state == PlanState.ISSUED
        assert (document.number_line, document.issued_on, document.regime) == (
            "126/KH-SGDĐT", date(2019, 9, 17), "tt01",
        )  # fmt: skip
        assert document.authority.lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
        assert document.authority.person.full_name == "Lý Thanh Tú"
        assert document.is_intact

    def test_eleven_hosts_nine_dossiers_and_two_schools_are_both(self):
        hosts = set(Cluster.objects.filter(plan=self.an_giang).values_list("host", flat=True))
        named = DossierTarget.objects.filter(plan=self.an_giang)
        libraries = set(
            named.filter(stream__key="cong-nhan-thu-vien").values_list("unit", flat=True)
        )
        assert (len(hosts), len(libraries)) == (11, 9)
        both = Unit.objects.filter(pk__in=hosts & libraries).values_list("short_name", flat=True)
        assert set(both) == {"THPT Tịnh Biên", "THPT Quốc Thái"}
        assert named.filter(stream__key="cong-nhan-phbm").count() == 6
        assert not Cluster.objects.filter(plan=self.an_giang, verified=True).exists()

    def test_the_months_reach_every_district_exactly_once(self):
        windows = MonthWindow.objects.filter(plan=self.an_giang).order_by("month")
        months = [window.month for window in windows]
        assert months == [
            date(2019, 10, 1), date(2019, 11, 1), date(2020, 2, 1), date(2020, 3, 1),
            date(2020, 4, 1),
        ]  # fmt: skip
        offices = Counter(office for window in windows for office in window.managers.all())
        assert set(offices.values()) == {1}
        assert {office.locality for office in offices} == DISTRICTS

    def test_deadlines_differ_as_the_papers_say(self):
        cases = [
            ("Đăng ký danh hiệu thư viện đợt 1", "direct_units", date(2019, 11, 20)),
            ("Đăng ký danh hiệu thư viện đợt 1", "offices", date(2019, 11, 25)),
            ("Đăng ký danh hiệu thư viện đợt 2", "direct_units", date(2020, 3, 20)),
            ("Đăng ký danh hiệu thư viện đợt 2", "offices", date(2020, 3, 30)),
            ("Báo cáo kết quả kiểm tra học kỳ I", "direct_units", date(2020, 1, 10)),
            ("Báo cáo kết quả kiểm tra năm học", "offices", date(2020, 5, 29)),
            ("Hồ sơ đăng ký phòng học bộ môn đạt chuẩn đợt 2", "offices", date(2020, 3, 2)),
            ("Báo cáo sơ kết học kỳ, tổng kết năm học", "direct_units", None),
        ]
        for title, audience, due_on in cases:
            with self.subTest(title):
                due = MilestoneDue.objects.get(
                    milestone__plan=self.an_giang, milestone__title=title, audience=audience
                )
                assert due.due_on == due_on

    def test_four_deliverables_stand_under_one_deadline(self):
        first = self.an_giang.milestones.get(
            dues__due_on=date(2019, 9, 17), dues__audience="offices"
        )
        assert len(first.deliverable_list) == 4

    def test_old_duties_are_settled_and_say_that_this_is_synthetic(self):
        duties = Obligation.objects.filter(milestone__plan=self.an_giang)
        assert duties.exists()
        assert not duties.awaited().exists()
        assert set(duties.values_list("note", flat=True)) == {"Dữ liệu mẫu"}

    def test_two_percent_are_of_those_that_reached_the_standard(self):
        nested = Target.objects.get(plan=self.an_giang, code="B-15b")
        assert nested.percent == 2
        assert nested.share_of.percent == 60
        per_level = Target.objects.filter(plan=self.an_giang, code__startswith="B-42")
        assert {(row.level, int(row.percent)) for row in per_level} == {
            ("THPT", 70), ("THCS", 30), ("TH", 10),
        }  # fmt: skip

    def test_seven_offices_hold_subject_rooms_and_five_libraries(self):
        held = {
            kind: set(
                Delegation.objects.filter(kind=kind).values_list("office__locality", flat=True)
            )
            for kind in ("subject_room", "library")
        }
        assert held["subject_room"] == {
            "Long Xuyên", "Châu Đốc", "Tân Châu", "Chợ Mới", "Thoại Sơn", "Phú Tân", "An Phú",
        }  # fmt: skip
        assert held["library"] == {"Chợ Mới", "Tân Châu", "Châu Đốc", "Tri Tôn", "Thoại Sơn"}

    def test_misprints_of_the_papers_find_the_school(self):
        cases = [
            ("THCS&THPT Mỹ Hòa Hung", "THCS và THPT Mỹ Hòa Hưng"),
            ("THPT Nguyễn Bình Khiêm", "THPT Nguyễn Bỉnh Khiêm"),
            ("THPT Huỳnh Thị Hương", "THPT Huỳnh Thị Hưởng"),
            ("THCS&THPT Bình Long", "THCS và THPT Bình Long"),
            ("THCS và THPT Bình Chánh", "THCS và THPT Bình Chánh"),
            ("Phòng GDĐT TX Tân Châu", "Phòng GDĐT thị xã Tân Châu"),
        ]
        for written, meant in cases:
            with self.subTest(written):
                found = find_unit(written)
                assert found.unit is not None, found.suggestions
                assert found.unit.short_name == meant

    def test_hiep_hoas_misprinted_deadline_is_kept_and_pointed_out(self):
        guidance = InspectionPlan.objects.get(issuer__symbol="PGD&ĐT", paper_type="HD")
        assert guidance.state == PlanState.DRAFT
        gaps = [gap.sentence for gap in guidance.missing()]
        assert len(gaps) == 1
        assert "10/5/2017" in gaps[0].replace("10/05/2017", "10/5/2017")

    def test_ben_cat_signs_for_its_head_and_wants_its_report_by_14_may(self):
        document = IssuedDocument.objects.get(number=144)
        assert document.number_line == "144/KH-PGDĐT"
        assert document.regime == "nd30"
        assert document.authority.lines == ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")
        due = MilestoneDue.objects.get(milestone__plan__document=document)
        assert (due.audience, due.due_on) == ("direct_units", date(2020, 5, 14))

    def test_the_draft_of_this_year_can_be_submitted_at_once(self):
        drafts = InspectionPlan.objects.filter(
            state=PlanState.DRAFT, issuer__short_name="Sở GDĐT An Giang"
        )
        assert [gap.sentence for gap in drafts.get().missing()] == []

    def test_every_role_can_be_entered_and_nobody_has_a_password(self):
        people = User.objects.filter(is_demo=True)
        roles = {role for user in people for role in user.roles}
        assert roles == set(Role.values)
        assert not any(user.has_usable_password() for user in people)
        assert all(user.email.endswith(f"@{MAIL_DOMAIN}") for user in people)

    def test_what_is_not_in_the_papers_says_that_it_is_synthetic(self):
        named = {
            name for office in ("an_giang", "long_bien", "ben_cat", "hiep_hoa")
            for name in _names(read(f"units_{office}.yaml"))
        }  # fmt: skip
        reform = read("reform_an_giang.yaml")
        real = [*reform["merged"], *reform["others"], *reform["offices"].values()]
        named |= {entry["name"] for entry in real if not entry.get("synthetic")}
        for unit in marked_units().values():
            is_office = unit.kind == UnitKind.DISTRICT_OFFICE
            assert unit.is_synthetic != (unit.name in named or is_office), unit
            assert unit.is_synthetic == ("dữ liệu mẫu" in unit.name), unit

    def test_an_giang_has_two_layers(self):
        department = marked_units()["AG-SO"]
        offices = Unit.objects.under([department.pk], date(2020, 1, 1)).filter(
            kind=UnitKind.DISTRICT_OFFICE
        )
        later = Unit.objects.under([department.pk], date(2026, 1, 1))
        assert {office.locality for office in offices} == DISTRICTS
        assert not later.filter(kind=UnitKind.DISTRICT_OFFICE).exists()
        communes = later.filter(kind=UnitKind.COMMUNE_COMMITTEE)
        assert communes.filter(is_synthetic=False).count() == 5
        merged = Succession.objects.get(predecessor__short_name="UBND tỉnh Kiên Giang")
        assert (merged.successor.short_name, merged.on) == ("UBND tỉnh An Giang", date(2025, 7, 1))

    def test_ten_school_years_with_two_semesters_each_none_of_them_checked(self):
        years = SchoolYear.objects.filter(name__gte="2017").annotate(halves=Count("semesters"))
        assert set(years.values_list("halves", flat=True)) == {2}
        assert years.count() == 10
        assert not years.filter(semesters__verified=True).exists()

    def test_nobody_is_written_to_and_news_of_years_past_is_read(self):
        messages = Message.objects.all()
        assert messages.exists()
        assert set(messages.values_list("channel", flat=True)) == {IN_APP}
        principal = User.objects.get(email=f"hieu-truong.ai-mo-a@{MAIL_DOMAIN}")
        told = messages.filter(recipient=principal)
        assert {(each.created_at.year, each.state) for each in told} == {(2019, MessageState.READ)}
        assert messages.unread().filter(created_at__date__gte=date(2026, 1, 1)).exists()

    def test_the_audit_chain_holds_and_names_the_steps(self):
        assert list(broken_links()) == []
        actions = set(
            AuditEntry.objects.filter(
                target_type="plans.inspectionplan", target_id=str(self.an_giang.pk)
            ).values_list("action", flat=True)
        )
        assert {"plan.create", "plan.submit", "plan.approve", "plan.issue"} <= actions


def _names(entry):
    yield entry.get("name", "")
    for below in entry.get("under", []):
        yield from _names(below)


@pytest.mark.django_db
def test_removing_takes_everything_of_the_demonstration_and_nothing_else(make_user):
    mine = Unit.objects.create(kind=UnitKind.DEPARTMENT, name="Sở của tôi", short_name="Sở của tôi")
    me = make_user(Role.SPECIALIST, mine)
    run()
    pdf = keep_generated("126-KH-SGDĐT.pdf", b"%PDF-1.7", "application/pdf")
    IssuedDocument.objects.filter(number=126).update(pdf=pdf, pdf_sha256=pdf.sha256)
    entries = AuditEntry.objects.count()
    removed = run("--remove")
    assert removed["units"] > 100
    assert list(Unit.objects.all()) == [mine]
    gone = (
        InspectionPlan, Visit, Obligation, Delegation, IssuedDocument, SchoolYear, StoredFile,
        Assessment,
    )  # fmt: skip
    for model in gone:
        assert not model._default_manager.exists(), model
    assert not StandardSet.objects.filter(owner__isnull=False).exists()
    assert StandardSet.objects.count() == 5  # national sets are reference data
    left = User.objects.exclude(pk=me.pk)
    assert not left.filter(is_active=True).exists()
    assert AuditEntry.objects.count() >= entries
    assert list(broken_links()) == []
    assert run("--remove") == Counter()


@pytest.mark.django_db
def test_it_can_be_loaded_again_after_it_was_removed():
    first = run()
    run("--remove")
    again = run()
    for kind in ("units", "plans", "visits", "people", "delegations", "memberships"):
        assert again[kind] == first[kind], kind


@pytest.mark.django_db
def test_a_synthetic_province_has_750_schools_and_five_years():
    counts = run("--scale", "province")
    assert counts["provinces"] == 1
    department = Unit.objects.get(codes__value="M01-SO")
    assert Unit.objects.under([department.pk]).inspected().count() == 750
    plans = InspectionPlan.objects.filter(issuer=department)
    assert plans.count() == 5
    assert plans.filter(state=PlanState.ISSUED).count() == 1
    assert Visit.objects.filter(plan__issuer=department).count() == 750
    assert all(plan.document.is_intact for plan in plans)
    assert set(Visit.objects.filter(bookings__isnull=False, plan__issuer=department)
               .values_list("plan__state", flat=True)) == {PlanState.ISSUED}  # fmt: skip
    assert "provinces" not in run("--scale", "province")
