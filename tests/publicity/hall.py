"""Short words for the tests of events."""

from datetime import timedelta

from neuguong.core.text import fold, slug, sort_key
from neuguong.exemplars.models import Exemplar, Nomination, Recognition, Subject
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


def exemplar(hall: Hall, name: str = "Lê Văn Thuận", *, unit=None, sector=None, **fields) -> Exemplar:
    """Somebody in the register, as rows only."""
    unit, sent = unit or hall.cast.dien_tho, make.moment(2024, 5, 2)
    kind = fields.pop("kind", "individual")
    field = hall.plan.sectors.get(code=sector) if sector else hall.plan.sectors.first()
    key = sort_key(name, person=kind == "individual")
    subject = Subject.objects.create(
        kind=kind, name=name, unit=unit, sort_key=key, search_text=fold(name),
        form_of_address=fields.pop("form_of_address", ""),
    )  # fmt: skip
    dossier = Nomination.objects.create(
        number=f"HS-{subject.pk}", plan=hall.plan, unit=unit, subject=subject, kind=kind, sector=field,
        state="recognised", created_at=sent, edited_at=sent, round_code="2024-Q2", round_year=2024, sent_at=sent,
        sent_recorded_at=sent, search_text=fold(name), sort_key=key,
    )  # fmt: skip
    on = fields.pop("on", sent.date())
    made = Exemplar.objects.create(
        subject=subject, plan=hall.plan, slug=f"{slug(name)}-{dossier.pk}", name=name, kind=kind, unit=unit, sector=field,
        year=on.year, recognised_on=on, search_text=fold(name), sort_key=key, **{"level": "unit", **fields},
    )  # fmt: skip
    Recognition.objects.create(
        exemplar=made, nomination=dossier, level="unit", unit=unit, decided_on=on, recorded_at=sent
    )
    return made
