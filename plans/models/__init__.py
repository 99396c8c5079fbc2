"""Plans, duties, teams, visits."""

from plans.models.absence import Absence
from plans.models.account import PlanAccount
from plans.models.coverage import CoverageDraw, CoverageRule
from plans.models.dossier import CheckIn, DossierFile, VisitDossier
from plans.models.duty import Milestone, MilestoneDue, Obligation, ObligationFile
from plans.models.feed import CalendarFeed
from plans.models.frame import Cluster, ClusterMember, DossierTarget, MonthWindow, VisitSlot
from plans.models.letter import ScheduleLetter, VisitNotice
from plans.models.outside import OutsideInspection
from plans.models.plan import (
    ContentStream,
    InspectionPlan,
    LegalBasis,
    PlanRecipient,
    PlanSection,
    PreparationItem,
    Target,
)
from plans.models.proposal import OfficeProposal, ProposedUnit
from plans.models.rollover import RollOver
from plans.models.schedule_proposal import ProposedPlacement, ScheduleProposal
from plans.models.team import Assignment, InspectionTeam, TeamMember
from plans.models.team_decision import TeamDecision
from plans.models.team_standing import (
    ActingLead,
    ConflictDeclaration,
    DeclaredTie,
    EligibilityStatement,
    PreparedDossier,
)
from plans.models.visit import Booking, Visit

__all__ = [
    "Absence",
    "ActingLead",
    "Assignment",
    "Booking",
    "CalendarFeed",
    "CheckIn",
    "Cluster",
    "ClusterMember",
    "ConflictDeclaration",
    "ContentStream",
    "CoverageDraw",
    "CoverageRule",
    "DeclaredTie",
    "DossierFile",
    "DossierTarget",
    "EligibilityStatement",
    "InspectionPlan",
    "InspectionTeam",
    "LegalBasis",
    "Milestone",
    "MilestoneDue",
    "MonthWindow",
    "Obligation",
    "ObligationFile",
    "OfficeProposal",
    "OutsideInspection",
    "PlanAccount",
    "PlanRecipient",
    "PlanSection",
    "PreparationItem",
    "PreparedDossier",
    "ProposedPlacement",
    "ProposedUnit",
    "RollOver",
    "ScheduleLetter",
    "ScheduleProposal",
    "Target",
    "TeamDecision",
    "TeamMember",
    "Visit",
    "VisitDossier",
    "VisitNotice",
    "VisitSlot",
]
