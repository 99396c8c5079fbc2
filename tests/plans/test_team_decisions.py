"""Decisions on teams: what stops them, the paper, the clerk's number, amendments, the chain."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.notifications.models import Message
from core.web.editing import StaleEdit
from core.workflow.engine import TransitionRefused
from core.worklist.registry import tasks_for
from documents.blocks import ListBlock, Paragraph, Table, plain
from documents.domain import issue, pdf_for
from documents.enums import SigningMode
from documents.models import IssuedDocument, SigningAuthority
from documents.registry import build
from plans.domain.scheduling import notify_visit
from plans.domain.teams import (
    TeamRefused,
    Tie,
    add_member,
    change_decision,
    change_member,
    confirm_eligibility,
    declare,
    draft_decision,
    override_gaps,
    prepare_decision_paper,
    remove_decision,
    remove_member,
    replace_member,
    save_assignment,
)
from plans.enums import TieKind
from plans.models import Assignment, TeamDecision
from plans.requirements import requirements_for
from tests.plans.factories import make_team, make_visit, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority(tree, people) -> SigningAuthority:
    return SigningAuthority.objects.create(
        person=people.leader, unit=tree.department, mode=SigningMode.DEPUTY, post="Phó Giám đốc",
        head_post="Giám đốc", valid_from=date(2019, 1, 1),
    )  # fmt: skip


@pytest.fixture
def team(plan, people, authority):
    team = make_team(plan, people.specialist, [people.leader, people.clerk, people.officer])
    shared = team.members.exclude(role="lead")
    save_assignment(
        assignment=Assignment(team=team, task="Kiểm tra hồ sơ", dossiers="- Sổ đăng ký"),
        members=shared, by=people.specialist,
    )  # fmt: skip
    return team


@pytest.fixture
def visit(plan, tree, people, team):
    return place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=team)


def settle_people(team, by) -> None:
    """Everybody confirmed and declared."""
    for member in team.members.select_related("user", "team__plan__issuer"):
        asked = requirements_for(member.role, team.plan.reference_day)
        confirm_eligibility(member=member, met=[each.key for each in asked], note="", by=by)
        declare(team=team, ties=[], by=member.user)


@pytest.fixture
def decision(team, visit, people) -> TeamDecision:
    settle_people(team, people.specialist)
    return draft_decision(team=team, by=people.specialist)


def issued(decision, authority, people, number: int | None = None) -> IssuedDocument:
    document = prepare_decision_paper(decision=decision, by=people.specialist)
    return issue(
        document=document, on=timezone.localdate(), authority=authority, by=people.clerk,
        number=number,
    )  # fmt: skip


def words(tree) -> str:
    """Every word of the body, a line a block."""
    lines = []
    for block in tree.blocks:
        if isinstance(block, Paragraph):
            lines.append(plain(block.text))
        elif isinstance(block, ListBlock):
            lines += [plain(item.text) for item in block.items]
    return "\n".join(lines)


def test_the_draft_takes_its_words_from_plan_and_team(decision) -> None:
    assert decision.subject == "Thành lập Đoàn kiểm tra công tác thư viện trường học"
    assert decision.symbol == "QĐ-SGDĐT"
    assert decision.authority == "Giám đốc Sở Giáo dục và Đào tạo An Giang"
    assert "217/2025/NĐ-CP" in decision.bases
    assert (decision.targets, decision.contents, decision.days) == (
        "Trường THPT Quốc Thái", "Công tác thư viện", 10,
    )  # fmt: skip
    assert decision.missing() == []


def test_people_not_confirmed_or_silent_stop_the_decision_until_a_reason_is_written(
    team, visit, people, authority
) -> None:
    decision = draft_decision(team=team, by=people.specialist)
    gaps = [gap.sentence for gap in decision.missing()]
    assert len(gaps) == 6  # three people, each not confirmed and silent
    with pytest.raises(TransitionRefused):
        prepare_decision_paper(decision=decision, by=people.specialist)

    override_gaps(decision=decision, reason="Kiểm tra đột xuất", by=people.specialist)

    assert decision.missing() == []
    assert decision.overridden_by == people.specialist
    assert issued(decision, authority, people).number
    override = TeamDecision.objects.get(pk=decision.pk)
    assert override.override_reason == "Kiểm tra đột xuất"


def test_the_clerk_hears_that_there_is_a_tie_but_not_with_whom(
    decision, tree, people, client_for
) -> None:
    tie = Tie(tree.thpt, TieKind.RELATIVE, "Em ruột")
    declare(team=decision.team, ties=[tie], by=people.officer)

    said = " ".join(gap.sentence for gap in decision.missing())
    assert "đã kê khai có liên quan" in said
    assert "THPT Quốc Thái" not in said
    assert "Cán bộ phòng" not in said
    page = client_for(people.clerk).get(decision.get_absolute_url()).content.decode()
    assert "đã kê khai có liên quan" in page
    assert "Em ruột" not in page


def test_missing_words_cannot_be_excused(decision, people) -> None:
    decision.contents = ""
    change_decision(decision=decision, version=decision.version, by=people.specialist)
    override_gaps(decision=decision, reason="Gấp", by=people.specialist)
    assert len(decision.missing()) == 1
    with pytest.raises(TransitionRefused):
        prepare_decision_paper(decision=decision, by=people.specialist)


def test_an_inspection_longer_than_the_decree_allows_needs_a_reason(decision, people) -> None:
    decision.days = 11
    change_decision(decision=decision, version=decision.version, by=people.specialist)
    assert any("13.2" in gap.sentence for gap in decision.missing())


def test_two_authors_do_not_overwrite_each_other(decision, people) -> None:
    version = decision.version
    change_decision(decision=decision, version=version, by=people.specialist)
    with pytest.raises(StaleEdit):
        change_decision(decision=decision, version=version, by=people.specialist)


def test_the_paper_has_the_parts_of_a_decision_in_their_order(decision) -> None:
    tree = build(f"plans.team_decision:{decision.pk}")
    assert tree.kind_code == "QĐ"
    assert tree.title.name == "QUYẾT ĐỊNH"
    assert tree.title.subject == "Về việc thành lập Đoàn kiểm tra công tác thư viện trường học"
    assert tree.title.authority == "GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO AN GIANG"
    assert tree.enacting == "QUYẾT ĐỊNH:"
    said = words(tree)
    assert [said.index(f"Điều {place}. ") for place in (1, 2, 3, 4)] == sorted(
        said.index(f"Điều {place}. ") for place in (1, 2, 3, 4)
    )
    assert "Lãnh đạo Sở, Trưởng đoàn;" in said
    assert "Điều 8 Nghị định số 217/2025/NĐ-CP" in said
    assert "Thời hạn: 10 ngày" in said
    annex = tree.annexes[0]
    table = next(block for block in annex.blocks if isinstance(block, Table))
    assert [column.title for column in table.columns] == [
        "TT", "Thành viên đoàn", "Phân công nhiệm vụ", "Hồ sơ chuẩn bị",
    ]  # fmt: skip
    shared = table.rows[1]
    assert (plain(shared[2].text), shared[2].rowspan) == ("Kiểm tra hồ sơ", 2)
    assert len(table.rows[2]) == 2


def test_the_pdf_is_made_and_says_who_leads(decision) -> None:
    reader = PdfReader(BytesIO(pdf_for(build(f"plans.team_decision:{decision.pk}"))))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "QUYẾT ĐỊNH:" in text
    assert "Trưởng đoàn" in text
    assert "PHÂN CÔNG NHIỆM VỤ" in text


def test_the_clerk_numbers_it_and_the_members_are_told(decision, team, people, authority) -> None:
    assert not [t for t in tasks_for(people.clerk) if t.url == decision.get_absolute_url()]
    prepare_decision_paper(decision=decision, by=people.specialist)
    assert [t for t in tasks_for(people.clerk) if t.url == decision.get_absolute_url()]

    document = issued(decision, authority, people)
    decision.refresh_from_db()

    assert document.number_line.endswith("/QĐ-SGDĐT")
    assert (decision.state, decision.document) == ("issued", document)
    assert [entry["name"] for entry in decision.roster] == [
        member.user.addressed_name for member in team.members.select_related("user")
    ]
    told = Message.objects.filter(kind="plans.team_decided", channel="in_app")
    assert {message.recipient for message in told} == {
        people.leader, people.clerk, people.officer,
    }  # fmt: skip
    with pytest.raises(TeamRefused):
        change_decision(decision=decision, version=decision.version, by=people.specialist)


def test_only_the_clerk_numbers_and_only_the_author_changes(decision, people, authority) -> None:
    document = prepare_decision_paper(decision=decision, by=people.specialist)
    with pytest.raises(TransitionRefused):
        issue(document=document, on=timezone.localdate(), authority=authority, by=people.specialist)
    with pytest.raises(TransitionRefused):
        change_decision(decision=decision, version=decision.version, by=people.clerk)


def test_somebody_who_joins_meanwhile_undoes_the_number(decision, team, people, authority) -> None:
    document = prepare_decision_paper(decision=decision, by=people.specialist)
    add_member(team=team, user=people.specialist, by=people.specialist)
    with pytest.raises(TransitionRefused):
        issue(document=document, on=timezone.localdate(), authority=authority, by=people.clerk)
    document.refresh_from_db()
    assert (document.state, document.number) == ("draft", None)


def test_after_the_issue_every_change_of_people_makes_an_amending_decision(
    decision, team, visit, people, make_user, tree, authority
) -> None:
    first = issued(decision, authority, people)
    substitute = make_user("inspector", tree.department, full_name="Người thay")
    replace_member(
        member=team.members.get(user=people.clerk), user=substitute, by=people.specialist
    )
    add_member(team=team, user=people.specialist, by=people.specialist)
    remove_member(member=team.members.get(user=people.officer), by=people.specialist)

    amending = team.decisions.get(state="draft")
    assert amending.amends == decision
    assert "Thay đổi, bổ sung thành viên Đoàn" in amending.subject
    said = words(build(f"plans.team_decision:{amending.pk}"))
    assert first.number_line in said
    assert "Người thay, Thành viên, thay Văn thư Sở;" in said
    assert "Bổ sung Chuyên viên Sở" in said
    assert "Cán bộ phòng, Thành viên, thôi tham gia Đoàn kiểm tra." in said
    assert f"năm {timezone.localdate().year}" in said  # from which day

    override_gaps(decision=amending, reason="Đang bổ sung hồ sơ", by=people.specialist)
    second = issued(amending, authority, people)
    first.refresh_from_db()
    assert (first.state, second.state) == ("issued", "issued")  # the old one stays readable
    assert [each.document for each in team.decisions.order_by("pk")] == [first, second]
    gone = Message.objects.filter(kind="plans.team_decided", recipient=people.officer)
    assert gone.filter(channel="in_app").count() == 2


def test_nothing_changed_is_no_amending_decision(decision, people, authority) -> None:
    issued(decision, authority, people)
    amending = draft_decision(team=decision.team, by=people.specialist)
    assert amending.amends == decision
    assert len(amending.missing()) == 1
    with pytest.raises(TransitionRefused):
        prepare_decision_paper(decision=amending, by=people.specialist)


def test_units_hear_of_a_new_lead_when_the_amending_decision_is_issued(
    decision, team, visit, people, authority
) -> None:
    notify_visit(visit=visit, by=people.specialist)
    issued(decision, authority, people)
    lead, other = team.members.get(role="lead"), team.members.get(user=people.officer)
    lead.role, other.role = "member", "lead"
    change_member(member=lead, by=people.specialist)
    change_member(member=other, by=people.specialist)
    assert not visit.notices.filter(change="lead").exists()

    amending = team.decisions.get(state="draft")
    override_gaps(decision=amending, reason="Đang bổ sung hồ sơ", by=people.specialist)
    issued(amending, authority, people)

    assert visit.notices.get(change="lead").reason == people.officer.addressed_name


def test_without_a_decision_units_hear_of_a_new_lead_at_once(team, visit, people) -> None:
    notify_visit(visit=visit, by=people.specialist)
    replace_member(
        member=team.members.get(role="lead"), user=people.specialist, by=people.specialist
    )
    assert visit.notices.get(change="lead").reason == people.specialist.addressed_name
    assert not team.decisions.exists()


def test_a_visit_under_the_decree_misses_its_decision_and_one_before_does_not(
    decision, visit, plan, people, authority, client_for
) -> None:
    url = reverse("plans:visit", args=[visit.pk])
    browser = client_for(people.specialist)
    sentence = "Chưa có quyết định thành lập"
    assert sentence in browser.get(url).content.decode()
    issued(decision, authority, people)
    assert sentence not in browser.get(url).content.decode()

    TeamDecision.objects.all().delete()
    plan.planned_on = date(2019, 5, 7)
    plan.save()
    assert sentence not in browser.get(url).content.decode()


def test_a_draft_can_be_thrown_away_but_not_from_the_clerks_desk(decision, people) -> None:
    item = remove_decision(decision=decision, by=people.specialist)
    assert item.pk
    assert not TeamDecision.objects.exists()
    fresh = draft_decision(team=decision.team, by=people.specialist)
    prepare_decision_paper(decision=fresh, by=people.specialist)
    with pytest.raises(TeamRefused):
        remove_decision(decision=fresh, by=people.specialist)


def test_drafts_are_read_at_home_only_and_issued_decisions_by_the_unit_visited(
    decision, visit, people, authority
) -> None:
    seen = TeamDecision.objects.visible_to
    assert decision in seen(people.specialist)
    notify_visit(visit=visit, by=people.specialist)
    assert decision not in seen(people.principal)
    issued(decision, authority, people)
    assert decision in seen(people.principal)
    assert decision in seen(people.officer)  # a member
    assert decision not in seen(people.stranger)
