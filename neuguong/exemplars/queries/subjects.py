"""One subject's whole life over units and years, the pairs that look like one, and what a merge brought together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from neuguong.core.periods import local_day
from neuguong.exemplars.enums import Certainty, ExemplarState, PairState, RecognitionLevel, SubjectKind
from neuguong.exemplars.models import DuplicatePair, MovedNomination, Nomination, Recognition, Subject, SubjectMerge
from neuguong.exemplars.queries.dossier import title_of
from neuguong.exemplars.queries.likely import lives
from neuguong.exemplars.queries.nominations import NominationRow, like, nomination_rows, visible_to
from neuguong.exemplars.reading.likeness import sentences
from neuguong.org.models import Unit
from neuguong.org.queries.access import predecessors_of, scope_of
from neuguong.org.roles import Permission

PAGE = 20
COUNTED = 1_000


def absorbed_now(path: str = "pk") -> Exists:
    """Whether the subject at `path` is absorbed by another at present."""
    return Exists(SubjectMerge.objects.filter(absorbed=OuterRef(path), undone_at=None))


def subjects_visible_to(account_id: int, on: date) -> "QuerySet[Subject]":
    """The subjects a person may know of: those of a dossier they may read, and a unit's own. Absorbed ones are not
    among them; their life goes on in another record."""
    own = scope_of(account_id, Permission.PREPARE_NOMINATION, on=on, inherited=True)
    told = Exists(visible_to(account_id, on).filter(subject=OuterRef("pk")))
    return Subject.objects.filter(Q(told) | own.q(), ~Q(absorbed_now()))


def own_subjects(unit: Unit, *, on: date | None = None) -> "QuerySet[Subject]":
    """Those a unit may introduce again: its own and its predecessors', and whom it has introduced before."""
    units = {unit.pk, *predecessors_of([unit.pk], on=on)}
    introduced = Exists(Nomination.objects.filter(subject=OuterRef("pk"), unit_id__in=units))
    return Subject.objects.filter(Q(introduced) | Q(unit_id__in=units), ~Q(absorbed_now()), erased_at=None)


def subjects_like(
    unit: Unit, name: str, *, on: date | None = None, most: int = 5, but: Iterable[int] = ()
) -> tuple[Subject, ...]:
    """Those the unit may introduce again whose name is like this one, however it is spelt: a life stays one record.

    `but` are subjects that the person keeps away from."""
    return tuple(like(name, own_subjects(unit, on=on).exclude(pk__in=list(but)).order_by("sort_key", "id"), most))


@dataclass(frozen=True, slots=True)
class LifeRecognition:
    """One recognition in a life."""

    label: str
    by: str
    decided_on: date
    document_number: str
    slug: str
    page: int
    revoked: str  # why the public sees no page: the decision that took it back, or withheld; empty while it does


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge in a subject's history."""

    id: int
    name: str
    merged_at: datetime
    by: str
    reason: str
    undone_at: datetime | None
    undone_by: str
    undone_reason: str


@dataclass(frozen=True, slots=True)
class Life:
    """A subject's record: who, every dossier the reader may see, every recognition, what was merged."""

    id: int
    title: str
    name: str
    kind: str
    kind_label: str
    form_of_address: str
    birth_year: int | None
    place: str
    unit_name: str
    dossiers: tuple[NominationRow, ...]
    recognitions: tuple[LifeRecognition, ...]
    merges: tuple[MergeRow, ...]


def life(subject: Subject, account_id: int, on: date, *, merges: bool = True) -> Life:
    """A subject's life as this reader may see it; recognitions are public anyway."""
    rows = visible_to(account_id, on).filter(subject=subject).order_by(F("sent_at").desc(nulls_first=True), "-pk")
    return Life(
        id=subject.pk,
        title=title_of(subject.name, subject.form_of_address),
        name=subject.name,
        kind=subject.kind,
        kind_label=SubjectKind(subject.kind).label,
        form_of_address=subject.form_of_address,
        birth_year=subject.birth_year,
        place=subject.place,
        unit_name=subject.unit.name,
        dossiers=nomination_rows(rows),
        recognitions=_recognitions(subject),
        merges=_merges(subject) if merges else (),
    )


