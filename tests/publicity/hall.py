"""Short words for the tests of events."""

from datetime import timedelta

from neuguong.publicity.models import Event
from neuguong.publicity.operations.events import (
    EventWords,
    Line,
    Numbers,
    announce_event,
    create_event,
    hold_event,
)
from tests import factories as make

BEFORE, HELD, AFTER = make.moment(2024, 10, 1), make.moment(2024, 11, 20, 8), make.moment(2024, 11, 21)


class Hall:
    """The cast's office, seen from its events."""

    def __init__(self, cast, plan):
        self.cast, self.plan = cast, plan

    def words(self, **fields) -> EventWords:
        start = fields.pop("starts_at", HELD)
        return EventWords(
            **{
                "name": "Gặp mặt điển hình tiên tiến xã Diên Thọ", "kind": "honouring", "form": "in_person",
                "starts_at": start, "ends_at": start + timedelta(hours=3), "place": "Hội trường UBND xã",
                "programme": (Line("07:30", "Đón đại biểu", "Ban tổ chức"), Line("08:00", "Tôn vinh điển hình")),
                **fields,
            }
        )  # fmt: skip

    def event(self, *, unit=None, by=None, at=BEFORE, form_key="", **fields) -> Event:
        by = make.actor(by or self.cast.author)
        return create_event(
            unit=unit or self.cast.dien_tho, plan=self.plan, words=self.words(**fields), by=by, at=at, form_key=form_key
        )

    def announced(self, *, by=None, at=BEFORE, **fields) -> Event:
        event = self.event(by=by, at=at, **fields)
        return announce_event(event=event, by=make.actor(by or self.cast.author), at=at)

    def held(self, *, by=None, at=AFTER, delegates=60, pupils=0, **fields) -> Event:
        event = self.announced(by=by, **fields)
        hold_event(event=event, numbers=Numbers(delegates, pupils), by=make.actor(by or self.cast.author), at=at)
        event.refresh_from_db()
        return event
