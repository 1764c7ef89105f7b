"""The life of each dossier: written, attached to, sent, judged, recognised."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from neuguong.core.actor import Actor
from neuguong.core.attachments import keep
from neuguong.core.file_check import clear
from neuguong.core.periods import LOCAL
from neuguong.exemplars.enums import Labour
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.checks import Reply, answer_checklist
from neuguong.exemplars.operations.drafts import Edit, save_draft
from neuguong.exemplars.operations.evidence import attach
from neuguong.exemplars.operations.nominations import (
    create_nomination,
    decline_nomination,
    edit_nomination,
    return_nomination,
    set_awards,
    verify_nomination,
    withdraw_nomination,
)
from neuguong.exemplars.operations.recognition import recognise_by_council, recognise_in_unit
from neuguong.exemplars.reading.checklist import checklist_on
from neuguong.ledger.demo.claims import bind_all, decide_all, decide_some
from neuguong.ledger.demo.diary import local, office_hour, spread, working_day
from neuguong.ledger.demo.people import SYSTEM
from neuguong.ledger.demo.pictures import log_book, photo, scan
from neuguong.ledger.demo.standards import own_answers
from neuguong.ledger.demo.stories import Story
from neuguong.ledger.demo.world import World
from neuguong.ledger.operations.sending import send_nomination
from neuguong.ledger.queries.rounds import return_obligation
from neuguong.org.enums import UnitKind

DRAFTS = {"draft", "waiting"}
JUDGED_RIGHT = {"verified", "unit", "council", "both"}
ENTERED_AFTER = timedelta(days=12)  # how long a paper lay before the office typed it


@dataclass(slots=True)
class Dossier:
    """One story with the rows it makes."""

    world: World
    story: Story
    nomination: Nomination | None = None
    times: dict[str, datetime] = field(default_factory=dict)

    @property
    def row(self) -> Nomination:
        """The dossier, once it was opened."""
        if self.nomination is None:
            raise ValueError(f"{self.story.name}: an act comes before the dossier was opened")
        return self.nomination

    @property
    def on_paper(self) -> bool:
        """Whether the office typed it from a paper."""
        return "paper" in self.story.path

    @property
    def author(self) -> Actor:
        """Who writes it."""
        return self.world.registrar if self.on_paper else self.world.people.officer(self.story.unit)

    @property
    def sender(self) -> Actor:
        """Who sends it."""
        return self.world.registrar if self.on_paper else self.world.people.head(self.story.unit)


def schedule(world: World, story: Story) -> Dossier:
    """Note every act of a story in the diary."""
    dossier = Dossier(world, story)
    dossier.times = _times(dossier)
    late = ENTERED_AFTER if dossier.on_paper else timedelta(0)
    note, times = world.diary.note, dossier.times
    note(times["created"] + late, partial(_open, dossier))
    if story.end in DRAFTS:
        return dossier
    note(times["sent"] + late, partial(_send, dossier, "sent"))
    if "returned" in times:
        note(times["returned"], partial(_return, dossier))
    if "sent_again" in times:
        note(times["sent_again"], partial(_send_again, dossier))
    ends = {"declined": _decline, "withdrawn": _withdraw}
    if story.end in ends:
        note(times["closed"], partial(ends[story.end], dossier))
    if story.end in JUDGED_RIGHT:
        note(times["verified"], partial(_verify, dossier))
    if story.end == "submitted":
        note(_after(last_sent(times), 1, story.name), partial(_begin, dossier))
    return dossier


def _times(dossier: Dossier) -> dict[str, datetime]:
    """When what happens; data/acts.toml may say so, otherwise office hours around the round's last day."""
    story, world = dossier.story, dossier.world
    own = {name: local(moment) for name, moment in world.acts["timeline"].get(story.name, {}).items()}
    if story.end in DRAFTS:
        return {"created": own.get("created") or office_hour(date(2025, 3, 3 + spread(story.name, 4)), story.name)}
    sent = own.get("sent") or office_hour(_sending_day(dossier), story.name)
    before = timedelta(days=3 + spread(f"{story.name} before", 9))
    created = sent - timedelta(minutes=50) if dossier.on_paper else office_hour((sent - before).date(), story.name[1:])
    times = {"created": created, "sent": sent}
    last = sent + ENTERED_AFTER if dossier.on_paper else sent
    if "again" in story.path or story.end == "returned":
        last = times["returned"] = _after(last, 2, story.name)
    if "again" in story.path:
        last = times["sent_again"] = _after(last, 1, story.name)
    end = "closed" if story.end in {"declined", "withdrawn"} else "verified" if story.end in JUDGED_RIGHT else ""
    if end:
        times[end] = _after(last, 2 + spread(f"{story.name} wait", 3), story.name)
    return times | own


