"""The words of a dossier, field by field: read as text, written with their checks, kept when they are replaced.

The subject is one life-long record. Its own fields (name, year of birth…) may be changed from a dossier only while
no other dossier that names it has been sent; afterwards they stand as sent (docs: exemplars/README.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from neuguong.core.actor import Actor
from neuguong.core.errors import BadInput, Stale
from neuguong.core.text import fold, nfc, sort_key
from neuguong.exemplars.enums import EntryBasis, Influence, Labour, SubjectKind
from neuguong.exemplars.models import (
    CriterionAnswer,
    DraftText,
    Initiative,
    Nomination,
    Preparer,
    StandardAnswer,
    StandardCriterion,
    Subject,
)
from neuguong.programme.models import Criterion, Movement, Sector

SUBJECT_TEXTS = {"name": 200, "form_of_address": 20, "place": 200}
NOMINATION_TEXTS = {"position": 200, "achievement_summary": 20_000}
ANSWER_LETTERS = 20_000
CHOICES = {"labour": Labour, "influence": Influence}
SUBJECT_FIELDS = frozenset({*SUBJECT_TEXTS, "birth_year", "kind"})
FIELDS = frozenset({*SUBJECT_FIELDS, *NOMINATION_TEXTS, *CHOICES, "members", "sector", "movement", "initiative"})
ANSWER = "answers:"
OWN = "standard:"  # a criterion of the unit's own standard, by its code
FEW_LETTERS = 80  # a save that takes away no more than this continues the text before it


def tidy(text: str) -> str:
    """Text as it is stored: composed letters, plain line ends, nothing that a database refuses."""
    text = text.encode("utf-8", "ignore").decode()  # half a character, from a browser that cut one in two
    return nfc(text).replace("\r\n", "\n").replace("\x00", "")


def take(nomination: Nomination, seen_version: int | None = None) -> None:
    """Lock the dossier's row and read it afresh; Stale when the page the person saw is older than the row."""
    nomination.refresh_from_db(from_queryset=Nomination.objects.select_for_update())
    if seen_version is not None and seen_version != nomination.version:
        raise Stale("Hồ sơ vừa được thay đổi ở nơi khác. Tải lại trang để xem bản mới nhất rồi làm tiếp.")


def prepared(nomination: Nomination, act: str, *, by: Actor, at: datetime) -> None:
    """Remember a hand in the dossier: this person may not judge it."""
    if by.account_id is not None:
        Preparer.objects.get_or_create(nomination=nomination, account_id=by.account_id, act=act, defaults={"at": at})


