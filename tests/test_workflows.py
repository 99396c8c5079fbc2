"""Every workflow table of every room: labelled, decided, and closed to undeclared steps."""

import importlib
import importlib.util
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.db import models
from django.utils import translation

from core.notifications.registry import all_kinds
from core.workflow.engine import TransitionRefused, Workflow
from tests.house import FLOORS


def tables() -> dict[str, Workflow]:
    found = {}
    for room in FLOORS:
        if importlib.util.find_spec(f"{room}.workflow"):
            module = importlib.import_module(f"{room}.workflow")
            for value in vars(module).values():
                if isinstance(value, Workflow):
                    found[f"{room}.{value.key}"] = value
    return found


TABLES = tables()
each_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())


def states(table: Workflow) -> type[models.TextChoices]:
    return type(table.initial)


def test_there_are_workflows_to_check():
    assert TABLES


@each_table
def test_every_state_is_a_labelled_choice(table):
    assert issubclass(states(table), models.TextChoices)
    for transition in table.transitions.values():
        for state in {*transition.sources, transition.target}:
            assert isinstance(state, states(table))
            assert state.label.strip()


@each_table
def test_every_state_can_be_reached(table):
    reached, before = {table.initial}, set()
    while reached != before:
        before = set(reached)
        reached |= {t.target for t in table.transitions.values() if t.sources & reached}
    assert set(states(table)) - reached == set()


@each_table
def test_every_transition_has_a_rule_words_and_a_decision_whom_to_notify(table):
    known = {kind.key for kind in all_kinds()}
    for name, transition in table.transitions.items():
        assert callable(transition.rule), name
        assert str(transition.label).strip(), name
        assert str(transition.done).strip(), name
        assert transition.notifies is None or transition.notifies in known, name


@each_table
def test_words_of_a_transition_are_translated(table):
    with translation.override("vi"):
        vietnamese = {n: (str(t.label), str(t.done)) for n, t in table.transitions.items()}
    with translation.override("en"):
        english = {n: (str(t.label), str(t.done)) for n, t in table.transitions.items()}
    assert [n for n in english if set(english[n]) & set(vietnamese[n])] == []


@each_table
def test_an_undeclared_step_is_impossible_from_every_state(table):
    permissive = Workflow(
        table.key,
        initial=table.initial,
        transitions=[
            replace(t, rule=lambda user, dossier: True, gaps=None)
            for t in table.transitions.values()
        ],
    )
    for state in states(table):
        for name, transition in permissive.transitions.items():
            dossier = SimpleNamespace(pk=1, state=state)
            declared = state in transition.sources
            assert (transition in permissive.available(dossier, user=None)) is declared
            if not declared:
                with pytest.raises(TransitionRefused):
                    Workflow.step.__wrapped__(permissive, dossier, name, by=None, comment="x")