def _after(moment: datetime, days: int, key: str) -> datetime:
    """Office hours some days later; never on a week-end, never before the moment."""
    day = moment.date() + timedelta(days=days)
    day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
    return office_hour(day, f"{key} {days}")


def _sending_day(dossier: Dossier) -> date:
    story, world = dossier.story, dossier.world
    last = world.last_day(story.round)
    if "late" in story.path:
        day = last + timedelta(days=2 + spread(story.name, 5))
        return day + timedelta(days=2) if day.weekday() > 4 else day
    if "extended" in story.path:
        rows = [row for row in world.acts["extension"] if (row["unit"], row["period"]) == (story.unit, story.round)]
        until: date = rows[0]["until"]
        return until - timedelta(days=2)
    if world.is_open(story.round):
        return date(2025, 2, 17) + timedelta(days=spread(story.name, 10))
    return last - timedelta(days=spread(story.name, 2 if dossier.on_paper else 15))


def _open(dossier: Dossier) -> None:
    story, world, at = dossier.story, dossier.world, dossier.times["created"]
    recorded = at + ENTERED_AFTER if dossier.on_paper else at
    first, once = _first_words(dossier)
    fields: dict[str, Any] = story.fields() | _answers(dossier) | own_answers(world, story, at)
    if once:
        fields["achievement_summary"] = story.summary.replace(first, once)
    dossier.nomination = create_nomination(
        unit=world.units[story.unit], plan=world.plan, kind=story.kind, name=story.name, by=dossier.author, at=at,
        recorded_at=recorded, **fields,
    )  # fmt: skip
    if story.awards:
        set_awards(nomination=dossier.row, awards=story.awards, by=dossier.author, at=at, recorded_at=recorded)
    _attach(dossier, recorded)
    leave = 1 + spread(f"{story.name} leave", 2) if story.end in DRAFTS else 0
    bind_all(dossier.row, key=story.name, by=dossier.author, at=recorded, leave=leave)


def _first_words(dossier: Dossier) -> tuple[str, str]:
    """What the text says in the end, and what it said before the office asked."""
    right, once = dossier.world.acts["first_words"].get(dossier.story.name, ("", ""))
    return right, once


def _answers(dossier: Dossier) -> dict[str, str]:
    """Answers to the general criteria; drafts and careless clerks leave some open."""
    story, answers = dossier.story, {}
    years = {"y": int(story.round[:4]), "y1": int(story.round[:4]) - 1}
    for place, (code, sentences) in enumerate(dossier.world.acts["answers"].items()):
        left_open = story.end == "draft" and place > 1 or spread(f"{story.name} {code}", 9) == 0
        if not left_open:
            answers[f"answers:{code}"] = dossier.world.one_of(sentences, f"{code} {story.name}").format(**years)
    return answers


def _attach(dossier: Dossier, at: datetime) -> None:
    """Three dossiers in ten have a picture, a scan or a log book beside its text."""
    story, year = dossier.story, int(dossier.story.round[:4])
    turn = spread(f"{story.name} evidence", 18)
    captions = dossier.world.acts["captions"]
    files = []
    if turn in (0, 1, 2):
        files.append(("anh-thuc-te.jpg", photo(story.name), captions["photo"]))
    if turn in (1, 3):
        files.append(("xac-nhan.pdf", scan(story.name), captions["paper"]))
    if turn == 4:
        files.append((f"so-theo-doi-{year - 1}.xlsx", log_book(story.name, year - 1), captions["paper"][1:2]))
    for name, content, texts in files:
        caption = dossier.world.one_of(texts, f"{name} {story.name}").format(y=year, y1=year - 1, m=f"{at.month:02d}")
        stored = keep(name=name, content=content, by=dossier.author, at=at)
        clear(stored, by=SYSTEM, at=at)  # made here a moment ago
        attach(nomination=dossier.row, file=stored, caption=caption, by=dossier.author, at=at)


def _send(dossier: Dossier, name: str) -> None:
    at = dossier.times[name]
    recorded = at + ENTERED_AFTER if dossier.on_paper else at
    missed = None
    if "late" in dossier.story.path:
        unit = dossier.world.units[dossier.story.unit]
        missed = return_obligation(unit, dossier.world.plan, dossier.story.round, at.date())
    send_nomination(nomination=dossier.row, by=dossier.sender, at=at, recorded_at=recorded, late_for=missed)


def _return(dossier: Dossier) -> None:
    notes, story = dossier.world.acts["notes"], dossier.story
    note = notes["by_name"].get(story.name) or dossier.world.one_of(notes["returned"], story.name)
    verifier = dossier.world.verifier(story.unit)
    return_nomination(nomination=dossier.row, note=note, by=verifier, at=dossier.times["returned"])


