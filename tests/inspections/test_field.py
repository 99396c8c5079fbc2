"""What the field app is given: a shell without anybody's data, one's own visits, everything on site."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from inspections.domain.filling import give_criteria
from inspections.domain.queries.field_package import canned_comments, field_package
from inspections.enums import FindingKind
from inspections.models import Finding, Recommendation
from inspections.views import field_files
from inspections.views.field_words import words_in_both_languages
from plans.enums import VisitState
from plans.models import Visit
from standards.enums import Stage
from standards.scoring.answers import Answer
from tests.inspections.factories import answer, criterion

pytestmark = pytest.mark.django_db


def questions(package):
    return {
        c["code"]: c for one in package["checklists"] for g in one["groups"] for c in g["criteria"]
    }


def test_the_shell_is_the_same_for_everybody_and_holds_nobody(client, cast, client_for):
    shell = client_for(cast.first).get(reverse("field:shell")).content.decode()
    assert str(cast.first) not in shell
    assert cast.visit.unit.name not in shell
    assert "csrfmiddlewaretoken" not in shell
    assert "Mang theo" in shell
    assert client.get(reverse("field:shell")).content.decode() == shell


def test_the_policy_allows_no_inline_script_or_style(client):
    policy = client.get(reverse("field:shell"))["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "blob:" in policy
    assert "blob:" not in client.get(reverse("accounts:sign_in"))["Content-Security-Policy"]


def test_the_build_changes_with_a_file_and_with_a_sentence(client, monkeypatch, tmp_path):
    before = field_files.build_id.__wrapped__()
    assert field_files.build_id.__wrapped__() == before
    changed = tmp_path / "app.js"
    changed.write_text("other")
    find = field_files.finders.find
    monkeypatch.setattr(
        field_files.finders, "find", lambda n: str(changed) if n == "field/app.js" else find(n)
    )
    assert field_files.build_id.__wrapped__() != before
    monkeypatch.undo()
    monkeypatch.setattr(field_files, "words_in_both_languages", lambda: {"Yes": "Dạ"})
    assert field_files.build_id.__wrapped__() != before


def test_the_worker_keeps_every_module(client):
    response = client.get(reverse("field:worker"))
    assert response["Service-Worker-Allowed"] == reverse("field:shell")
    facts = json.loads(response.content.decode().split("self.FIELD = ")[1].split(";\n")[0])
    sources = {p.name for p in (field_files.Path("static/field")).rglob("*.js")} - {"worker.js"}
    assert sources <= {address.rsplit("/", 1)[-1] for address in facts["files"]}


def test_every_sentence_is_delivered_in_vietnamese():
    assert [e for e, v in words_in_both_languages().items() if e == v] == []


def test_one_sees_the_visits_of_one_s_teams(cast, client_for):
    rows = client_for(cast.first).get(reverse("field:visits")).json()["visits"]
    assert [(row["id"], row["mine"]) for row in rows] == [(cast.inspection.pk, True)]
    for person in (cast.principal, cast.leader):
        assert client_for(person).get(reverse("field:visits")).json()["visits"] == []
        place = reverse("field:visit", args=[cast.inspection.pk])
        assert client_for(person).get(place).status_code == 404


def test_a_visit_long_over_or_cancelled_is_not_offered(cast, client_for):
    visits = Visit.objects.filter(pk=cast.visit.pk)
    visits.update(state=VisitState.DONE, on=timezone.localdate() - timedelta(days=31))
    assert client_for(cast.first).get(reverse("field:visits")).json()["visits"] == []
    visits.update(state=VisitState.CANCELLED, on=timezone.localdate())
    assert client_for(cast.first).get(reverse("field:visits")).json()["visits"] == []


def test_the_package_has_questions_answers_and_what_was_said_before(cast):
    answer(cast.checklist, cast.first, codes=["1.2"], note="Đã xem sổ")
    answer(cast.checklist, cast.principal, stage=Stage.SELF, c1_2=Answer(Decimal(95), Decimal(100)))
    one = criterion(cast.checklist, "1.1")
    give_criteria(checklist=cast.checklist, criteria=[one], people=[cast.second], by=cast.lead)
    package = field_package(cast.inspection, cast.first)
    found = questions(package)
    assert [found[code]["mine"] for code in ("1.1", "1.2")] == [False, True]
    assert found["1.2"]["own"]["value"] == {"number": "90", "denominator": "100"}
    assert found["1.2"]["own"]["note"] == "Đã xem sổ"
    assert [each["words"] for each in found["1.2"]["beside"]] == ["95 % (95 / 100)"]
    assert found["1.2"]["numerator"]
    assert found["1.2"]["denominator"]
    assert package["canned"] == canned_comments()
    assert len(package["team"]) == 4
    assert questions(field_package(cast.inspection, cast.second))["1.2"]["own"] is None
    json.dumps(package)


def test_open_recommendations_and_findings_go_along(cast):
    Recommendation.objects.create(
        inspection=cast.inspection, text="Bổ sung sách", owner=cast.visit.unit,
        due_on=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    for withdrawn in (False, True):
        Finding.objects.create(
            inspection=cast.inspection, kind=FindingKind.STRENGTH, text=f"Tốt {withdrawn}",
            device_at=timezone.now(), author=cast.second, is_withdrawn=withdrawn,
        )  # fmt: skip
    package = field_package(cast.inspection, cast.first)
    assert [(r["text"], r["late"]) for r in package["recommendations"]] == [("Bổ sung sách", True)]
    assert [(f["text"], f["mine"]) for f in package["findings"]] == [("Tốt False", False)]


def test_the_manifest_opens_the_app(client):
    facts = client.get(reverse("field:manifest")).json()
    assert facts["start_url"] == facts["scope"] == reverse("field:shell")
    assert {icon["sizes"] for icon in facts["icons"]} == {"192x192", "512x512"}
