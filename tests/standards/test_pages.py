"""Pages of sets and assessments, as people use them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.trash.models import TrashedItem
from standards.domain.assessing import Given, give_answers, hand_in
from standards.enums import SetState, SheetState, Stage
from standards.models import AnswerEvent, Assessment, Criterion, StandardSet
from standards.scoring.answers import Answer
from tests.standards.factories import make_assessment, make_published, make_set, make_year
from tests.units.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def specialist(tree):
    return make_person(tree.department)


@pytest.fixture
def client(client_for, specialist):
    return client_for(specialist)


@pytest.fixture
def school(client_for, tree):
    return client_for(make_person(tree.thpt, Role.PRINCIPAL))


def page(client, name, *args, **query):
    answer = client.get(reverse(f"standards:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def criterion(found, code):
    return Criterion.objects.select_related("standard").get(standard__standard_set=found, code=code)


class TestMapping:
    def test_criteria_of_two_sets_are_put_beside_each_other(self, client, tree):
        new, old = make_set(tree.department), make_published()
        page(client, "set_mapping_choose", new.pk)
        one, two = criterion(old, "1.1"), criterion(old, "2.1")
        target = criterion(new, "2.1")
        address = reverse("standards:set_mapping", args=[new.pk, old.pk])
        data = {f"c{target.pk}": [one.pk, two.pk], f"c{target.pk}_note": "Gộp hai tiêu chí"}
        assert client.post(address, data).status_code == 302
        compared = page(client, "set_compare", new.pk, old.pk)
        assert compared.count("Gộp hai tiêu chí") == 2
        assert client.post(address, {f"c{target.pk}": [two.pk]}).status_code == 302
        assert list(target.continues.values_list("old", flat=True)) == [two.pk]

    def test_a_criterion_of_a_third_set_is_refused_at_its_field(self, client, tree):
        new, old, third = make_set(tree.department), make_published(), make_published()
        target = criterion(new, "2.1")
        address = reverse("standards:set_mapping", args=[new.pk, old.pk])
        answer = client.post(address, {f"c{target.pk}": [criterion(third, "1.1").pk]})
        assert answer.status_code == 200
        assert not target.continues.exists()

    def test_a_national_set_is_nobodys_to_map(self, client):
        address = reverse("standards:set_mapping", args=[make_published().pk, make_published().pk])
        assert client.get(address).status_code == 404


class TestSets:
    def test_the_list_is_narrowed_by_day_level_and_purpose(self, client, tree):
        old = make_published(name="Bộ cũ", valid_from="2003-01-17", valid_to="2023-01-06")
        new = make_published(name="Bộ mới", valid_from="2023-01-07", levels=",MN,")
        on_then = page(client, "set_list", on="2019-10-01")
        assert old.name in on_then
        assert new.name not in on_then
        assert old.name not in page(client, "set_list", level="MN")
        assert new.name not in page(client, "set_list", purpose="equipment")

    def test_a_set_explains_itself_in_words(self, client):
        found = make_published()
        text = page(client, "set", found.pk)
        assert "THPT: từ 50 m² trở lên" in text
        assert "Tổng cộng: từ 9 điểm trở lên" in text or "từ 9 điểm trở lên" in text
        assert "Tiêu chuẩn 2 (Phòng): từ 100 % trở lên" in text
        assert "Chưa đối chiếu" in text

    def test_reading_a_set_costs_the_same_however_long_it_is(
        self, client, django_assert_max_num_queries
    ):
        found = make_set()
        standard = found.standards.first()
        Criterion.objects.bulk_create(
            Criterion(standard=standard, code=f"9.{n}", text="x", kind="yes_no", order=n)
            for n in range(200)
        )
        StandardSet.objects.filter(pk=found.pk).update(state=SetState.PUBLISHED)
        page(client, "set", found.pk)
        with django_assert_max_num_queries(14):
            page(client, "set", found.pk)

    def test_the_preview_shows_one_standard_a_screen(self, client):
        found = make_published()
        first, second = (
            page(client, "set_preview", found.pk),
            page(client, "set_preview", found.pk, step=2),
        )
        assert "Tiêu chí 1.1" in first
        assert "Tiêu chí 2.1" not in first
        assert "Tiêu chí 2.1" in second

    def test_a_draft_is_made_and_filled_in_the_browser(self, client, tree):
        head = {
            "owner": tree.department.pk, "code": "TV-AG", "name": "Thư viện An Giang",
            "purpose": "library", "level_choices": ["TH", "THPT"], "not_applicable": "excluded",
            "valid_from": "2026-09-01", "asked": "room | Phòng | a=Một; b=Hai",
        }  # fmt: skip
        answer = client.post(reverse("standards:set_new"), head)
        assert answer.status_code == 302, answer.context["form"].errors
        found = StandardSet.objects.get()
        assert found.attributes[0]["choices"][1] == {"value": "b", "label": "Hai"}
        add = lambda part, **data: client.post(  # noqa: E731
            reverse("standards:part_add", args=[found.pk, part]), data
        )
        assert add("standard", code="1", title="Sách").status_code == 302
        standard = found.standards.get()
        question = {"standard": standard.pk, "code": "1.1", "text": "Diện tích", "kind": "measure",
                    "weight": "1", "requirements": "THPT: >= 50"}  # fmt: skip
        wrong = add("criterion", **(question | {"requirements": "từ 50"}))
        assert "requirements" in wrong.context["form"].errors
        assert add("criterion", **question).status_code == 302
        assert add("criterion", **question).context["form"].errors["code"]
        assert add("rule", title="Đạt", conditions="all met").status_code == 302

    def test_a_removed_criterion_waits_in_the_trash(self, client, tree):
        found = make_set(tree.department)
        part = criterion(found, "2.2")
        client.post(reverse("standards:part_delete", args=[found.pk, "criterion", part.pk]))
        assert TrashedItem.objects.get().label.startswith("2.2")
        assert not Criterion.objects.filter(pk=part.pk).exists()

    def test_a_published_set_has_no_editor(self, client, tree):
        found = make_published(tree.department)
        part = criterion(found, "1.1")
        for address in (
            reverse("standards:set_edit", args=[found.pk]),
            reverse("standards:part_edit", args=[found.pk, "criterion", part.pk]),
            reverse("standards:part_add", args=[found.pk, "standard"]),
        ):
            assert client.get(address).status_code == 302
        client.post(reverse("standards:part_delete", args=[found.pk, "criterion", part.pk]))
        assert Criterion.objects.filter(pk=part.pk).exists()

    def test_the_leader_publishes_and_the_specialist_drafts_the_next(
        self, client, client_for, tree
    ):
        found = make_set(tree.department)
        leader = client_for(make_person(tree.department, Role.LEADER))
        address = reverse("standards:set_publish", args=[found.pk])
        assert client.get(address).status_code == 404
        assert leader.get(address).status_code == 200
        assert leader.post(address).status_code == 302
        found.refresh_from_db()
        assert found.state == SetState.PUBLISHED
        client.post(reverse("standards:set_new_version", args=[found.pk]))
        draft = StandardSet.objects.get(version=2)
        assert "Giữ nguyên" in page(client, "set_compare", draft.pk, found.pk)


class TestAssessments:
    def fill(self, client, assessment, stage, data):
        return client.post(reverse("standards:assessment_fill", args=[assessment.pk, stage]), data)

    def fields(self, assessment, **said):
        """c1_1="4" → the field of criterion 1.1."""
        data = {}
        for name, value in said.items():
            code, _sep, part = name.removeprefix("c").partition("__")
            pk = criterion(assessment.standard_set, code.replace("_", ".")).pk
            data[f"c{pk}_{part or 'value'}"] = value
        return data

    def full(self, assessment, **changed):
        return self.fields(assessment, **({
            "c1_1": "3,5", "c1_2": "90", "c1_2__den": "100", "c2_1": "50", "c2_2": "yes",
        } | changed))  # fmt: skip

    def test_an_assessment_is_opened_in_the_browser(self, school, tree):
        found = make_published(attributes=[{"key": "class_size", "label": "Số học sinh của lớp"}])
        data = {"unit": tree.thpt.pk, "school_year": make_year().pk, "purpose": "title",
                "levels": ["THPT"]}  # fmt: skip
        address = reverse("standards:assessment_new", args=[found.pk])
        assert "asked_class_size" in school.post(address, data).context["form"].errors
        assert school.post(address, data | {"asked_class_size": "45"}).status_code == 302
        assert Assessment.objects.get().attributes == {"class_size": "45"}

    def test_a_draft_is_kept_and_what_is_wrong_is_said_at_its_field(self, school, tree):
        assessment = make_assessment(tree.thpt)
        data = self.fields(assessment, c1_1="9", c1_2="434", c1_2__den="372", c2_1="50,5")
        answer = self.fill(school, assessment, "self", data)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "434 lớn hơn tổng số 372" in text
        assert "Điểm tối đa là 4" in text
        kept = AnswerEvent.objects.get()
        assert (kept.criterion.code, kept.value) == ("2.1", {"number": "50.5"})

    def test_what_did_not_change_makes_no_new_event(self, school, tree):
        assessment = make_assessment(tree.thpt)
        for _again in range(2):
            assert self.fill(school, assessment, "self", self.full(assessment)).status_code == 302
        assert AnswerEvent.objects.count() == 4
        self.fill(school, assessment, "self", self.full(assessment, c2_1="52"))
        assert AnswerEvent.objects.count() == 5

    def test_handing_in_asks_for_every_answer_or_a_reason(self, school, tree):
        assessment = make_assessment(tree.thpt)
        data = self.full(assessment, c2_2="") | {"hand_in": "1"}
        answer = self.fill(school, assessment, "self", data)
        assert "Chưa trả lời. Hãy trả lời" in answer.content.decode()
        data |= self.fields(assessment, c2_2__reason="Chưa kiểm tra")
        assert self.fill(school, assessment, "self", data).status_code == 302
        assert assessment.sheets.get(stage="self").state == SheetState.DONE

    def test_an_inspector_s_column_is_hidden_from_the_school_until_handed_in(
        self, school, client, tree, specialist
    ):
        assessment = make_assessment(tree.thpt)
        given = [
            Given(criterion(assessment.standard_set, "1.1"), Answer(number=Decimal("3.25"))),
            Given(criterion(assessment.standard_set, "1.2"), Answer(Decimal(9), Decimal(10))),
            Given(criterion(assessment.standard_set, "2.1"), Answer(number=Decimal("49.75"))),
            Given(criterion(assessment.standard_set, "2.2"), Answer(word="yes")),
        ]
        give_answers(assessment=assessment, stage=Stage.ONSITE, given=given, by=specialist)
        assert "49,75" in page(client, "assessment", assessment.pk)
        assert "49,75" not in page(school, "assessment", assessment.pk)
        hand_in(sheet=assessment.sheets.get(stage=Stage.ONSITE), by=specialist)
        text = page(school, "assessment", assessment.pk)
        assert "49,75 m², cần: từ 50 m² trở lên" in text
        assert "Không đạt “Đạt chuẩn” vì …" in text

    def test_another_authority_finds_nothing(self, client_for, tree):
        assessment = make_assessment(tree.thpt)
        stranger = client_for(make_person(tree.other_department))
        assert stranger.get(assessment.get_absolute_url()).status_code == 404

    def test_a_school_cannot_fill_the_column_of_its_inspectors(self, school, tree):
        assessment = make_assessment(tree.thpt)
        assert self.fill(school, assessment, "onsite", self.full(assessment)).status_code == 404

    def test_the_page_costs_the_same_at_200_criteria(
        self, client, tree, django_assert_max_num_queries
    ):
        found = make_set()
        standard = found.standards.first()
        Criterion.objects.bulk_create(
            Criterion(standard=standard, code=f"9.{n}", text="x", kind="yes_no", order=n)
            for n in range(196)
        )
        StandardSet.objects.filter(pk=found.pk).update(state=SetState.PUBLISHED)
        found.state = SetState.PUBLISHED
        assessment = make_assessment(tree.thpt, found)
        criteria = Criterion.objects.filter(standard=standard, kind="yes_no").select_related(
            "standard"
        )
        given = [Given(c, Answer(word="yes")) for c in criteria]
        give_answers(assessment=assessment, stage=Stage.ONSITE, given=given, by=None)
        with django_assert_max_num_queries(14):
            page(client, "assessment", assessment.pk)
