"""The tables of the ledger."""

from neuguong.ledger.models.activity import Activity, Coordination
from neuguong.ledger.models.budget import Estimate, EstimateLine, LineAppraisal
from neuguong.ledger.models.dissemination import Acknowledgement, Dissemination
from neuguong.ledger.models.obligation import Exemption, Extension, Obligation, Return
from neuguong.ledger.models.obstacle import Clarification, Obstacle, ObstacleEntry
from neuguong.ledger.models.package import Package, PackageFile, PackageItem, PackageReference
from neuguong.ledger.models.reminder import Reminder, ReminderDigest, ReminderLetter, ReminderReference
from neuguong.ledger.models.report import (
    IssuedReport,
    OverallReport,
    Report,
    ReportReference,
    ReportSubmission,
)
from neuguong.ledger.models.unit_paper import PaperDossier, PaperRemark, UnitPaper
from neuguong.ledger.models.unit_plan import PlanRemark, UnitPlan, UnitPlanTask

__all__ = [
    "Acknowledgement",
    "Activity",
    "Clarification",
    "Estimate",
    "EstimateLine",
    "Coordination",
    "Dissemination",
    "Exemption",
    "Extension",
    "IssuedReport",
    "LineAppraisal",
    "Obligation",
    "Obstacle",
    "ObstacleEntry",
    "OverallReport",
    "Package",
    "PackageFile",
    "PackageItem",
    "PackageReference",
    "PaperDossier",
    "PaperRemark",
    "PlanRemark",
    "Reminder",
    "ReminderDigest",
    "ReminderLetter",
    "ReminderReference",
    "PaperDossier",
    "PaperRemark",
    "Report",
    "ReportReference",
    "ReportSubmission",
    "Return",
    "UnitPaper",
    "UnitPlan",
    "UnitPlanTask",
]
