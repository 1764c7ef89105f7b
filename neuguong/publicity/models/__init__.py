"""The tables of publicity."""

from neuguong.publicity.models.event import Event, EventUnit, HeldFor, Holding, ProgrammeLine
from neuguong.publicity.models.photo import Photo

__all__ = ["Event", "EventUnit", "HeldFor", "Holding", "Photo", "ProgrammeLine"]
