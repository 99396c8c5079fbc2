"""Inspections of the demonstration, taken through the verbs people use; figures are synthetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from unittest.mock import patch

from accounts.models import User
from inspection_portal.demo.marks import person, read
from inspection_portal.demo.plan_words import Entry
from inspections.domain.carrying_out import attend, begin_inspection, end_inspection
from inspections.domain.filling import give_criteria
from inspections.domain.findings import note_finding
from inspections.domain.official import decide, take_over
from inspections.domain.opening import add_checklist
from inspections.domain.recording import change_record, close_record, draft_record, read_back
from inspections.domain.signing import refuse, sign
from inspections.enums import Side, Signer
from inspections.models import Checklist, Finding, Inspection
from plans.enums import TeamRole
from standards.domain.assessing import Given, append_answers
from standards.enums import Stage
from standards.models import Criterion, StandardSet
from standards.scoring.answers import Answer

# Schools and people of the source are real: what is said of them here must not be taken for true.
SYNTHETIC = "Dữ liệu mẫu: số liệu và nhận định không phải kết quả kiểm tra thật."


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Everything done inside bears this moment: the inspections of 2019 were not carried out today."""
    with patch("django.utils.timezone.now", lambda: moment):
        yield


def answer_of(said: Any) -> Answer:
    """A number, two figures, a word, or why it is blank."""
    if isinstance(said, dict):
        return Answer(reason=said["reason"])
    if isinstance(said, list):
        return Answer(Decimal(str(said[0])), Decimal(str(said[1])))
    return Answer(word=said) if isinstance(said, str) else Answer(Decimal(str(said)))


class Played:
    """One inspection of a data file, from the self-assessment to the signed minutes."""

    def __init__(
        self, words: Entry, inspection: Inspection, tasks: Mapping[str, list[str]]
    ) -> None:
        self.words, self.inspection, self.tasks = words, inspection, tasks

    @property
    def begun_at(self) -> datetime:
        moment: datetime = self.words["onsite"]["begun_at"]
        return moment

    @property
    def ended_at(self) -> datetime:
        moment: datetime = self.words["onsite"]["ended_at"]
        return moment

    @cached_property
    def lead(self) -> User:
        return self._in_role(TeamRole.LEAD)

    @cached_property
    def secretary(self) -> User:
        """Who writes: the secretary, in a team without one the lead."""
        return self._in_role(TeamRole.SECRETARY)

    def _in_role(self, role: str) -> User:
        members = {member.role: member.user for member in self.inspection.members}
        found: User = members.get(role) or members[TeamRole.LEAD]
        return found

    @cached_property
    def checklist(self) -> Checklist:
        asked = self.words.get("checklist")
        if asked:
            judged = StandardSet.objects.get(code=asked["set"])
            add_checklist(
                inspection=self.inspection, standard_set=judged, attributes=asked["attributes"],
                stream=self.inspection.visit.streams.filter(standard_set=judged).first(),
                by=self.lead,
            )  # fmt: skip
        found = self.inspection.checklists.select_related("assessment__standard_set").last()
        assert found is not None  # noqa: S101 - for the type checker
        found.inspection = self.inspection
        return found

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        of_set = Criterion.objects.filter(
            standard__standard_set=self.checklist.assessment.standard_set
        )
        return {each.code: each for each in of_set.select_related("standard")}

    def prepare(self) -> None:
        """Tasks as the annex gives them, what the school says of itself, what the desk found."""
        for code, people in self.tasks.items():
            give_criteria(
                checklist=self.checklist, criteria=[self.criteria[code]],
                people=[person(key) for key in people], by=self.lead,
            )  # fmt: skip
        own = self.words.get("self")
        if own:
            self._answer(Stage.SELF, own["answers"], own["at"], person(own["by"]))
        desk = self.words.get("desk", {})
        for key, answers in desk.get("answers", {}).items():
            self._answer(Stage.DESK, answers, desk["at"], person(key))

    def _answer(self, stage: str, answers: Mapping[str, Any], at: datetime, by: User) -> None:
        given = [
            Given(self.criteria[code], answer_of(said), device_at=at)
            for code, said in answers.items()
        ]
        append_answers(assessment=self.checklist.assessment, stage=stage, given=given, by=by)

    def visit(self) -> None:
        """The team is there, sees people, answers, notes what it finds, decides what counts."""
        begin_inspection(inspection=self.inspection, at=self.begun_at, by=self.lead)
        for name, post in self.words["present"]:
            attend(
                inspection=self.inspection, side=Side.UNIT, name=name, post=post, by=self.secretary
            )
        for key, answers in self.words["onsite"]["answers"].items():
            self._answer(Stage.ONSITE, answers, self.ended_at, person(key))
        for number, found in enumerate(self.words["findings"]):
            self._note(found, self.begun_at + timedelta(minutes=10 + number))
        end_inspection(inspection=self.inspection, at=self.ended_at, by=self.lead)
        take_over(checklist=self.checklist, by=self.lead)
        self.decide(self.words.get("decided", {}))

    def _note(self, words: Entry, at: datetime) -> None:
        criterion = self.criteria[words["criterion"]] if "criterion" in words else None
        note_finding(
            inspection=self.inspection, kind=words["kind"], text=words["text"],
            criterion=criterion, checklist=self.checklist if criterion else None,
            by=person(words["by"]), device_at=at,
        )  # fmt: skip

    def decide(self, values: Mapping[str, list[Any]]) -> None:
        for code, (said, reason) in values.items():
            decide(
                checklist=self.checklist, criterion=self.criteria[code], answer=answer_of(said),
                note=reason, by=self.lead,
            )  # fmt: skip

    def minutes(self) -> None:
        """Written, read back, signed by every side; or the unit refuses before a witness."""
        record = draft_record(inspection=self.inspection, by=self.secretary)
        record = change_record(
            record=record, version=record.version, by=self.secretary,
            opinions=self.words.get("opinions", ""), remarks=SYNTHETIC,
        )  # fmt: skip
        record = read_back(record=record, by=self.secretary)
        for role, who in ((Signer.LEAD, self.lead), (Signer.SECRETARY, self.secretary)):
            if role == Signer.LEAD or self.secretary != self.lead:
                sign(record=record, role=role, name=who.full_name, post=who.post, user=who, by=who)
        refusal = self.words.get("refusal")
        if refusal:
            refuse(
                record=record, name=refusal["name"], post=refusal["post"],
                reason=refusal["reason"], witness_name=refusal["witness"],
                witness_post=refusal["witness_post"], by=self.secretary,
            )  # fmt: skip
        else:
            name, post = self.words["signer"]
            sign(record=record, role=Signer.UNIT, name=name, post=post, by=self.secretary)
        close_record(record=record, by=self.secretary)
        self.inspection = Inspection.objects.for_pages().get(pk=self.inspection.pk)

    @property
    def findings(self) -> list[Finding]:
        return list(self.inspection.findings.order_by("device_at", "pk"))


def played(name: str) -> Entry:
    """The data file of a plan's inspections."""
    entry: Entry = read(f"inspections/{name}.yaml")
    return entry
