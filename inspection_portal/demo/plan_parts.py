"""A plan's text and parts, written through the verbs people use."""

from __future__ import annotations

import re
from typing import Any

from core.web.rich_text import clean_html
from documents.models import LegalDocument
from inspection_portal.demo.plan_words import Entry, PlanFile, clock, levels_between_commas
from plans.domain.coverage import draw_rule
from plans.domain.parts import remove_part, save_part
from plans.domain.planning import create_plan, save_section
from plans.models import (
    Cluster,
    ContentStream,
    CoverageRule,
    DossierTarget,
    InspectionPlan,
    LegalBasis,
    Milestone,
    MilestoneDue,
    MonthWindow,
    PlanRecipient,
    PlanSection,
    PreparationItem,
    Target,
    VisitSlot,
)
from standards.models import StandardSet

_DETAILS = (
    "paper_type", "symbol", "addressees", "intro", "closing", "archive_mark", "owner_department",
    "contact", "notice_days", "most_visits_a_day", "has_schedule_annex",
)  # fmt: skip
_CITED = re.compile(r"số (\S+/\S+)")


def write_plan(file: PlanFile) -> InspectionPlan:
    """A draft with everything its data file says, but for teams and visits."""
    details = {name: file[name] for name in _DETAILS if name in file.entry}
    planned = file.get("planned_on") or file.get("paper", {}).get("day")
    plan = create_plan(
        issuer=file.issuer, school_year=file.school_year, title=file["title"],
        subject=file["subject"], is_demo=True,
        planned_on=None if planned is None else file.day(planned), by=file.author, **details,
    )  # fmt: skip
    parts = _Parts(file, plan)
    parts.sections()
    parts.bases()
    parts.contents()
    parts.milestones()
    parts.frame()
    parts.coverage()
    parts.targets()
    parts.recipients()
    return plan


class _Parts:
    def __init__(self, file: PlanFile, plan: InspectionPlan) -> None:
        self.file = file
        self.plan = plan
        self.streams: dict[str, ContentStream] = {}

    def save(self, part: Any) -> Any:
        return save_part(part=part, by=self.file.author)

    def sections(self) -> None:
        """Fill the chapters of the new draft; add the missing, remove the superfluous."""
        there = list(self.plan.sections.order_by("order", "pk"))
        wanted = self.file["sections"]
        for place, words in enumerate(wanted):
            section = there[place] if place < len(there) else self._new_section(words)
            section.marker, section.heading = words["marker"], words["heading"]
            section.body = clean_html(words["body"])
            save_section(section=section, version=section.version, by=self.file.author)
        for section in there[len(wanted) :]:
            remove_part(part=section, by=self.file.author)

    def _new_section(self, words: Entry) -> PlanSection:
        section = PlanSection(plan=self.plan, marker=words["marker"], heading=words["heading"])
        saved: PlanSection = self.save(section)
        return saved

    def bases(self) -> None:
        for text in self.file["bases"]:
            number = _CITED.search(text)
            found = LegalDocument.objects.numbered(number[1]).first() if number else None
            self.save(LegalBasis(plan=self.plan, text=text, legal_document=found))

    def contents(self) -> None:
        for words in self.file.get("streams", []):
            facts = {name: value for name, value in words.items() if name != "set"}
            judged = StandardSet.objects.filter(code=words.get("set", "")).first()
            stream = ContentStream(plan=self.plan, standard_set=judged, **facts)
            self.streams[words["key"]] = self.save(stream)
        for words in self.file.get("preparations", []):
            facts = words | {"stream": self.streams[words["stream"]]}
            self.save(PreparationItem(plan=self.plan, **facts))

    def milestones(self) -> None:
        for words in self.file.get("milestones", []):
            names = ("note", "source", "is_event", "answered_by")
            facts = {name: words[name] for name in names if name in words}
            lines = "\n".join(words.get("deliverables", []))
            milestone = self.save(
                Milestone(plan=self.plan, title=words["title"], deliverables=lines, **facts)
            )
            for audience, due in words.get("due", {}).items():
                due_on = None if due is None else self.file.day(due)
                MilestoneDue.objects.create(milestone=milestone, audience=audience, due_on=due_on)

    def frame(self) -> None:
        for words in self.file.get("windows", []):
            window = MonthWindow(
                plan=self.plan, month=self.file.month(words["month"]), text=words["text"],
                levels=levels_between_commas(words["levels"]),
            )  # fmt: skip
            self.save(window).managers.set(self.file.unit_list(words["managers"]))
        for starts_at, ends_at in self.file.get("slots", []):
            self.save(VisitSlot(plan=self.plan, starts_at=clock(starts_at), ends_at=clock(ends_at)))
        self._clusters()
        for words in self.file.get("dossier_targets", []):
            stream = self.streams[words["stream"]]
            for unit in self.file.unit_list(words["units"]):
                self.save(
                    DossierTarget(plan=self.plan, stream=stream, unit=unit, note=words["note"])
                )

    def _clusters(self) -> None:
        clusters = self.file.get("clusters", {})
        for host in self.file.unit_list(clusters.get("hosts", [])):
            stream = self.streams[clusters["stream"]]
            self.save(
                Cluster(plan=self.plan, name=f"Cụm {host.short_name}", host=host, stream=stream)
            )

    def coverage(self) -> None:
        """Rules, and the draws of synthetic plans: no draw is invented for a real one."""
        for words in self.file.get("coverage", []):
            facts = {name: value for name, value in words.items() if name not in {"levels", "draw"}}
            rule = CoverageRule(
                plan=self.plan, levels=levels_between_commas(words.get("levels", [])), **facts
            )
            self.save(rule)
            if seed := words.get("draw"):
                draw_rule(rule=rule, seed=seed, listed_on=self.file.today, by=self.file.author)

    def targets(self) -> None:
        saved: dict[str, Target] = {}
        for words in self.file.get("targets", []):
            whole = saved.get(words.get("share_of", ""))
            target = Target(plan=self.plan, **(words | {"share_of": whole}))
            saved[words["code"]] = self.save(target)

    def recipients(self) -> None:
        for words in self.file["recipients"]:
            facts = words if isinstance(words, dict) else {"text": words}
            self.save(PlanRecipient(plan=self.plan, **facts))
