"""Objects of planning in a place of the address matrix."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.enums import Role
from core.files.storing import keep_generated
from plans.domain.absences import add_absence
from plans.domain.amending import draft_amendment
from plans.domain.closing import close_plan
from plans.domain.coverage import draw_rule
from plans.domain.dossiers import answer_dossier
from plans.domain.feeds import open_feed
from plans.domain.offering import offer_unit, open_list, send_list
from plans.domain.outside import note_outside
from plans.domain.planning import create_plan
from plans.domain.rolling.verbs import propose_changes, roll_over
from plans.domain.scheduling import notify_visit
from plans.domain.teams import (
    add_member,
    change_decision,
    create_team,
    draft_decision,
    name_acting_lead,
    override_gaps,
    save_assignment,
)
from plans.models import (
    Absence,
    ActingLead,
    Assignment,
    CalendarFeed,
    Cluster,
    ContentStream,
    CoverageDraw,
    DossierFile,
    InspectionPlan,
    InspectionTeam,
    Milestone,
    Obligation,
    OutsideInspection,
    PlanSection,
    PreparationItem,
    ProposedUnit,
    RollOver,
    ScheduleLetter,
    TeamDecision,
    TeamMember,
    Visit,
)
from tests.addresses import Place
from tests.plans.factories import make_letter, make_visit
from tests.plans.factories import place as on_the_calendar
from units.models import SchoolYear


def school_year() -> SchoolYear:
    today = timezone.localdate()
    return SchoolYear.objects.get_or_create(
        name="2090-2091",
        defaults={
            "starts_on": today - timedelta(days=60), "ends_on": today + timedelta(days=250),
        },
    )[0]  # fmt: skip


def plan_in(place: Place) -> InspectionPlan:
    """A draft of the place's department; the same one however often it is asked for."""
    title = f"Kế hoạch kiểm tra {place.name}"
    found = InspectionPlan.objects.filter(issuer=place.department, title=title).first()
    if found:
        return found
    return create_plan(
        issuer=place.department, school_year=school_year(), title=title,
        subject="Kiểm tra công tác thư viện", by=place.people[Role.SPECIALIST],
    )  # fmt: skip


def outside_in(place: Place) -> OutsideInspection:
    """Noted down for the place's school."""
    day = timezone.localdate()
    return note_outside(
        inspection=OutsideInspection(
            noted_for=place.department, unit=place.school, authority="Thanh tra tỉnh",
            subject="Thu chi đầu năm", starts_on=day, ends_on=day,
        ),
        by=place.people[Role.SPECIALIST],
    )  # fmt: skip


def section_in(place: Place) -> PlanSection:
    section: PlanSection = plan_in(place).sections.get(marker="II")
    return section


def stream_in(place: Place) -> ContentStream:
    return ContentStream.objects.get_or_create(
        plan=plan_in(place), key="thu-vien", defaults={"title": "Công tác thư viện"}
    )[0]


def duty_in(place: Place) -> Obligation:
    milestone = Milestone.objects.get_or_create(plan=plan_in(place), title="Báo cáo học kỳ I")[0]
    return Obligation.objects.get_or_create(
        milestone=milestone, unit=place.school,
        defaults={"due_on": timezone.localdate() + timedelta(days=10)},
    )[0]  # fmt: skip


def part_in(place: Place) -> dict[str, Any]:
    return {"pk": plan_in(place).pk, "key": "streams", "part": stream_in(place).pk}


def team_in(place: Place) -> InspectionTeam:
    plan = plan_in(place)
    found = plan.teams.first()
    if found:
        return found
    author = place.people[Role.SPECIALIST]
    team = create_team(plan=plan, name="Đoàn số 1", by=author)
    add_member(team=team, user=place.people[Role.INSPECTOR], role="lead", by=author)
    return team


def own_team_in(place: Place) -> InspectionTeam:
    """The place's team, of which its specialist is a member with a task and dossiers."""
    team, author = team_in(place), place.people[Role.SPECIALIST]
    if not team.members.filter(user=author).exists():
        add_member(team=team, user=author, by=author)
    task = Assignment(team=team, task="Kiểm tra thư viện", dossiers="- Sổ đăng ký\n- Kế hoạch năm")
    save_assignment(assignment=task, members=team.members.filter(user=author), by=author)
    return team


def member_in(place: Place) -> TeamMember:
    member: TeamMember = team_in(place).members.get(role="lead")
    return member


def task_in(place: Place) -> Assignment:
    team = team_in(place)
    found = team.assignments.first()
    if found:
        return found
    return save_assignment(
        assignment=Assignment(team=team, task="Kiểm tra hồ sơ quản lý"), members=team.members.all(),
        by=place.people[Role.SPECIALIST],
    )  # fmt: skip


def visit_in(place: Place) -> Visit:
    """A visit to the place's school with a day and a team; its unit has not been told yet."""
    found = plan_in(place).visits.first()
    if found:
        return found
    author = place.people[Role.SPECIALIST]
    visit = make_visit(plan_in(place), place.school, author, streams=[stream_in(place)])
    return on_the_calendar(visit, author, team=team_in(place))


def asked_in(place: Place) -> tuple[Visit, PreparationItem]:
    """The school was told of its visit and is asked for one dossier."""
    visit, author = visit_in(place), place.people[Role.SPECIALIST]
    if visit.state == "scheduled":
        notify_visit(visit=visit, by=author)
    item = PreparationItem.objects.get_or_create(
        plan=plan_in(place), stream=stream_in(place), text="Sổ đăng ký thư viện"
    )[0]
    return visit, item


