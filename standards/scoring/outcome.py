"""The outcome of a set of answers: points, what is met, which title follows and why no better one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from standards.enums import NotApplicable, QuestionKind
from standards.scoring.answers import HUNDRED, Answer, figure_of
from standards.scoring.scheme import (
    COMPARISONS,
    ZERO,
    Condition,
    Criterion,
    Facts,
    OutcomeRule,
    Scheme,
)
from standards.scoring.wording import bound_missed, condition_missed, group_missed

Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class CriterionResult:
    """`met` is None where nothing is required, or where there is no answer yet.

    `counts` says whether points and maximum enter the sums.
    """

    code: str
    applies: bool
    answered: bool = False
    counts: bool = False
    met: bool | None = None
    points: Decimal = ZERO
    maximum: Decimal = ZERO
    figure: Decimal | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class StandardResult:
    code: str
    title: str
    criteria: tuple[CriterionResult, ...]

    @property
    def points(self) -> Decimal:
        return sum((result.points for result in self.criteria if result.counts), ZERO)

    @property
    def maximum(self) -> Decimal:
        return sum((result.maximum for result in self.criteria if result.counts), ZERO)

    @property
    def percent(self) -> Decimal | None:
        """Share of the points that could be reached; None where no points are given."""
        return self.points / self.maximum * HUNDRED if self.maximum else None


@dataclass(frozen=True)
class Outcome:
    """`title` is what the answers amount to so far; a verdict only once `is_complete`.

    `misses` says for each better title, best first, in sentences, what it lacks.
    """

    standards: tuple[StandardResult, ...]
    title: str = ""
    misses: tuple[tuple[str, tuple[str, ...]], ...] = ()
    answered: int = 0
    to_answer: int = 0
    results: Mapping[str, CriterionResult] = field(default_factory=dict)

    @property
    def points(self) -> Decimal:
        return sum((standard.points for standard in self.standards), ZERO)

    @property
    def maximum(self) -> Decimal:
        return sum((standard.maximum for standard in self.standards), ZERO)

    @property
    def percent(self) -> Decimal | None:
        return self.points / self.maximum * HUNDRED if self.maximum else None

    @property
    def is_complete(self) -> bool:
        return self.answered == self.to_answer


def evaluate(scheme: Scheme, answers: Answers, facts: Facts) -> Outcome:
    """What the answers amount to. Answers to criteria that do not apply are passed over."""
    results: dict[str, CriterionResult] = {}
    standards = []
    for standard in scheme.standards:
        for criterion in standard.criteria:
            results[criterion.code] = _result(scheme, criterion, answers, facts, results)
        own = tuple(results[criterion.code] for criterion in standard.criteria)
        standards.append(StandardResult(standard.code, standard.title, own))
    asked = [result for result in results.values() if result.applies]
    outcome = Outcome(
        tuple(standards), answered=sum(result.answered for result in asked), to_answer=len(asked),
        results=results,
    )  # fmt: skip
    return _with_title(scheme, outcome, facts)


def applies(
    criterion: Criterion, answers: Answers, facts: Facts, earlier: Mapping[str, CriterionResult]
) -> bool:
    """By school level, by attributes, by what was answered to an earlier criterion that applies."""
    if criterion.levels and not criterion.levels & facts.levels:
        return False
    for check in criterion.applies_if:
        if check.key in earlier:
            answer = answers.get(check.key)
            if answer is None or not earlier[check.key].applies or not check.holds(answer.word):
                return False
        elif not check.holds(facts.attributes.get(check.key, "")):
            return False
    return True


def _result(
    scheme: Scheme, criterion: Criterion, answers: Answers, facts: Facts,
    earlier: Mapping[str, CriterionResult],
) -> CriterionResult:  # fmt: skip
    if not applies(criterion, answers, facts, earlier):
        return CriterionResult(criterion.code, applies=False)
    answer, maximum = answers.get(criterion.code), criterion.maximum
    if answer is not None and answer.not_applicable:
        return _not_applicable(scheme, criterion, answer)
    figure = figure_of(criterion, answer)
    met, reasons = _judged(criterion, answer, figure, facts)
    optional = answer is None and not criterion.blank_needs_reason
    return CriterionResult(
        criterion.code, applies=True, counts=True, met=met, maximum=maximum, figure=figure,
        answered=optional or (answer is not None and (not answer.is_blank or bool(answer.reason))),
        points=min(_points(criterion, answer, met=met) * criterion.weight, maximum),
        reasons=reasons,
    )  # fmt: skip


def _not_applicable(scheme: Scheme, criterion: Criterion, answer: Answer) -> CriterionResult:
    full = scheme.not_applicable == NotApplicable.AS_MET
    met = {NotApplicable.AS_MET: True, NotApplicable.AS_ZERO: False}.get(
        NotApplicable(scheme.not_applicable)
    )
    return CriterionResult(
        criterion.code, applies=True, answered=True, met=met, maximum=criterion.maximum,
        counts=scheme.not_applicable != NotApplicable.EXCLUDED,
        points=criterion.maximum if full else ZERO, reasons=(answer.reason,),
    )  # fmt: skip


def _judged(
    criterion: Criterion, answer: Answer | None, figure: Decimal | None, facts: Facts
) -> tuple[bool | None, tuple[str, ...]]:
    """Whether what is required is there, and each bound that is missed in words."""
    if answer is None or (answer.is_blank and not answer.reason):
        return None, ()
    if criterion.kind == QuestionKind.YES_NO:
        return answer.word == "yes", (answer.reason,) if answer.reason else ()
    bounds = [bound for bound in criterion.requirements if bound.concerns(facts)]
    if not bounds:
        return None, ()
    if figure is None:
        return False, (answer.reason,) if answer.reason else ()
    missed = []
    for required in bounds:
        bound = required.bound(facts)
        if bound is None or not COMPARISONS[required.comparison](figure, bound):
            missed.append(bound_missed(criterion, required, figure, bound))
    return not missed, tuple(missed)


def _points(criterion: Criterion, answer: Answer | None, *, met: bool | None) -> Decimal:
    if answer is None:
        return ZERO
    if criterion.kind == QuestionKind.SCORE:
        return max(answer.number or ZERO, ZERO)
    if criterion.kind in QuestionKind.with_options():
        chosen = criterion.option(answer.word)
        return chosen.points if chosen else ZERO
    return (criterion.points or ZERO) if met else ZERO


def _with_title(scheme: Scheme, outcome: Outcome, facts: Facts) -> Outcome:
    misses: list[tuple[str, tuple[str, ...]]] = []
    title = ""
    for rule in scheme.rules:
        missed = _missed(rule, scheme, outcome, facts)
        if not missed:
            title = rule.title
            break
        misses.append((rule.title, missed))
    return Outcome(
        outcome.standards, title, tuple(misses), outcome.answered, outcome.to_answer,
        outcome.results,
    )  # fmt: skip


def _missed(rule: OutcomeRule, scheme: Scheme, outcome: Outcome, facts: Facts) -> tuple[str, ...]:
    sentences: list[str] = []
    for condition in rule.conditions:
        if condition.concerns(facts):
            sentences += _missed_by(condition, scheme, outcome)
    return tuple(sentences)


def _missed_by(condition: Condition, scheme: Scheme, outcome: Outcome) -> list[str]:
    if condition.comparison == "met":
        return _not_met(condition, scheme, outcome)
    if condition.subject == "criterion":
        return _figure_missed(condition, scheme, outcome)
    groups: list[StandardResult | Outcome] = [outcome]
    if condition.subject != "total":
        groups = [s for s in outcome.standards if condition.of in {"", s.code}]
    compare, missed = COMPARISONS[condition.comparison], []
    for group in groups:
        reached = group.percent if condition.percent else group.points
        if reached is None or not compare(reached, condition.number):
            missed.append(group_missed(condition, group, reached))
    return missed


def _figure_missed(condition: Condition, scheme: Scheme, outcome: Outcome) -> list[str]:
    result = outcome.results.get(condition.of)
    if result is None or not result.applies:
        return []
    criterion = next(c for c in scheme.criteria() if c.code == condition.of)
    compare = COMPARISONS[condition.comparison]
    if result.figure is not None and compare(result.figure, condition.number):
        return []
    return [condition_missed(condition, criterion, result.figure)]


def _not_met(condition: Condition, scheme: Scheme, outcome: Outcome) -> list[str]:
    """One sentence for each criterion that the condition covers and that is not met."""
    covered = {
        criterion.code: criterion
        for standard in scheme.standards
        if condition.subject != "standard" or standard.code == condition.of
        for criterion in standard.criteria
        if condition.subject != "criterion" or criterion.code == condition.of
    }
    missed = []
    for code, criterion in covered.items():
        result = outcome.results[code]
        required = criterion.kind == QuestionKind.YES_NO or criterion.requirements
        if result.met is False or (result.applies and not result.answered and required):
            missed.append(condition_missed(condition, criterion, result.figure, result.reasons))
    return missed
