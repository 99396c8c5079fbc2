"""Models of the `standards` room."""

from standards.models.assessment import AnswerEvent, Assessment, StageSheet
from standards.models.mapping import CriterionLink
from standards.models.parts import Criterion, OutcomeRule, SetPart, Standard
from standards.models.standard_set import StandardSet

__all__ = [
    "AnswerEvent", "Assessment", "Criterion", "CriterionLink", "OutcomeRule", "SetPart",
    "StageSheet", "Standard", "StandardSet",
]  # fmt: skip