def sent_in(place: Place) -> DossierFile:
    """A file the school sent ahead."""
    visit, item = asked_in(place)
    principal = place.people[Role.PRINCIPAL]
    file = keep_generated("So dang ky.pdf", b"%PDF-1.7", "application/pdf", by=principal)
    dossier = answer_dossier(visit=visit, item=item, state="ready", files=[file], by=principal)
    sent: DossierFile = dossier.files.get()
    return sent


def cluster_in(place: Place) -> Cluster:
    """A cluster whose host is the place's school."""
    cluster = Cluster.objects.get_or_create(
        plan=plan_in(place), host=place.school, defaults={"name": "Cụm số 1"}
    )[0]
    visit, _item = asked_in(place)
    Visit.objects.filter(pk=visit.pk).update(cluster=cluster)
    return cluster


def cluster_visit_in(place: Place) -> Visit:
    visit: Visit = cluster_in(place).visits.get()
    return visit


def feed_in(place: Place) -> tuple[CalendarFeed, str]:
    """The specialist's calendar address, and its secret."""
    return open_feed(team=None, by=place.people[Role.SPECIALIST])


def absence_in(place: Place) -> Absence:
    """A day of the inspector of the place's team."""
    person = team_in(place).members.get().user
    day = timezone.localdate() + timedelta(days=30)
    author = place.people[Role.SPECIALIST]
    found = Absence.objects.filter(person=person).first()
    return found or add_absence(person=person, first_on=day, last_on=day, by=author)


def acting_in(place: Place) -> ActingLead:
    """The team's second person acts for its lead next week."""
    team, author = team_in(place), place.people[Role.SPECIALIST]
    deputy = add_member(team=team, user=place.people[Role.VIEWER], role="deputy", by=author)
    day = timezone.localdate() + timedelta(days=7)
    return name_acting_lead(
        team=team, member=deputy, begins_on=day, ends_on=day, reason="Đi công tác", by=author
    )


def decision_in(place: Place) -> TeamDecision:
    """The draft of the decision on the place's team."""
    visit_in(place)
    return draft_decision(team=team_in(place), by=place.people[Role.SPECIALIST])


def ready_decision_in(place: Place) -> TeamDecision:
    """A draft that lacks nothing but the number."""
    decision = decision_in(place)
    author = place.people[Role.SPECIALIST]
    decision.symbol, decision.authority = "QĐ-SGDĐT", f"Giám đốc {place.department.name}"
    change_decision(decision=decision, version=decision.version, by=author)
    override_gaps(decision=decision, reason="Kiểm tra đột xuất", by=author)
    return decision


def letter_in(place: Place) -> ScheduleLetter:
    author = place.people[Role.SPECIALIST]
    found = plan_in(place).letters.first()
    return found or make_letter(plan_in(place), [visit_in(place)], author)


def draw_in(place: Place) -> CoverageDraw:
    """Half of the offices' schools, drawn once."""
    plan = plan_in(place)
    rule = plan.coverage_rules.get_or_create(source="office_units", percent=50)[0]
    author = place.people[Role.SPECIALIST]
    day = timezone.localdate()
    return rule.draws.first() or draw_rule(rule=rule, seed=20191001, listed_on=day, by=author)


def issued_in(place: Place) -> InspectionPlan:
    """The place's plan as if it had been issued; its paper is another test's matter."""
    plan = plan_in(place)
    InspectionPlan.objects.filter(pk=plan.pk).update(state="issued")
    plan.refresh_from_db()
    return plan


def amendment_in(place: Place) -> InspectionPlan:
    plan, author = issued_in(place), place.people[Role.SPECIALIST]
    return plan.amendments.first() or draft_amendment(plan=plan, by=author)


def offered_in(place: Place, *, sent: bool = False) -> ProposedUnit:
    """The office's school on its list."""
    officer = place.people[Role.OFFICE_OFFICER]
    proposal = open_list(plan=issued_in(place), office=place.office, by=officer)
    found = proposal.units.first() or offer_unit(
        proposal=proposal, unit=place.office_school, reason="Duy trì danh hiệu", by=officer
    )
    if sent and proposal.is_editable:
        send_list(proposal=proposal, by=officer)
    return found


def closed_in(place: Place) -> InspectionPlan:
    """Closed with one visit that was not made."""
    if plan_in(place).state == "closed":
        return plan_in(place)
    visit = visit_in(place)
    plan, author = issued_in(place), place.people[Role.SPECIALIST]
    close_plan(plan=plan, comment="Hoàn thành", reasons={visit.pk: "Mưa bão"}, by=author)
    return plan


def next_year() -> SchoolYear:
    begins = school_year().ends_on + timedelta(days=90)
    return SchoolYear.objects.get_or_create(
        name="2091-2092",
        defaults={"starts_on": begins, "ends_on": begins + timedelta(days=270)},
    )[0]


def rolling_in(place: Place) -> InspectionPlan:
    """An issued plan, and a year it can be carried over to."""
    next_year()
    stream_in(place)
    return issued_in(place)


def rolled_in(place: Place) -> RollOver:
    source, year = rolling_in(place), next_year()
    found = source.rollovers.first()
    every = [change.key for change in propose_changes(source, year)]
    author = place.people[Role.SPECIALIST]
    return found or roll_over(source=source, year=year, accepted=every, by=author)
