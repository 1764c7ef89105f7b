"""The tables of the ledger."""

from neuguong.ledger.models.activity import Activity
from neuguong.ledger.models.obligation import Exemption, Extension, Obligation, Return
from neuguong.ledger.models.package import Package, PackageFile, PackageItem, PackageReference
from neuguong.ledger.models.reminder import Reminder, ReminderDigest, ReminderLetter, ReminderReference

__all__ = [
    "Activity",
    "Exemption",
    "Extension",
    "Obligation",
    "Package",
    "PackageFile",
    "PackageItem",
    "PackageReference",
    "Reminder",
    "ReminderDigest",
    "ReminderLetter",
    "ReminderReference",
    "Return",
]
