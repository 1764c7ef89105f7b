"""The tables of core."""

from neuguong.core.models.audit import AuditEntry, AuditPersonal, AuditSeal
from neuguong.core.models.clock import DemoClock
from neuguong.core.models.deadline import Deadline
from neuguong.core.models.file import StoredFile
from neuguong.core.models.letter import Letter, TextMessage
from neuguong.core.models.schedule import ScheduleRun, WorkerBeat
from neuguong.core.models.state import StateChange

__all__ = [
    "AuditEntry",
    "AuditPersonal",
    "AuditSeal",
    "Deadline",
    "DemoClock",
    "Letter",
    "ScheduleRun",
    "StateChange",
    "StoredFile",
    "TextMessage",
    "WorkerBeat",
]
