"""The tables of publicity."""

from neuguong.publicity.models.article import (
    Article,
    ArticleExemplar,
    ArticleReward,
    Binding,
    Passed,
    Revision,
    SignOff,
)
from neuguong.publicity.models.attendee import Attendee
from neuguong.publicity.models.broadcast import Broadcast, BroadcastExemplar, ReachFigure
from neuguong.publicity.models.column import Column
from neuguong.publicity.models.delegate import Delegate, DelegateList
from neuguong.publicity.models.event import Event, EventUnit, HeldFor, Holding, ProgrammeLine
from neuguong.publicity.models.event_photo import EventPhoto
from neuguong.publicity.models.outlet import Outlet
from neuguong.publicity.models.photo import Photo
from neuguong.publicity.models.planned_run import PlannedRun
from neuguong.publicity.models.session import SessionExemplar, TalkSession

__all__ = [
    "Article",
    "ArticleExemplar",
    "ArticleReward",
    "Attendee",
    "Binding",
    "Broadcast",
    "BroadcastExemplar",
    "Column",
    "Delegate",
    "DelegateList",
    "Event",
    "EventPhoto",
    "EventUnit",
    "HeldFor",
    "Holding",
    "Outlet",
    "Passed",
    "Photo",
    "PlannedRun",
    "ProgrammeLine",
    "ReachFigure",
    "Revision",
    "SessionExemplar",
    "SignOff",
    "TalkSession",
]
