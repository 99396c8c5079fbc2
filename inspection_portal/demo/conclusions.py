"""From signed minutes of the demonstration to what the unit has mended."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from documents.domain import issue
from inspection_portal.demo.authorities import authority_of
from inspection_portal.demo.inspections import SYNTHETIC, Played, answer_of, clock_at
from inspection_portal.demo.marks import person
from inspection_portal.demo.plan_words import Entry
from inspections.domain.concluding import (
    approve_conclusion,
    change_conclusion,
    draft_conclusion,
    prepare_conclusion_paper,
    submit_conclusion,
)
from inspections.domain.following import report_done, send_back, verify
from inspections.domain.official import decide
from inspections.domain.recommending import recommend
from inspections.domain.results import (
    change_result,
    decide_explanation,
    draft_result,
    explain,
    let_lapse,
    release_result,
    send_reply,
)
from inspections.models import DraftResult, Recommendation
from units.domain.calendar import add_working_days

OFFICE_OPENS = time(9, 0)


def moment(day: Any) -> datetime:
    return datetime.combine(day, OFFICE_OPENS, timezone.get_current_timezone())


class Concluded:
    """One inspection on its way to the conclusion and beyond, each step on its own day."""

    def __init__(self, one: Played, file: Entry) -> None:
        self.one, self.file, self.words = one, file, one.words
        self.unit = one.inspection.visit.unit
        self.days = one.ended_at.date()
        self.principal = person(self.words["principal"])

    def draft(self) -> DraftResult:
        """Written and released on the working day after the minutes."""
        with clock_at(moment(add_working_days(self.days, 2, self.unit))):
            result = draft_result(inspection=self.one.inspection, by=self.one.secretary)
            result = change_result(
                result=result, version=result.version, by=self.one.secretary,
                summary=f"{self.words['summary']}\n{SYNTHETIC}",
            )  # fmt: skip
            return release_result(result=result, by=self.one.lead)

    def hear(self, result: DraftResult) -> DraftResult:
        """The unit replies point by point and the team decides; or the days pass."""
        if self.words.get("reply") is None:
            with clock_at(moment(result.reply_by) + timedelta(days=1)):
                return let_lapse(result=result, by=self.one.lead)
        with clock_at(moment(add_working_days(self.days, 4, self.unit))):
            explained = [
                self._explain(result, words) for words in self.words.get("explanations", [])
            ]
            result = send_reply(
                result=result, text=self.words["reply"], agrees=not explained, by=self.principal
            )
        with clock_at(moment(add_working_days(self.days, 5, self.unit))):
            for words, explanation in zip(
                self.words.get("explanations", []), explained, strict=True
            ):
                explanation.refresh_from_db()
                decide_explanation(
                    explanation=explanation, accepted=words["accepted"], reason=words["reason"],
                    by=self.one.lead,
                )  # fmt: skip
            for code, (said, reason) in self.words.get("official_after", {}).items():
                decide(
                    checklist=self.one.checklist, criterion=self.one.criteria[code],
                    answer=answer_of(said), note=reason, by=self.one.lead,
                )  # fmt: skip
        return result

    def _explain(self, result: DraftResult, words: Entry) -> Any:
        about: Entry = {"finding": self.one.findings[words["finding"]]} if "finding" in words else {
            "criterion": self.one.criteria[words["criterion"]], "checklist": self.one.checklist,
        }  # fmt: skip
        return explain(result=result, text=words["text"], by=self.principal, **about)

    def conclude(self) -> None:
        """Recommendations, the conclusion, its number."""
        words = self.words["conclusion"]
        with clock_at(moment(words["day"])):
            for asked in self.words["recommendations"]:
                recommend(
                    inspection=self.one.inspection, text=asked["text"], owner=self.unit,
                    due_on=asked["due_on"], finding=self.one.findings[asked["finding"]],
                    needs_file=False, by=self.one.secretary,
                )  # fmt: skip
            conclusion = draft_conclusion(inspection=self.one.inspection, by=self.one.secretary)
            conclusion = change_conclusion(
                conclusion=conclusion, version=conclusion.version, by=self.one.secretary,
                summary=f"{words['summary']}\n{SYNTHETIC}",
            )  # fmt: skip
            approver = person(self.file["approver"])
            submit_conclusion(conclusion=conclusion, approver=approver, by=self.one.secretary)
            approve_conclusion(conclusion=conclusion, by=approver)
            clerk = person(self.file["clerk"])
            document = prepare_conclusion_paper(conclusion=conclusion, by=clerk)
            authority = authority_of(approver, self.one.inspection.visit.plan.issuer)
            if authority is None:
                raise LookupError(f"{approver} has no signing authority")
            issue(
                document=document, on=words["day"], authority=authority, number=words["number"],
                by=clerk,
            )  # fmt: skip

    def follow(self) -> None:
        """What the unit reported, and whether it was found enough."""
        rows = Recommendation.objects.filter(inspection=self.one.inspection).order_by("order", "pk")
        for asked, row in zip(self.words["recommendations"], rows, strict=True):
            told = asked.get("report")
            if told is None:
                continue
            with clock_at(moment(asked["due_on"]) - timedelta(days=2)):
                report_done(recommendation=row, text=told["text"], files=(), by=self.principal)
            row.refresh_from_db()
            with clock_at(moment(asked["due_on"])):
                if told["verified"]:
                    verify(recommendation=row, by=self.one.secretary)
                else:
                    send_back(recommendation=row, reason=told["returned"], by=self.one.secretary)


def conclude(one: Played, file: Entry) -> None:
    """All of it, for an inspection whose data file goes that far."""
    if "conclusion" not in one.words:
        return
    told = Concluded(one, file)
    told.hear(told.draft())
    told.conclude()
    told.follow()
