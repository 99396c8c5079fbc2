"""Assessments: columns, append-only answers, progress apart from the verdict, discrepancies."""

import random
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.enums import Role
from standards import triggers
from standards.domain.assessing import Given, SameIdOtherAnswer, give_answers, hand_in, reopen
from standards.domain.publishing import draft_new_version, publish_set
from standards.domain.queries.assessments import outcome_of, side_by_side
from standards.domain.refusals import StandardsRefused
from standards.enums import Stage
from standards.models import AnswerEvent, Assessment, Criterion, StandardSet
from standards.scoring.answers import Answer
from tests.standards.factories import make_assessment, make_published, make_set
from tests.units.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(tree):
    return make_assessment(tree.thpt)


@pytest.fixture
def principal(tree):
    return make_person(tree.thpt, Role.PRINCIPAL)


def ask(assessment, code):
    return Criterion.objects.select_related("standard").get(
        standard__standard_set=assessment.standard_set, code=code
    )


def answers(assessment, **changed):
    given = {
        "1.1": Answer(number=Decimal(4)), "1.2": Answer(Decimal(90), Decimal(100)),
        "2.1": Answer(number=Decimal(50)), "2.2": Answer(word="yes"),
    } | {code.replace("_", ".").removeprefix("c"): answer for code, answer in changed.items()}  # fmt: skip
    return [Given(ask(assessment, code), answer) for code, answer in given.items()]


def give(assessment, stage, given, by=None):
    return give_answers(assessment=assessment, stage=stage, given=given, by=by)


def test_five_columns_are_open_at_first(assessment):
    assert {sheet.stage for sheet in assessment.sheets.all()} == set(Stage.values)


def test_each_column_has_its_own_outcome(assessment):
    give(assessment, Stage.SELF, answers(assessment))
    give(assessment, Stage.ONSITE, answers(assessment, c2_1=Answer(number=Decimal(45))))
    assert outcome_of(assessment, Stage.SELF).title == "Tiên tiến"
    onsite = outcome_of(assessment, Stage.ONSITE)
    assert onsite.title == ""
    assert onsite.misses[1] == (
        "Đạt chuẩn", ("2.1 Tiêu chí 2.1: 45 m², cần: từ 50 m² trở lên",),
    )  # fmt: skip


def test_where_columns_differ_is_the_agenda(assessment):
    give(assessment, Stage.SELF, answers(assessment))
    give(assessment, Stage.OFFICE, answers(assessment, c2_2=Answer(word="no")))
    view = side_by_side(assessment, Stage.values)
    assert [row.criterion.code for row in view.discrepancies] == ["2.2"]


def test_progress_is_not_the_verdict(assessment):
    give(assessment, Stage.SELF, answers(assessment)[:3])
    outcome = outcome_of(assessment, Stage.SELF)
    assert (outcome.answered, outcome.to_answer, outcome.is_complete) == (3, 4, False)
    with pytest.raises(StandardsRefused, match=r"2\.2"):
        hand_in(sheet=assessment.sheets.get(stage=Stage.SELF), by=None)


def test_what_is_handed_in_is_closed_until_opened_with_a_reason(assessment, principal):
    give(assessment, Stage.SELF, answers(assessment), principal)
    sheet = assessment.sheets.get(stage=Stage.SELF)
    hand_in(sheet=sheet, by=principal)
    with pytest.raises(StandardsRefused, match="mở lại"):
        give(assessment, Stage.SELF, answers(assessment), principal)
    with pytest.raises(StandardsRefused):
        reopen(sheet=sheet, reason=" ", by=principal)
    reopen(sheet=sheet, reason="Ghi nhầm diện tích", by=principal)
    assert give(assessment, Stage.SELF, answers(assessment), principal)


def test_a_wrong_share_is_refused_in_words(assessment):
    """The filled paper of Bảo Lý, 2018: 434 of 372 pupils."""
    with pytest.raises(StandardsRefused, match="434 lớn hơn tổng số 372"):
        give(assessment, Stage.SELF, answers(assessment, c1_2=Answer(Decimal(434), Decimal(372))))
    assert not AnswerEvent.objects.exists()


def test_the_same_answer_sent_ten_times_is_stored_once(assessment):
    given = answers(assessment)
    for _again in range(10):
        give(assessment, Stage.SELF, given)
    assert AnswerEvent.objects.count() == 4


def test_an_id_with_another_answer_is_refused(assessment):
    first = Given(ask(assessment, "2.2"), Answer(word="yes"), client_id=uuid.uuid4())
    give(assessment, Stage.SELF, [first])
    other = Given(first.criterion, Answer(word="no"), client_id=first.client_id)
    with pytest.raises(SameIdOtherAnswer):
        give(assessment, Stage.SELF, [other])


