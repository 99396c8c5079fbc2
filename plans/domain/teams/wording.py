"""The first words of a decision, taken from its plan. Vietnamese: they are printed."""

from typing import Any

from documents.models import SigningAuthority
from plans.enums import VisitState
from plans.models import InspectionPlan, InspectionTeam, TeamDecision
from plans.phrases import lower_first, spelt_citation
from plans.requirements import decision_needed, longest_days
from units.enums import UnitKind

# More units than these are named by their kind, as decisions do.
NAMED_UNITS = 8
_DECREE = (
    "Căn cứ Nghị định số 217/2025/NĐ-CP ngày 05 tháng 8 năm 2025 của Chính phủ quy định về hoạt "
    "động kiểm tra chuyên ngành"
)


def founding_words(team: InspectionTeam) -> dict[str, Any]:
    """Everything a decision needs, as far as the plan says it."""
    plan = team.plan
    under_decree = decision_needed(plan.reference_day)
    at_commune = plan.issuer.kind == UnitKind.COMMUNE_COMMITTEE
    return {
        "subject": f"Thành lập Đoàn {lower_first(plan.subject)}"[:400],
        "symbol": _symbol(plan),
        "authority": _authority(plan),
        "bases": "\n".join(_bases(plan)),
        "proposed_by": _proposer(plan),
        "targets": "\n".join(_targets(team)),
        "contents": "\n".join(stream.title for stream in plan.streams.all()),
        "days": longest_days(at_commune=at_commune) if under_decree else None,
        "duties": (
            f"{_office(plan)}, các ông (bà) có tên tại Điều 1 và thủ trưởng các đơn vị có liên quan"
        ),
        "recipients": "\n".join(["Như Điều 4", *_recipients(plan)]),
        "archive_mark": plan.archive_mark,
    }


def amending_words(amends: TeamDecision) -> dict[str, Any]:
    """The words of a decision that changes the people of another."""
    about = amends.subject.removeprefix("Thay đổi, bổ sung thành viên ").removeprefix("Thành lập ")
    issuer, subject = amends.team.plan.issuer.name, f"về việc {lower_first(amends.subject)}"
    cited = f"Căn cứ {spelt_citation(amends.document, issuer, subject)}" if amends.document else ""
    bases = [line for line in amends.bases.splitlines() if line.startswith("Căn cứ Nghị định")]
    return {
        "subject": f"Thay đổi, bổ sung thành viên {about}"[:400],
        "symbol": amends.symbol,
        "authority": amends.authority,
        "bases": "\n".join([*bases, cited]).strip(),
        "proposed_by": amends.proposed_by,
        "duties": amends.duties,
        "recipients": amends.recipients.replace("Như Điều 4", "Như Điều 3"),
        "archive_mark": amends.archive_mark,
    }


def _symbol(plan: InspectionPlan) -> str:
    return f"QĐ-{plan.issuer.symbol}" if plan.issuer.symbol else ""


def _authority(plan: InspectionPlan) -> str:
    """The head decides, whoever signs for them (NĐ 217/2025/NĐ-CP, Điều 6.2)."""
    known = SigningAuthority.objects.of(plan.issuer).order_by("-valid_from", "-pk").first()
    return f"{known.head_post} {plan.issuer.name}" if known else ""


def _bases(plan: InspectionPlan) -> list[str]:
    found = [_DECREE] if decision_needed(plan.reference_day) else []
    document = plan.document
    if document and document.is_issued:
        return [*found, f"Căn cứ {spelt_citation(document, plan.issuer.name, plan.subject)}"]
    return [
        *found,
        *(basis.text.rstrip(";.") for basis in plan.bases.all() if basis.text[:60] != _DECREE[:60]),
    ]


def _proposer(plan: InspectionPlan) -> str:
    owner = plan.owner_department.strip()
    return f"Trưởng phòng{owner[5:]}" if owner.startswith("Phòng ") else owner


def _office(plan: InspectionPlan) -> str:
    """Who is named first among those who carry a decision out, by kind of issuer."""
    if plan.issuer.kind == UnitKind.DEPARTMENT:
        return "Chánh Văn phòng Sở"
    if plan.issuer.kind in {UnitKind.DISTRICT_COMMITTEE, UnitKind.COMMUNE_COMMITTEE}:
        return "Chánh Văn phòng"
    return plan.issuer.name


def _targets(team: InspectionTeam) -> list[str]:
    visits = team.visits.exclude(state=VisitState.CANCELLED).select_related("unit")
    names = list(dict.fromkeys(visit.unit.name for visit in visits))
    if len(names) > NAMED_UNITS:
        return [f"{len(names):02d} đơn vị có tên trong lịch kiểm tra của Đoàn"]
    return names


def _recipients(plan: InspectionPlan) -> list[str]:
    return [recipient.text for recipient in plan.recipients.all()[:4]]
