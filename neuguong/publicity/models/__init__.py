"""Tables of publicity, one module for each noun."""

from neuguong.publicity.models.article import Article, ArticleExemplar, Binding, Passed, Revision, SignOff
from neuguong.publicity.models.attendee import Attendee
from neuguong.publicity.models.column import Column
from neuguong.publicity.models.delegate import Delegate, DelegateList
from neuguong.publicity.models.event import Event, EventUnit, HeldFor, Holding, ProgrammeLine
from neuguong.publicity.models.event_photo import EventPhoto
from neuguong.publicity.models.photo import Photo

__all__ = [
    "Article",
    "ArticleExemplar",
    "Attendee",
    "Binding",
    "Column",
    "Delegate",
    "DelegateList",
    "Event",
    "EventPhoto",
    "EventUnit",
    "HeldFor",
    "Holding",
    "Passed",
    "Photo",
    "ProgrammeLine",
    "Revision",
    "SignOff",
]
