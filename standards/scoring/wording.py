"""Bounds, conditions and misses in words, as an inspector would say them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from standards.enums import QuestionKind
from standards.scoring.answers import Answer
from standards.scoring.scheme import Check, Condition, Criterion, OutcomeRule, Requirement, Scheme


class Group(Protocol):
    """A standard or the whole: what its points come to."""

    @property
    def points(self) -> Decimal: ...


def shown(figure: Decimal | None, places: int = 2) -> str:
    """A figure as people write it: no needless zeros, at most two places."""
    if figure is None:
        return "–"
    rounded = round(figure, places)
    digits = max(-int(rounded.normalize().as_tuple().exponent), 0)
    return number_format(rounded, digits, use_l10n=True)


def unit_of(criterion: Criterion) -> str:
    return "%" if criterion.kind == QuestionKind.RATIO else criterion.unit


def with_unit(figure: Decimal | None, criterion: Criterion) -> str:
    """A figure with its unit; where the figure is unknown, a dash."""
    return f"{shown(figure)} {unit_of(criterion)}".strip() if figure is not None else "–"


def bound_words(comparison: str, figure: str) -> str:
    """A bound as people say it: at least 50 m²."""
    sentence = {
        ">=": _("at least %(figure)s"), "<=": _("at most %(figure)s"),
        ">": _("more than %(figure)s"), "<": _("less than %(figure)s"),
        "=": _("exactly %(figure)s"),
    }[comparison]  # fmt: skip
    return sentence % {"figure": figure}


def requirement_words(
    criterion: Criterion, required: Requirement, names: Mapping[str, str] | None = None
) -> str:
    """A bound with what it depends on: THCS: at least 1.85 m² × class size.

    `names` hold the words of attributes ("room") and of their values ("room=tin_hoc").
    """
    names = names or {}
    figure = with_unit(required.number, criterion)
    if required.times:
        figure = f"{figure} × {_lowered(names.get(required.times, required.times))}"
    words = bound_words(required.comparison, figure)
    where = [*sorted(required.levels), *(check_words(check, names) for check in required.when)]
    return f"{', '.join(where)}: {words}" if where else capfirst(words)


def check_words(check: Check, names: Mapping[str, str]) -> str:
    """When something applies: room: Physics, Chemistry."""
    values = [names.get(f"{check.key}={value}", value) for value in check.values]
    words = {"what": names.get(check.key, check.key), "values": ", ".join(sorted(values))}
    if check.negated:
        return _("%(what)s other than %(values)s") % words
    return _("%(what)s is %(values)s") % words


def answer_words(criterion: Criterion, answer: Answer | None, figure: Decimal | None) -> str:
    """An answer as it stands in a table; empty when there is none."""
    if answer is None:
        return ""
    if answer.not_applicable:
        return _("does not apply: %(reason)s") % {"reason": answer.reason}
    if answer.is_blank:
        return _("blank: %(reason)s") % {"reason": answer.reason}
    if criterion.kind == QuestionKind.YES_NO:
        return _("Yes") if answer.word == "yes" else _("No")
    if criterion.kind in QuestionKind.with_options():
        chosen = criterion.option(answer.word)
        return chosen.label if chosen else answer.word
    if criterion.kind in QuestionKind.of_two_figures():
        parts = f"{shown(answer.number)} / {shown(answer.denominator)}"
        return f"{with_unit(figure, criterion)} ({parts})"
    return answer.word or with_unit(answer.number, criterion)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def bound_missed(
    criterion: Criterion, required: Requirement, figure: Decimal, bound: Decimal | None
) -> str:
    if bound is None:
        return _("the bound depends on “%(attribute)s”, which is not known") % {
            "attribute": required.times
        }
    return _("%(figure)s, needed: %(bound)s") % {
        "figure": with_unit(figure, criterion),
        "bound": bound_words(required.comparison, with_unit(bound, criterion)),
    }


def group_missed(condition: Condition, group: Group, reached: Decimal | None) -> str:
    """Why points do not suffice: Total: 78 points, needed: at least 80 points."""
    words = {
        "what": getattr(group, "title", "") if hasattr(group, "criteria") else _("Total"),
        "figure": _points(reached, percent=condition.percent),
        "bound": bound_words(
            condition.comparison, _points(condition.number, percent=condition.percent)
        ),
    }
    if hasattr(group, "criteria"):
        words["code"] = getattr(group, "code", "")
        return _("Standard %(code)s (%(what)s): %(figure)s, needed: %(bound)s") % words
    return _("%(what)s: %(figure)s, needed: %(bound)s") % words


def condition_missed(
    condition: Condition, criterion: Criterion, figure: Decimal | None,
    reasons: tuple[str, ...] = (),
) -> str:  # fmt: skip
    words = {"code": criterion.code, "what": criterion.text.rstrip(" ?.:")}
    if condition.comparison == "met":
        why = "; ".join(reasons) or _("not met")
        return _("%(code)s %(what)s: %(why)s") % {**words, "why": why}
    return _("%(code)s %(what)s: %(figure)s, needed: %(bound)s") % {
        **words, "figure": with_unit(figure, criterion) if figure is not None else _("no figure"),
        "bound": bound_words(condition.comparison, with_unit(condition.number, criterion)),
    }  # fmt: skip


def condition_words(scheme: Scheme, condition: Condition) -> str:
    """One condition of an outcome as a sentence."""
    words = _subject_words(scheme, condition)
    if condition.comparison == "met":
        sentence = _("%(what)s: every requirement is met") % {"what": words}
        if condition.subject == "criterion":
            sentence = _("%(what)s: met") % {"what": words}
    else:
        bound = _points(condition.number, percent=condition.percent)
        if condition.subject == "criterion":
            criterion = next((c for c in scheme.criteria() if c.code == condition.of), None)
            bound = with_unit(condition.number, criterion) if criterion else bound
        sentence = f"{words}: {bound_words(condition.comparison, bound)}"
    return f"{', '.join(sorted(condition.levels))} – {sentence}" if condition.levels else sentence


def rule_words(scheme: Scheme, rule: OutcomeRule) -> list[tuple[Condition, str]]:
    return [(condition, condition_words(scheme, condition)) for condition in rule.conditions]


def _subject_words(scheme: Scheme, condition: Condition) -> str:
    if condition.subject == "standard":
        title = next((s.title for s in scheme.standards if s.code == condition.of), "")
        return _("Standard %(code)s (%(what)s)") % {"code": condition.of, "what": title}
    if condition.subject == "criterion":
        text = next((c.text for c in scheme.criteria() if c.code == condition.of), "")
        return f"{condition.of} {text}".rstrip(" ?.:")
    return {
        "total": _("Total"), "every_standard": _("Each standard"), "all": _("All criteria"),
    }[condition.subject]  # fmt: skip


def _points(figure: Decimal | None, *, percent: bool) -> str:
    if percent:
        return f"{shown(figure)} %"
    return _("%(points)s points") % {"points": shown(figure)}
