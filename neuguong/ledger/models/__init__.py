"""The tables of the ledger."""

from neuguong.ledger.models.activity import Activity
from neuguong.ledger.models.budget import Estimate, EstimateLine, LineAppraisal
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

__all__ = [
    "Activity",
    "Clarification",
    "Estimate",
    "EstimateLine",
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
]
