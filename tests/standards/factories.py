"""Small sets of criteria and assessments."""

from __future__ import annotations

from datetime import date
from typing import Any

from standards.domain.assessing import open_assessment
from standards.enums import AssessmentPurpose, QuestionKind, SetPurpose, SetState
from standards.models import Assessment, Criterion, OutcomeRule, Standard, StandardSet
from units.models import SchoolYear, Unit


def make_set(owner: Unit | None = None, **changes: Any) -> StandardSet:
    """A draft of two standards with four criteria and two titles; 10 points can be reached."""
    number = StandardSet.objects.count() + 1
    found = StandardSet(
        **{
            "code": f"TV-MAU-{number}", "name": f"Thư viện mẫu {number}", "owner": owner,
            "purpose": SetPurpose.LIBRARY, "valid_from": date(2019, 1, 1), "levels": ",TH,THCS,THPT,",
            **changes,
        }
    )  # fmt: skip
    found.save()
    first = Standard.objects.create(standard_set=found, code="1", title="Sách", order=1)
    second = Standard.objects.create(standard_set=found, code="2", title="Phòng", order=2)
    add(first, "1.1", QuestionKind.SCORE, points=4)
    add(first, "1.2", QuestionKind.RATIO, points=2, requirements=">= 80", numerator="Học sinh đủ sách",
        denominator="Tổng số học sinh")  # fmt: skip
    add(
        second,
        "2.1",
        QuestionKind.MEASURE,
        points=3,
        unit="m²",
        requirements="TH: >= 40\nTHPT: >= 50",
    )
    add(second, "2.2", QuestionKind.YES_NO, points=1)
    OutcomeRule.objects.create(
        standard_set=found, title="Tiên tiến", order=1, conditions="total >= 9\nstandard 2 >= 100 %"
    )
    OutcomeRule.objects.create(
        standard_set=found, title="Đạt chuẩn", order=2, conditions="total >= 7\ncriterion 2.1 met"
    )
    return found


def add(standard: Standard, code: str, kind: str, **fields: Any) -> Criterion:
    order = standard.criteria.count() + 1
    return Criterion.objects.create(
        standard=standard, code=code, text=f"Tiêu chí {code}", kind=kind, order=order, **fields
    )


def make_published(owner: Unit | None = None, **changes: Any) -> StandardSet:
    found = make_set(owner, **changes)
    StandardSet.objects.filter(pk=found.pk).update(state=SetState.PUBLISHED)
    found.state = SetState.PUBLISHED
    return found


def make_year(name: str = "2019-2020") -> SchoolYear:
    first = int(name[:4])
    return SchoolYear.objects.get_or_create(
        name=name, defaults={"starts_on": date(first, 9, 5), "ends_on": date(first + 1, 5, 31)}
    )[0]


def make_assessment(unit: Unit, found: StandardSet | None = None, **changes: Any) -> Assessment:
    return open_assessment(
        **{
            "unit": unit, "standard_set": found or make_published(), "school_year": make_year(),
            "purpose": AssessmentPurpose.TITLE, "levels": ["THPT"], "by": None, **changes,
        }
    )  # fmt: skip