def _send_again(dossier: Dossier) -> None:
    story, at = dossier.story, dossier.times["sent_again"]
    sentences = dossier.world.acts["answers"]["new_and_effective"]
    changes = {"answers:new_and_effective": sentences[(spread(story.name, len(sentences)) + 1) % len(sentences)]}
    if _first_words(dossier)[1]:
        changes = {"achievement_summary": story.summary}
    edit_nomination(nomination=dossier.row, changes=changes, by=dossier.author, at=at - timedelta(minutes=12))
    bind_all(dossier.row, key=f"{story.name} again", by=dossier.author, at=at - timedelta(minutes=11))
    _send(dossier, "sent_again")


def _decline(dossier: Dossier) -> None:
    notes, story = dossier.world.acts["notes"], dossier.story
    note = notes["by_name"].get(story.name) or dossier.world.one_of(notes["declined"], story.name)
    verifier = dossier.world.verifier(story.unit)
    decline_nomination(nomination=dossier.row, note=note, by=verifier, at=dossier.times["closed"])


def _withdraw(dossier: Dossier) -> None:
    note = "Đơn vị xin rút để kiểm lại số liệu."
    withdraw_nomination(nomination=dossier.row, by=dossier.author, at=dossier.times["closed"], note=note)


def _verify(dossier: Dossier) -> None:
    story, at, note = dossier.story, dossier.times["verified"], dossier.world.diary.note
    by = dossier.world.verifier(story.unit)
    questions = checklist_on(at.date()).of_kind(dossier.row.kind)
    true = {"truc-tiep"} if dossier.row.labour == Labour.DIRECT else set()
    replies = [Reply(one.code, "yes" if one.code in true else "no", one.ask) for one in questions]
    answer_checklist(nomination=dossier.row, replies=replies, by=by, at=at - timedelta(minutes=20))
    decide_all(dossier.row, key=story.name, by=by, at=at - timedelta(minutes=10))
    verify_nomination(nomination=dossier.row, by=by, at=at)
    if story.end in ("unit", "both"):
        day = working_day(at.date() + timedelta(days=10 + spread(f"{story.name} honour", 12)))
        note(office_hour(day, story.name), partial(_honour, dossier, office_hour(day, story.name)))
    if story.end in ("council", "both"):
        meeting = next(row for row in dossier.world.acts["meeting"] if row["on"] > at.date())
        moment = datetime.combine(meeting["on"], time(16, 30), LOCAL)
        note(moment, partial(_recognise, dossier, meeting, moment))


def last_sent(times: dict[str, datetime]) -> datetime:
    """When the dossier came to the office the last time."""
    return times.get("sent_again", times["sent"])


def _begin(dossier: Dossier) -> None:
    """The office has opened it and gone through some of what it states."""
    at, verifier = _after(last_sent(dossier.times), 1, dossier.story.name), dossier.world.verifier(dossier.story.unit)
    decide_some(
        dossier.row, key=dossier.story.name, by=verifier, unit=dossier.world.people.officer(dossier.story.unit), at=at
    )


def _honour(dossier: Dossier, at: datetime) -> None:
    """The head recognises an exemplar of the unit."""
    story = dossier.story
    commune = dossier.world.units[story.unit].kind == UnitKind.COMMUNE
    number = f"{12 + spread(f'{story.name} number', 240)}/{'QĐ-UBND' if commune else 'QĐ-KT'}"
    head = dossier.world.people.head(story.unit)
    recognise_in_unit(nomination=dossier.row, document_number=number, decided_on=at.date(), by=head, at=at)


def _recognise(dossier: Dossier, meeting: dict[str, Any], at: datetime) -> None:
    """The chair recognises after the meeting."""
    council = dossier.world.people.council
    if council is None:
        raise ValueError("the council comes before its meetings")
    recognise_by_council(
        nomination=dossier.row, council=council, meeting_number=meeting["number"], meeting_on=meeting["on"],
        document_number=meeting["decision"], decided_on=at.date(), by=dossier.world.people.actor("chutich"), at=at,
    )  # fmt: skip


def write_at_once(dossier: Dossier) -> None:
    """Two people type into one box of one draft; the text that came second is kept aside for its author."""
    scene, world = dossier.world.acts["two_hands"], dossier.world
    first = world.people.officer(dossier.story.unit), local(scene["first_at"]), scene["first_text"], "may-a:1"
    second = world.people.actor(scene["second"]), local(scene["second_at"]), scene["second_text"], "may-b:1"
    for by, at, text, key in (first, second):
        edit = Edit(field=scene["field"], text=text, base_text="", client_key=key, written_at=at)
        world.diary.note(at, partial(_type, dossier, edit, by, at))


def _type(dossier: Dossier, edit: Edit, by: Actor, at: datetime) -> None:
    save_draft(nomination=dossier.row, edits=[edit], by=by, at=at)
