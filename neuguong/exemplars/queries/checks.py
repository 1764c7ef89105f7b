"""What the office found out about a dossier. Only for readers whom `policy.may_see_deliberation` lets."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from neuguong.core.once import once
from neuguong.exemplars.enums import ChecklistReply, PhotoTime, VisitOpinion
from neuguong.exemplars.models import ChecklistAnswer, FieldVisit, Nomination, VisitPhoto
from neuguong.exemplars.reading.checklist import Question, checklist_on


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A question of the checklist with the newest answer; `answer_id` is 0 and the words empty where there is none."""

    question: Question
    answer_id: int = 0
    reply: str = ""
    reply_label: str = ""
    asked_of: str = ""
    note: str = ""
    by: str = ""
    at: datetime | None = None
    times: int = 0

    @property
    def in_way(self) -> bool:
        """Whether the answer keeps the dossier from being found right."""
        return bool(self.reply) and self.reply == self.question.stands_in_way


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo of an on-site check. `hindrance` says why it cannot be seen yet, empty when it can."""

    id: int
    name: str
    taken_at: datetime | None
    taken_label: str
    hindrance: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One on-site check as pages and papers show it."""

    id: int
    visited_at: datetime
    recorded_at: datetime
    place: str
    people_met: str
    adverse_asked_of: str
    adverse_found: bool
    adverse_words: str
    opinion: str
    opinion_label: str
    opinion_words: str
    by: str
    replaces: datetime | None
    replaced: bool
    photos: tuple[PhotoRow, ...]


@dataclass(frozen=True, slots=True)
class Checks:
    """All that the office found out about one dossier."""

    items: tuple[ItemRow, ...]
    visits: tuple[VisitRow, ...]


def checks_of(nomination: Nomination, on: date) -> Checks:
    """Checklist and checks on site of a dossier as of a day, in three queries at most."""
    return Checks(items_of(nomination, on), visits_of(nomination))


def items_of(nomination: Nomination, on: date) -> tuple[ItemRow, ...]:
    """Each question that applies to the dossier's subject on a day, with its newest answer; one query."""
    rows: dict[str, list[ChecklistAnswer]] = {}
    given = ChecklistAnswer.objects.filter(nomination=nomination).select_related("answered_by").order_by("id")
    for row in once(("checklist", nomination.pk), lambda: tuple(given)):
        rows.setdefault(row.item, []).append(row)
    return tuple(_item(one, rows.get(one.code, [])) for one in checklist_on(on).of_kind(nomination.kind))


def _item(question: Question, answers: list[ChecklistAnswer]) -> ItemRow:
    if not answers:
        return ItemRow(question)
    last = answers[-1]
    return ItemRow(
        question=question,
        answer_id=last.pk,
        reply=last.reply,
        reply_label=ChecklistReply(last.reply).label,
        asked_of=last.asked_of,
        note=last.note,
        by=last.answered_by.full_name if last.answered_by else "",
        at=last.answered_at,
        times=len(answers),
    )


def visits_of(nomination: Nomination) -> tuple[VisitRow, ...]:
    """The on-site checks of a dossier in the order they were entered, those replaced included; two queries."""
    rows = list(
        FieldVisit.objects.filter(nomination=nomination).select_related("entered_by", "replaces").order_by("id")
    )
    if not rows:
        return ()
    photos: dict[int, list[PhotoRow]] = {}
    for photo in VisitPhoto.objects.filter(visit__in=rows).select_related("file").order_by("id"):
        photos.setdefault(photo.visit_id, []).append(_photo(photo))
    gone = {row.replaces_id for row in rows}
    return tuple(
        VisitRow(
            id=row.pk,
            visited_at=row.visited_at,
            recorded_at=row.recorded_at,
            place=row.place,
            people_met=row.people_met,
            adverse_asked_of=row.adverse_asked_of,
            adverse_found=row.adverse_found,
            adverse_words=row.adverse_words,
            opinion=row.opinion,
            opinion_label=VisitOpinion(row.opinion).label,
            opinion_words=row.opinion_words,
            by=row.entered_by.full_name,
            replaces=row.replaces.visited_at if row.replaces else None,
            replaced=row.pk in gone,
            photos=tuple(photos.get(row.pk, ())),
        )
        for row in rows
    )


def _photo(photo: VisitPhoto) -> PhotoRow:
    label = PhotoTime(photo.taken_from).label
    return PhotoRow(photo.pk, photo.file.name, photo.taken_at, label, photo.file.hindrance)


def photo_in(dossiers: "QuerySet[Nomination]", pk: int) -> VisitPhoto | None:
    """A photo of one of these dossiers; the reader must also be let see the deliberation."""
    found = VisitPhoto.objects.select_related(
        "file", "visit__nomination__subject", "visit__nomination__unit", "visit__nomination__plan"
    )
    return found.filter(pk=pk, visit__nomination__in=dossiers).first()


def visit_in(dossiers: "QuerySet[Nomination]", pk: int) -> FieldVisit | None:
    """A check on site of one of these dossiers; the reader must also be let see the deliberation."""
    found = FieldVisit.objects.select_related(
        "entered_by", "nomination__subject", "nomination__unit", "nomination__plan"
    )
    return found.filter(pk=pk, nomination__in=dossiers).first()
