"""The workflow engine: a table per dossier, a stored state, one log row per step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models, transaction
from django.utils.translation import gettext as _

from core.audit.recording import record
from core.workflow.models import WorkflowStep

if TYPE_CHECKING:
    from accounts.models import User

Rule = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Gap:
    """Something still missing before a step: a sentence, and where to mend it."""

    sentence: str
    url: str = ""


class Dossier(Protocol):
    pk: Any
    state: str


@dataclass(frozen=True)
class Transition:
    """One row of a workflow table.

    `label` is the button ("Submit for approval"), `done` the past sentence of the history
    ("submitted the plan"); both are lazy translations. `rule(user, dossier)` says who may.
    `gaps(dossier)` lists what is missing: the page shows it and the engine refuses on it.
    `notifies` names a notification kind, or None as a decision that nobody is told.
    """

    name: str
    sources: frozenset[str]
    target: str
    label: Any
    done: Any
    rule: Rule
    notifies: str | None
    needs_comment: bool = False
    gaps: Callable[[Any], Iterable[Gap]] | None = None


class TransitionRefused(Exception):
    """The step cannot be taken; the message is a sentence for the user."""

    def __init__(self, sentence: str, gaps: Iterable[Gap] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.gaps = list(gaps)


class Workflow:
    """The table of one kind of dossier, whose model has a `state` field."""

    def __init__(self, key: str, *, initial: str, transitions: Iterable[Transition]) -> None:
        self.key = key
        self.initial = initial
        self.transitions = {transition.name: transition for transition in transitions}

    def available(self, dossier: Dossier, user: Any) -> list[Transition]:
        """Steps this user may take now, in the table's order (gaps not considered)."""
        return [
            transition
            for transition in self.transitions.values()
            if dossier.state in transition.sources and transition.rule(user, dossier)
        ]

    @transaction.atomic
    def step(self, dossier: Any, name: str, *, by: "User", comment: str = "") -> WorkflowStep:
        """Take one step.

        The state is changed by a conditional UPDATE, so of two people who press at once exactly
        one succeeds. Writes the log row and the audit entry. Notifying is the caller's, with
        `transition.notifies`.

        Raises:
            TransitionRefused: undeclared, not allowed, something missing, or already taken.
        """
        transition = self.transitions[name]
        source = dossier.state
        self._refuse(transition, dossier, by, comment)
        model: type[models.Model] = type(dossier)
        moved = model._default_manager.filter(pk=dossier.pk, state=source).update(
            state=transition.target
        )
        if not moved:
            raise TransitionRefused(_("Someone else has just changed this. Open it again to see."))
        dossier.state = transition.target
        log = WorkflowStep.objects.create(
            dossier_type=dossier._meta.label_lower, dossier_id=dossier.pk, transition=name,
            source=source, target=transition.target, comment=comment.strip(), by=by,
        )  # fmt: skip
        record(
            f"{self.key}.{name}", dossier, by=by, before={"state": source},
            after={"state": transition.target}, sentence=comment.strip(),
        )  # fmt: skip
        return log

    def _refuse(self, transition: Transition, dossier: Any, by: Any, comment: str) -> None:
        if dossier.state not in transition.sources:
            raise TransitionRefused(_("This step is not possible in the present state."))
        if not transition.rule(by, dossier):
            raise TransitionRefused(_("You do not have the right to take this step."))
        if transition.needs_comment and not comment.strip():
            raise TransitionRefused(_("Write the reason: the people concerned will read it."))
        gaps = list(transition.gaps(dossier)) if transition.gaps else []
        if gaps:
            raise TransitionRefused(_("Something is still missing."), gaps)
