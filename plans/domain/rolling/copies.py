"""Writing what was accepted into the new draft."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from plans.domain.copying import copied, copy_part
from plans.domain.proposing import propose_visits
from plans.domain.rolling.changes import Change, Passage
from plans.domain.rolling.units import members_who_left
from plans.domain.scheduling import add_visit
from plans.domain.teams import add_member, create_team, save_assignment
from plans.enums import PlanState, VisitKind
from plans.models import (
    Assignment,
    Cluster,
    ContentStream,
    CoverageRule,
    DossierTarget,
    InspectionPlan,
    InspectionTeam,
    LegalBasis,
    Milestone,
    MonthWindow,
    PlanSection,
    PreparationItem,
)
from standards.domain.queries.sets import heir_on
from units.models import Unit


class Copies:
    """The new draft, written change by change; streams first, for other parts point at them."""

    def __init__(self, passage: Passage, by: User) -> None:
        self.passage = passage
        self.source = passage.source
        self.by = by
        self.twins: dict[Any, Any] = {}

    def make(self, chosen: Iterable[Change]) -> InspectionPlan:
        self.plan = self._head()
        writers = {
            "section": self._section, "basis": self._basis, "heir": self._heir,
            "stream": self._stream, "milestone": self._milestone, "window": self._window,
            "coverage": self._coverage, "cluster": self._cluster, "target": self._target,
            "slots": self._as_it_is, "targets": self._as_it_is, "recipients": self._as_it_is,
            "team": self._team,
        }  # fmt: skip
        visits = []
        for change in sorted(chosen, key=lambda one: not one.key.startswith("stream:")):
            kind = change.key.partition(":")[0]
            if kind == "unvisited":
                visits.append(change.pk)
            else:
                writers[kind](change)
        self._visits(visits)
        return self.plan

    def _head(self) -> InspectionPlan:
        retold, source = self.passage.retold, self.source
        plan: InspectionPlan = copied(
            source, school_year=self.passage.year, title=retold(source.title),
            subject=retold(source.subject), intro=retold(source.intro),
            closing=retold(source.closing), state=PlanState.DRAFT, document=None, approver=None,
            amends=None, parent=None, planned_on=self.passage.day, created_by=self.by,
        )  # fmt: skip
        return plan

    def _copy(self, model: Any, change: Change) -> Any:
        return copy_part(model._default_manager.get(pk=change.pk), self.plan, self.twins)

    def _section(self, change: Change) -> None:
        section = self._copy(PlanSection, change)
        section.body = self.passage.retold(section.body)
        section.changed_by = self.by
        section.save()

    def _basis(self, change: Change) -> None:
        self._copy(LegalBasis, change)

    def _heir(self, change: Change) -> None:
        """The successor stands where the basis it replaces stood."""
        order = LegalBasis.objects.get(pk=change.pk).order
        LegalBasis.objects.create(
            plan=self.plan, order=order, text=change.label, legal_document=change.data["law"]
        )

    def _stream(self, change: Change) -> None:
        twin = self._copy(ContentStream, change)
        if twin.standard_set:
            twin.standard_set = heir_on(twin.standard_set, self.passage.day)
            twin.save(update_fields=["standard_set"])
        self.twins[(ContentStream, change.pk)] = twin
        for item in PreparationItem.objects.filter(stream=change.pk).order_by("order", "pk"):
            copy_part(item, self.plan, self.twins)

    def _milestone(self, change: Change) -> None:
        twin = self._copy(Milestone, change)
        twin.title = self.passage.retold(twin.title)
        twin.deliverables = self.passage.retold(twin.deliverables)
        twin.save()
        for due in twin.dues.exclude(due_on=None):
            due.due_on = self.passage.shifted(due.due_on)
            due.save()

    def _window(self, change: Change) -> None:
        old = MonthWindow.objects.get(pk=change.pk)
        managers: list[Unit] = change.data["managers"]
        text = self.passage.retold(old.text)
        if not change.data["same"]:
            text = f"Các trường trực thuộc; một số trường thuộc {_listed(managers)}."
        twin = MonthWindow.objects.create(
            plan=self.plan, order=old.order, month=self.passage.month(old.month),
            levels=old.levels, text=text,
        )  # fmt: skip
        twin.managers.set(managers)

    def _coverage(self, change: Change) -> None:
        twin = self._copy(CoverageRule, change)
        twin.managers.set(change.data["managers"])

    def _cluster(self, change: Change) -> None:
        cluster = Cluster.objects.select_related("host").get(pk=change.pk)
        if not self._has_stream(cluster):
            cluster.stream = None
        twin = copy_part(cluster, self.plan, self.twins)
        twin.host = change.data["host"]
        twin.save()
        members = [member.unit for member in cluster.members.select_related("unit")]
        twin.members.all().delete()
        for unit in self.passage.all_heirs(members):
            twin.members.create(unit=unit)

    def _target(self, change: Change) -> None:
        target = DossierTarget.objects.get(pk=change.pk)
        if self._has_stream(target):
            DossierTarget.objects.get_or_create(
                stream=self.twins[(ContentStream, target.stream_id)], unit=change.data["unit"],
                defaults={"plan": self.plan, "order": target.order, "note": target.note},
            )  # fmt: skip

    def _has_stream(self, part: Any) -> bool:
        return (ContentStream, part.stream_id) in self.twins

    def _as_it_is(self, change: Change) -> None:
        relation = change.key.partition(":")[0]
        for part in getattr(self.source, relation).order_by("pk"):
            twin = copy_part(part, self.plan, self.twins)
            self.twins[(type(part), part.pk)] = twin
            if relation == "targets":
                twin.text = self.passage.retold(twin.text)
                twin.save()

    def _team(self, change: Change) -> None:
        old = InspectionTeam.objects.get(pk=change.pk)
        team = create_team(
            plan=self.plan, name=old.name, composition=old.composition, by=self.by
        )  # the decision is made anew
        members = list(old.members.select_related("user", "unit"))
        left = members_who_left(members, self.passage.day)
        twins: dict[int | None, list[Any]] = {}
        for member in members:
            if member not in left:
                twin = add_member(
                    team=team, user=member.user, role=member.role, unit=member.unit,
                    post=member.post, by=self.by,
                )  # fmt: skip
                twins.setdefault(member.assignment_id, []).append(twin)
        for task in old.assignments.all():
            new = Assignment(team=team, task=task.task, dossiers=task.dossiers)
            save_assignment(assignment=new, members=twins.get(task.pk, []), by=self.by)

    def _visits(self, units: list[int]) -> None:
        """Through the usual proposal where the draft has months, else into the year's first."""
        if self.plan.windows.exists():
            propose_visits(plan=self.plan, by=self.by, units=dict.fromkeys(units, VisitKind.SAMPLE))
            return
        streams = list(self.plan.streams.all())
        for unit in Unit.objects.filter(pk__in=units):
            add_visit(
                plan=self.plan, unit=unit, month=self.passage.year.starts_on, streams=streams,
                kind=VisitKind.SAMPLE, by=self.by,
            )  # fmt: skip


def _listed(units: list[Unit]) -> str:
    return ", ".join(unit.short_name for unit in units)