def _recognitions(subject: Subject) -> tuple[LifeRecognition, ...]:
    rows = Recognition.objects.filter(nomination__subject=subject).order_by("decided_on", "pk")
    columns = ("level", "unit__name", "council__name", "decided_on", "document_number")
    pages = ("exemplar__merged_into__slug", "exemplar__slug", "exemplar__merged_into", "exemplar")
    revoked = ("exemplar__revocation__document_number", "exemplar__revocation__decided_on")
    states = ("exemplar__merged_into__state", "exemplar__state")
    return tuple(
        LifeRecognition(
            RecognitionLevel(level).label, unit or council or "", day, paper, joined or own, holder or page,
            _not_shown(number, gone_on, above or state),
        )
        for level, unit, council, day, paper, joined, own, holder, page, number, gone_on, above, state
        in rows.values_list(*columns, *pages, *revoked, *states)
    )  # fmt: skip


def _not_shown(number: str | None, gone_on: date | None, state: str) -> str:
    if gone_on:
        return f"Đã hủy theo quyết định số {number} ngày {gone_on:%d/%m/%Y}"
    return "Đang không công khai" if state == ExemplarState.WITHHELD else ""


def _merges(subject: Subject) -> tuple[MergeRow, ...]:
    rows = SubjectMerge.objects.filter(kept=subject).select_related("absorbed", "merged_by", "undone_by")
    return tuple(
        MergeRow(
            row.pk, row.absorbed.name, row.merged_at, row.merged_by.full_name if row.merged_by else "", row.reason,
            row.undone_at, row.undone_by.full_name if row.undone_by else "", row.undone_reason,
        )
        for row in rows.order_by("-merged_at", "-pk")
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PairSide:
    """One of two that look alike, as a line shows it."""

    id: int
    title: str
    kind_label: str
    birth_year: int | None
    place: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two records that look like one subject: how sure, and why."""

    id: int
    first: PairSide
    second: PairSide
    certainty: str
    certainty_label: str
    state: str
    state_label: str
    found_at: datetime
    why: tuple[str, ...]

    def other(self, subject_id: int) -> PairSide:
        """The side that is not this subject."""
        return self.second if self.first.id == subject_id else self.first


def pairs_visible_to(account_id: int, on: date) -> "QuerySet[DuplicatePair]":
    """Pairs of which a person may know both sides; a unit never learns of another's through its own."""
    known = subjects_visible_to(account_id, on)
    return DuplicatePair.objects.filter(
        Exists(known.filter(pk=OuterRef("first_id"))), Exists(known.filter(pk=OuterRef("second_id")))
    )


def pair_rows(found: "QuerySet[DuplicatePair]") -> tuple[PairRow, ...]:
    """These pairs as lines; one query."""
    return tuple(
        PairRow(
            id=row.pk,
            first=_side(row.first),
            second=_side(row.second),
            certainty=row.certainty,
            certainty_label=Certainty(row.certainty).label,
            state=row.state,
            state_label=PairState(row.state).label,
            found_at=row.found_at,
            why=sentences(row.reasons),
        )
        for row in found.select_related("first__unit", "second__unit")
    )


def _side(subject: Subject) -> PairSide:
    return PairSide(
        subject.pk,
        title_of(subject.name, subject.form_of_address),
        SubjectKind(subject.kind).label,
        subject.birth_year,
        subject.place,
        subject.unit.name,
    )


@dataclass(frozen=True, slots=True)
class PairListing:
    """One page of pairs."""

    rows: tuple[PairRow, ...]
    total: int
    more: bool
    page: int
    pages: int


def pair_listing(
    visible: "QuerySet[DuplicatePair]", *, state: str = PairState.OPEN, certainty: str = "", page: int = 1
) -> PairListing:
    """One page of the pairs in a state, the surest first; two queries."""
    found = visible.filter(state=state)
    if certainty:
        found = found.filter(certainty=certainty)
    counted = found.order_by()[: COUNTED + 1].count()
    total = min(counted, COUNTED)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE
    ordered = found.order_by("-certainty", "-found_at", "-pk")  # "sure" after "possible" in the alphabet
    return PairListing(pair_rows(ordered[start : start + PAGE]), total, counted > COUNTED, page, pages)


@dataclass(frozen=True, slots=True)
class Later:
    """Dossiers that came to a record after a merge: those the reader sees, and unseen drafts of the absorbed's unit."""

    seen: tuple[NominationRow, ...]
    unseen_of_absorbed: tuple[int, ...]


def later_dossiers(merge: SubjectMerge, account_id: int, at: datetime) -> Later:
    """What was added to the kept record since the merge, by new dossiers, not by other merges still in force."""
    came = MovedNomination.objects.filter(
        merge__kept=merge.kept_id, merge__undone_at=None, undoing=False, nomination=OuterRef("pk")
    )
    new = Nomination.objects.filter(
        ~Q(Exists(came)), subject=merge.kept_id, pk__gt=merge.newest_before
    )  # fmt: skip
    visible = visible_to(account_id, local_day(at))
    seen = nomination_rows(visible.filter(pk__in=new.values("pk")).order_by("pk"))
    unit_id = Subject.objects.values_list("unit_id", flat=True).get(pk=merge.absorbed_id)
    unseen = new.exclude(pk__in=[row.id for row in seen]).filter(unit_id=unit_id)
    return Later(seen, tuple(unseen.values_list("pk", flat=True)))


LABELS = {"name": "Tên", "form_of_address": "Danh xưng", "birth_year": "Năm sinh", "place": "Nơi ở hoặc địa bàn"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing said of two records (or of one at two times). `field` is empty for what cannot be chosen."""

    field: str
    label: str
    first: str
    second: str

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return self.first == self.second


def _said(subject: Subject, name: str) -> str:
    return str(getattr(subject, name) or "")


def differences(one: Subject, two: Subject) -> tuple[Difference, ...]:
    """What two records say, line by line."""
    kinds = Difference("", "Loại đối tượng", SubjectKind(one.kind).label, SubjectKind(two.kind).label)
    units = Difference("", "Đơn vị", one.unit.name, two.unit.name)
    rows = (Difference(name, label, _said(one, name), _said(two, name)) for name, label in LABELS.items())
    return (*rows, kinds, units)


def field_edits(merge: SubjectMerge) -> tuple[Difference, ...]:
    """What of the kept record was changed since the merge: as it was then, as it is now."""
    rows = (
        Difference(name, label, str(merge.after.get(name) or ""), _said(merge.kept, name))
        for name, label in LABELS.items()
    )
    return tuple(row for row in rows if not row.same)


def pair_of(one: Subject, two: Subject) -> PairRow | None:
    """What was found or decided about these two."""
    first, second = sorted((one.pk, two.pk))
    return next(iter(pair_rows(DuplicatePair.objects.filter(first_id=first, second_id=second))), None)


def merge_in(visible: "QuerySet[Subject]", merge_id: int) -> SubjectMerge | None:
    """A merge into a subject the person may see; None for any other number."""
    rows = SubjectMerge.objects.filter(pk=merge_id, kept__in=visible)
    return rows.select_related("kept__unit", "absorbed__unit").first()


def holder_of(subject_id: int) -> int | None:
    """Who holds the life of an absorbed subject; None for one that stands for itself, or is not there."""
    if not Subject.objects.filter(absorbed_now(), pk=subject_id).exists():
        return None  # also for a number that no database holds
    return lives([subject_id]).get(subject_id)