def test_answers_in_any_order_come_to_the_same(assessment, tree):
    """60 answers of three devices, some at the same second, arrive in 20 different orders."""
    chance, start = random.Random(3), datetime(2019, 10, 1, 8, tzinfo=UTC)
    codes = ["1.1", "1.2", "2.1", "2.2"]
    asked = {code: ask(assessment, code) for code in codes}
    makers = {
        "1.1": lambda n: Answer(number=Decimal(n % 5)),
        "1.2": lambda n: Answer(Decimal(n), Decimal(60)),
        "2.1": lambda n: Answer(number=Decimal(n)),
        "2.2": lambda n: Answer(word="yes" if n % 2 else "no"),
    }
    given = [
        Given(
            asked[code], makers[code](n), client_id=uuid.UUID(int=chance.getrandbits(128)),
            device_at=start + timedelta(seconds=n // 3),
        )
        for n in range(60)
        for code in [codes[n % 4]]
    ]  # fmt: skip
    seen = set()
    for _round in range(20):
        AnswerEvent.objects.all().delete()
        chance.shuffle(given)
        for each in given:
            give(assessment, Stage.ONSITE, [each])
        outcome = outcome_of(assessment, Stage.ONSITE)
        seen.add(tuple((code, str(r.figure), str(r.points)) for code, r in outcome.results.items()))
    assert len(seen) == 1


def test_an_answer_once_given_is_never_changed(assessment):
    event = give(assessment, Stage.SELF, answers(assessment))[0]
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AnswerEvent.objects.filter(pk=event.pk).update(value={"number": "0"})
    triggers.drop_triggers(connection)  # the control: without the guard it would go through
    try:
        assert AnswerEvent.objects.filter(pk=event.pk).update(value={"number": "0"}) == 1
    finally:
        triggers.install_triggers(connection)


def test_a_new_version_changes_no_assessment_made_by_the_old_one(tree):
    found = make_published(tree.department)
    assessment = make_assessment(tree.thpt, found)
    give(assessment, Stage.SELF, answers(assessment))
    before = outcome_of(assessment, Stage.SELF)
    leader, specialist = make_person(tree.department, Role.LEADER), make_person(tree.department)
    draft = draft_new_version(found=found, owner=tree.department, by=specialist)
    Criterion.objects.filter(standard__standard_set=draft).update(points=1, requirements="")
    Criterion.objects.filter(standard__standard_set=draft, kind__in=["ratio", "measure"]).update(
        points=None
    )
    StandardSet.objects.filter(pk=draft.pk).update(valid_from="2023-01-07")
    publish_set(found=StandardSet.objects.with_parts().get(pk=draft.pk), by=leader)
    again = Assessment.objects.get(pk=assessment.pk)
    assert again.standard_set_id == found.pk
    assert outcome_of(again, Stage.SELF) == before


def test_each_fills_only_the_own_column(assessment, tree, principal):
    inspector = make_person(tree.department, Role.INSPECTOR)
    with pytest.raises(StandardsRefused):
        give(assessment, Stage.ONSITE, answers(assessment), principal)
    with pytest.raises(StandardsRefused):
        give(assessment, Stage.SELF, answers(assessment), inspector)
    stranger = make_person(tree.other_department)
    with pytest.raises(StandardsRefused):
        give(assessment, Stage.ONSITE, answers(assessment), stranger)
    assert give(assessment, Stage.ONSITE, answers(assessment), inspector)
    assert assessment not in Assessment.objects.visible_to(stranger)


def test_nobody_is_judged_by_a_draft_nor_without_what_the_set_asks(tree):
    with pytest.raises(StandardsRefused, match="dự thảo"):
        make_assessment(tree.thpt, make_set(tree.department))
    room = make_published(attributes=[{"key": "class_size", "label": "Số học sinh"}])
    with pytest.raises(StandardsRefused, match="Số học sinh"):
        make_assessment(tree.thpt, room)
    assert make_assessment(tree.thpt, room, attributes={"class_size": "45"})


def test_the_same_unit_year_and_room_is_judged_once(assessment, tree):
    with pytest.raises(StandardsRefused):
        make_assessment(tree.thpt, assessment.standard_set)
    assert make_assessment(tree.thpt, assessment.standard_set, subject="Phòng Tin học 2")


def test_an_answer_to_another_set_is_refused(assessment, tree):
    other = make_assessment(tree.thpt, make_published())
    with pytest.raises(StandardsRefused):
        give(assessment, Stage.SELF, answers(other))