@dataclass(slots=True)
class Words:
    """All fields of one dossier as text; changed in memory, stored once."""

    nomination: Nomination
    answers: dict[str, CriterionAnswer] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    own: dict[str, StandardAnswer] | None = None  # read when first asked for: many units have no standard yet
    subject_changed: bool = False
    changed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read the criteria and the answers at once."""
        self.criteria = {one.code: one for one in Criterion.objects.filter(plan_id=self.nomination.plan_id)}
        rows = CriterionAnswer.objects.filter(nomination=self.nomination).select_related("criterion")
        self.answers = {row.criterion.code: row for row in rows}

    def read(self, name: str) -> str:
        """The present text of a field; BadInput for a field that does not exist."""
        nomination = self.nomination
        if name.startswith(ANSWER):
            code = name.removeprefix(ANSWER)
            if code not in self.criteria:
                raise BadInput("Kế hoạch không có tiêu chí này.", field=name)
            return self.answers[code].text if code in self.answers else ""
        if name.startswith(OWN):
            return self._own_answer(name).text
        if name not in FIELDS:
            raise BadInput("Ô này không có trong hồ sơ.", field=name)
        if name == "sector":
            return nomination.sector.code if nomination.sector else ""
        if name == "movement":
            return str(nomination.movement_id or "")
        if name == "initiative":
            return nomination.initiative.name if nomination.initiative else ""
        value = getattr(nomination.subject if name in SUBJECT_FIELDS else nomination, name)
        return "" if value is None else str(value)

    def write(self, name: str, text: str) -> None:
        """Put a text into a field; BadInput with a sentence when it cannot stand there."""
        text = tidy(text).strip()
        if text == self.read(name):
            return
        if name.startswith(ANSWER):
            self._write_answer(name, text)
        elif name.startswith(OWN):
            self._own_answer(name).text = _short(name, text, ANSWER_LETTERS)
        elif name in SUBJECT_FIELDS:
            self._write_subject(name, text)
        elif name in NOMINATION_TEXTS:
            setattr(self.nomination, name, _short(name, text, NOMINATION_TEXTS[name]))
        else:
            self._write_choice(name, text)
        self.changed.add(name)

    def _write_answer(self, name: str, text: str) -> None:
        code = name.removeprefix(ANSWER)
        answer = self.answers.setdefault(
            code, CriterionAnswer(nomination=self.nomination, criterion=self.criteria[code])
        )
        answer.text = _short(name, text, ANSWER_LETTERS)

    def _own_answer(self, name: str) -> StandardAnswer:
        """The answer to one of the unit's own criteria, perhaps still to be written; BadInput for an unknown code."""
        code, nomination = name.removeprefix(OWN), self.nomination
        if self.own is None:
            self.own = {row.code: row for row in StandardAnswer.objects.filter(nomination=nomination)}
            issued = StandardCriterion.objects.filter(
                standard__unit_id=nomination.unit_id, standard__plan_id=nomination.plan_id, standard__state="issued"
            )
            for known in issued.values_list("code", flat=True):
                self.own.setdefault(known, StandardAnswer(nomination=nomination, code=known))
        if code not in self.own:
            raise BadInput("Đơn vị chưa ban hành tiêu chuẩn này.", field=name)
        return self.own[code]

    def _write_subject(self, name: str, text: str) -> None:
        subject, value = self.nomination.subject, _subject_value(name, text)
        others = Nomination.objects.filter(subject=subject).exclude(pk=self.nomination.pk)
        if name != "kind":
            others = others.filter(Q(sent_at__isnull=False) | Q(entry=EntryBasis.AFTER))
        if other := others.first():
            raise BadInput(
                f"Đối tượng này còn ở hồ sơ {other.number}, nên thông tin chung lấy theo hồ sơ đó. "
                "Nếu là người khác trùng tên, lập hồ sơ mới với đối tượng mới.",
                field=name,
            )
        setattr(subject, name, value)
        if name == "kind":
            self.nomination.kind = str(value)
        self.subject_changed = True

    def _write_choice(self, name: str, text: str) -> None:
        nomination = self.nomination
        if name in CHOICES:
            if text and text not in CHOICES[name].values:
                raise BadInput("Chọn một mục trong danh sách.", field=name)
            setattr(nomination, name, text)
        elif name == "members":
            nomination.members = _number(name, text, 1, 1_000_000, "Ghi số người bằng chữ số, ví dụ 12.")
        elif name == "sector":
            nomination.sector = _one_of(Sector.objects.filter(plan_id=nomination.plan_id, code=text), name, text)
        elif name == "movement":
            rows = Movement.objects.filter(plan_id=nomination.plan_id, pk=int(text) if text.isdecimal() else 0)
            nomination.movement = _one_of(rows, name, text)
        else:
            nomination.initiative = initiative_named(nomination.unit_id, text)

    def store(self, *, at: datetime) -> None:
        """Write what changed, with the texts by which the dossier is found and sorted; a new version."""
        nomination = self.nomination
        for name in self.changed:
            if name.startswith(ANSWER):
                self.answers[name.removeprefix(ANSWER)].save()
            elif name.startswith(OWN):
                self._own_answer(name).save()
        if self.subject_changed:
            index_subject(nomination.subject).save()
            drafts = Nomination.objects.filter(subject_id=nomination.subject_id).exclude(pk=nomination.pk)
            for other in drafts.select_related("subject", "unit", "initiative"):
                index(other).save(update_fields=["search_text", "sort_key"])
        nomination.version += 1
        nomination.edited_at = at
        index(nomination).save()


def _short(name: str, text: str, limit: int) -> str:
    if len(text) > limit:
        raise BadInput(
            f"Dài quá {limit:,} ký tự".replace(",", ".") + f": đang có {len(text)}. Viết gọn lại.", field=name
        )
    return text


def _number(name: str, text: str, low: int, high: int, sentence: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and low <= int(text[:9]) <= high):
        raise BadInput(sentence, field=name)
    return int(text)


def _one_of(rows: Any, name: str, text: str) -> Any:
    found = rows.first() if text else None
    if text and found is None:
        raise BadInput("Chọn một mục trong danh sách của kế hoạch.", field=name)
    return found


