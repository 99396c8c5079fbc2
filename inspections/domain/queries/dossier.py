"""The page of an inspection: where it stands, what is next for this person, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.web.pieces import Step
from core.workflow.engine import Gap
from inspections.domain.queries.procedures import desk_due_on, procedure_of
from inspections.domain.queries.progress import ChecklistProgress, progress_of, with_progress_parts
from inspections.enums import ConclusionState, RecordState, ResultState
from inspections.models import Inspection
from inspections.rules import carries_out, concludes, leads, works_at
from plans.enums import VisitMode, VisitState
from standards.enums import Stage
from units.rules import holds_at


@dataclass(frozen=True)
class Action:
    """What this person does next. `is_step` changes something: a form, not a link."""

    label: str
    url: str
    icon: str
    is_step: bool = False


class InspectionPage:
    """Everything the page of one inspection says to one person; each part is worked out once."""

    def __init__(self, inspection: Inspection, user: Any) -> None:
        self.inspection, self.visit, self.user = inspection, inspection.visit, user
        self.is_unit = works_at(user, inspection)
        self.carries_out = carries_out(user, inspection) and not self.is_unit
        self.leads = leads(user, inspection) and not self.is_unit
        self.concludes = concludes(user, inspection) and not self.is_unit

    @cached_property
    def reads_all(self) -> bool:
        """The team, and people of the authority that inspects; the unit sees its own part."""
        authority = self.visit.plan.issuer_id in {unit for unit, _role in self.user.grants}
        return self.carries_out or (authority and not self.is_unit)

    @cached_property
    def progress(self) -> list[ChecklistProgress]:
        """Seven queries, however many checklists."""
        checklists = with_progress_parts(self.inspection.checklists.all())
        people = {self.inspection.pk: [member.user for member in self.inspection.members]}
        return progress_of(checklists, people)

    @cached_property
    def papers(self) -> dict[str, Any]:
        """Minutes, draft result and conclusion, as far as there are any."""
        names = ("record", "result", "conclusion")
        return {name: getattr(self.inspection, name, None) for name in names}

    @cached_property
    def desk_due(self) -> Any:
        return desk_due_on(self.inspection)

    @property
    def is_remote(self) -> bool:
        return bool(self.visit.mode == VisitMode.REMOTE)

    @property
    def is_over(self) -> bool:
        return self.inspection.ended_at is not None or self.visit.state == VisitState.DONE

    @property
    def is_begun(self) -> bool:
        return self.inspection.begun_at is not None

    @property
    def is_today_or_past(self) -> bool:
        return self.visit.on is not None and self.visit.on <= timezone.localdate()

    # Steps ------------------------------------------------------------------------------------
    @cached_property
    def steps(self) -> list[Step]:
        """The seven steps; the first that is not done is the present one."""
        found, is_now = [], True
        for label, is_done, at in self._line():
            state: Any = "done" if is_done else "now" if is_now else "next"
            is_now = is_now and is_done
            found.append(Step(label, state, at=at if is_done else None))
        return found

    def _line(self) -> list[tuple[str, bool, Any]]:
        record, result, conclusion = self.papers.values()
        desk = [row.columns[Stage.DESK] for row in self.progress]
        is_issued = conclusion is not None and conclusion.state == ConclusionState.ISSUED
        replied = result is not None and result.state in (ResultState.REPLIED, ResultState.SILENT)
        is_signed = record is not None and record.state == RecordState.SIGNED
        on_site = _("Remote inspection") if self.is_remote else _("At the unit")
        return [
            (_("Preparation"), self._is_prepared() or self.is_begun or self.is_over, None),
            (_("Check on the system"), self.is_over or (bool(desk) and all(c.is_done for c in desk)),
             max((at for c in desk if c.sheet and (at := c.sheet.handed_in_at)), default=None)),
            (on_site, self.is_over, self.inspection.ended_at),
            (_("Minutes"), is_signed, record.signed_at if record else None),
            (_("Draft result"), replied or is_issued, result.replied_at if result else None),
            (_("Conclusion"), is_issued, None),
            (_("Follow-up"), is_issued and not self._owes(), None),
        ]  # fmt: skip

    def _is_prepared(self) -> bool:
        """The unit has handed in its self-assessment in every checklist."""
        return bool(self.progress) and all(row.columns[Stage.SELF].is_done for row in self.progress)

    def _owes(self) -> bool:
        return self.inspection.recommendations.unsettled().exists()

    # What is missing --------------------------------------------------------------------------
    @cached_property
    def gaps(self) -> list[Gap]:
        """Before the visit and during it; papers say themselves what they lack."""
        if not self.reads_all or self.visit.state not in VisitState.expected():
            return []
        found = [] if self.visit.team_id else [Gap(_("No team goes on this visit."), self._visit())]
        if not self.progress:
            found.append(Gap(_("There is no checklist yet."), self._url("checklist_add")))
        for row in self.progress:
            found += self._missing_in(row)
        procedure = procedure_of(self.visit.plan)
        if procedure.is_announced and self.inspection.announced_on is None and self.is_begun:
            found.append(
                Gap(_("The decision has not been announced at the unit."), self._url("announce"))
            )
        if self.is_begun and not self.inspection.attendances.exists():
            found.append(Gap(_("Nobody is named as present."), self._url("people")))
        return found

    def _missing_in(self, row: ChecklistProgress) -> list[Gap]:
        name, found = str(row.checklist), []
        if not row.columns[Stage.SELF].is_done and not self.is_begun:
            found.append(
                Gap(_("%(set)s: the unit has not handed in its self-assessment.") % {"set": name})
            )
        if not row.is_shared_out and self.concludes and not self.is_begun:
            url = self._of(row, "assign")
            found.append(Gap(_("%(set)s: the criteria are not shared out.") % {"set": name}, url))
        return found

    # What is next -----------------------------------------------------------------------------
    @cached_property
    def action(self) -> Action | None:
        """The one thing this person does next here; None leaves it to the papers."""
        if self.is_unit:
            return self._action_of_unit()
        if not self.carries_out or self.visit.state not in (
            *VisitState.expected(),
            VisitState.DONE,
        ):
            return None
        if self.is_over:
            return self._decide()
        return self._during() if self.is_begun else self._before()

    def _action_of_unit(self) -> Action | None:
        may = holds_at(self.user, "standards.assess", self.visit.unit)
        is_open = self.visit.state in VisitState.expected() and not self.is_over
        for row in self.progress if may and is_open else ():
            if not row.columns[Stage.SELF].is_done:
                url = reverse(
                    "standards:assessment_fill", args=[row.checklist.assessment_id, Stage.SELF]
                )
                return Action(_("Fill in the self-assessment"), url, "pencil-square")
        return None

    def _before(self) -> Action | None:
        if not self.progress:
            return Action(_("Add a checklist"), self._url("checklist_add"), "plus-lg")
        if self.concludes:
            for row in self.progress:
                if not row.is_shared_out and len(self.inspection.members) > 1:
                    return Action(
                        _("Share out the criteria"), self._of(row, "assign"), "person-check"
                    )
        if self.is_today_or_past:
            return Action(
                _("Begin the inspection"), self._url("begin"), "play-circle", is_step=True
            )
        return self._answer(Stage.DESK, _("Check on the system")) or Action(
            _("Prepare the visit"), self._url("prepare"), "journal-check"
        )

    def _during(self) -> Action | None:
        stage = Stage.DESK if self.is_remote else Stage.ONSITE
        words = _("Check on the system") if self.is_remote else _("Answer on site")
        end = Action(_("End the inspection"), self._url("end"), "stop-circle", is_step=True)
        return self._answer(stage, words) or self._decide() or end

    def _answer(self, stage: str, label: str) -> Action | None:
        for row in self.progress:
            if row.open_for(self.user.pk, stage) and not row.columns[stage].is_done:
                return Action(label, self._of(row, "fill", stage), "ui-checks")
        return None

    def _decide(self) -> Action | None:
        for row in self.progress if self.leads and not self._minutes_closed() else ():
            if not row.columns[Stage.OFFICIAL].is_full:
                return Action(
                    _("Decide the official values"), self._of(row, "official"), "check2-square"
                )
        return None

    def _minutes_closed(self) -> bool:
        record = self.papers["record"]
        return record is not None and record.state != RecordState.DRAFT

    def _url(self, name: str) -> str:
        return reverse(f"inspections:{name}", args=[self.inspection.pk])

    def _of(self, row: ChecklistProgress, name: str, *more: str) -> str:
        return reverse(f"inspections:{name}", args=[self.inspection.pk, row.checklist.pk, *more])

    def _visit(self) -> str:
        return str(self.visit.get_absolute_url())