def _subject_value(name: str, text: str) -> Any:
    if name == "birth_year":
        return _number(name, text, 1900, 2100, "Ghi đủ bốn chữ số, ví dụ 1958.")
    if name == "kind" and text not in SubjectKind.values:
        raise BadInput("Chọn tập thể, cá nhân hoặc hộ gia đình.", field=name)
    if name == "name" and not text:
        raise BadInput("Ghi họ tên, hoặc tên tập thể, tên hộ.", field=name)
    return _short(name, text, SUBJECT_TEXTS.get(name, 20))


def initiative_named(unit_id: int, name: str) -> Initiative | None:
    """The unit's initiative of this name, made when new; None for no name."""
    if not name:
        return None
    name = _short("initiative", name, 200)
    return Initiative.objects.get_or_create(unit_id=unit_id, name=name, defaults={"search_text": fold(name)[:400]})[0]


def index_subject(subject: Subject) -> Subject:
    """Set the forms by which a subject is found and sorted."""
    subject.sort_key = sort_key(subject.name, person=subject.kind == SubjectKind.INDIVIDUAL)
    subject.search_text = fold(f"{subject.name} {subject.place}")[:600]
    return subject


def index(nomination: Nomination) -> Nomination:
    """Set the forms by which a dossier is found and sorted; not stored."""
    subject = nomination.subject
    initiative = nomination.initiative.name if nomination.initiative else ""
    parts = (nomination.number, subject.name, nomination.position, subject.place, nomination.unit.name, initiative)
    nomination.search_text = fold(" ".join(part for part in parts if part))
    nomination.sort_key = subject.sort_key
    return nomination


def _taken_away(old: str, new: str) -> int:
    """How many letters of `old` are not in `new`, when one stretch was replaced."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    tail = 0
    while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return len(old) - same - tail


def continues(old: str, new: str) -> bool:
    """Whether a text goes on from another: it grew, and little of the other went away."""
    return len(new) >= len(old) and _taken_away(old, new) <= FEW_LETTERS


def same_browser(one: str, other: str) -> bool:
    """Keys of edits are "<browser>:<serial>"."""
    return ":" in one and one.rpartition(":")[0] == other.rpartition(":")[0]


def last_text(nomination: Nomination, name: str) -> DraftText | None:
    """The row that holds the present text of a field, when it was ever edited."""
    return DraftText.objects.filter(nomination=nomination, field=name, held_back=False).order_by("-id").first()


def remember_form(nomination: Nomination, told: Mapping[str, Sequence[str]], *, by: Actor, at: datetime) -> None:
    """Keep the texts that the fields of one form had; `told` has each field's text before and after."""
    rows = DraftText.objects.filter(nomination=nomination, field__in=told, held_back=False)
    last = dict(rows.order_by("id").values_list("field", "text"))
    kept: list[DraftText] = []
    for name, (old, new) in told.items():
        if old and last.get(name) != old:
            kept.append(_before(nomination, name, old))
        kept.append(DraftText(nomination=nomination, field=name, text=new, written_by_id=by.account_id, written_at=at))
    DraftText.objects.bulk_create(kept)


def _before(nomination: Nomination, name: str, text: str) -> DraftText:
    """A text that nobody kept when it was written."""
    return DraftText(
        nomination=nomination, field=name, text=text, written_by_id=nomination.created_by_id,
        written_at=nomination.edited_at,
    )  # fmt: skip


def remember(
    nomination: Nomination, name: str, old: str, new: str, *, by: Actor, at: datetime, client_key: str = ""
) -> None:
    """Keep the text a field had: every text stays recoverable, though one person's typing on is one row."""
    rows = DraftText.objects.filter(nomination=nomination, field=name, held_back=False).order_by("-id")[:2]
    last, before = (*rows, None, None)[:2]
    if (last is None or last.text != old) and old:
        _before(nomination, name, old).save()
        last = None
    goes_on = (
        last is not None
        and last.text == old
        and last.written_by_id == by.account_id
        and same_browser(last.client_key, client_key)
        and _taken_away(old, new) <= FEW_LETTERS
        and (len(new) >= len(old) or (before is not None and len(before.text) >= len(old)))
    )
    if goes_on and last is not None:
        last.text, last.written_at, last.client_key = new, at, client_key
        last.save()
        return
    DraftText.objects.create(
        nomination=nomination, field=name, text=new, written_by_id=by.account_id, written_at=at, client_key=client_key
    )
