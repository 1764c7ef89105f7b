"""The same achievement told twice: what a dossier shares with others that were sent (Law 06/2022, art. 5)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from neuguong.exemplars.enums import NominationState
from neuguong.exemplars.models import Nomination, Subject
from neuguong.exemplars.queries.likely import copied_from
from neuguong.exemplars.queries.nominations import NominationRow, nomination_rows
from neuguong.exemplars.reading.overlap import shared

REPEATED = 0.5  # share of a text from which it counts as the same achievement
ALIKE = 0.3  # from which two dossiers are shown side by side
OVER = (NominationState.WITHDRAWN, NominationState.DECLINED)
TEXTS = 6  # of each side


@dataclass(frozen=True, slots=True)
class Repeat:
    """Another dossier with much the same text, and a stretch of it."""

    row: NominationRow
    percent: int
    sample: str


@dataclass(frozen=True, slots=True)
class Repeats:
    """Those the reader may see, and whether there is one elsewhere that they may not: nothing else is told of it."""

    rows: tuple[Repeat, ...] = ()
    elsewhere: bool = False


def repeats_of(nomination: Nomination, visible: "QuerySet[Nomination]", *, least: float = REPEATED) -> Repeats:
    """Sent dossiers that tell the same as this one, of any subject, quarter or unit, from the share `least` on."""
    found = {one.nomination_id: one for one in copied_from(nomination, least=least)}
    if not found:
        return Repeats()
    rows = {row.id: row for row in nomination_rows(visible.filter(pk__in=found))}
    told = tuple(Repeat(rows[pk], round(one.ratio * 100), one.sample) for pk, one in found.items() if pk in rows)
    unseen = Nomination.objects.filter(pk__in=found.keys() - rows.keys()).exclude(state__in=OVER)
    return Repeats(told, unseen.exists())


def repeat_sentence(found: Repeats) -> str:
    """What a unit is told when it sends: a warning, never a hindrance. Empty when nothing is repeated."""
    live = [one.row.number for one in found.rows if one.row.state not in OVER]
    if live:
        return (
            f"Trích ngang này trùng phần lớn với hồ sơ {', '.join(live)}. Một thành tích chỉ khen một lần; "
            "nếu là thành tích mới, ghi rõ điểm mới."
        )
    if found.elsewhere:
        return (
            "Trích ngang này trùng phần lớn với một hồ sơ mà đơn vị khác đã gửi. Cơ quan thường trực sẽ đối chiếu; "
            "nên hỏi cơ quan thường trực trước."
        )
    return ""


def copied_words(found: Repeats) -> str:
    """Which dossier holds much of a text, for who writes it. One outside the reader's scope is not named or measured:
    a share that changes with each word would tell what stands there. Empty when none does."""
    if found.rows:
        return f"hồ sơ {found.rows[0].row.number}"
    return "một hồ sơ khác trong hệ thống" if found.elsewhere else ""


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two dossiers, one of each side, with how much of the one stands in the other."""

    first: str
    second: str
    percent: int
    sample: str


def texts_in_common(first: Subject, second: Subject, visible: "QuerySet[Nomination]") -> tuple[TextPair, ...]:
    """Where the sent texts about two subjects are alike, as far as the reader may see them; the most alike first."""
    sent = visible.filter(sent_at__isnull=False).exclude(achievement_summary="").order_by("-sent_at", "-pk")
    mine, theirs = (
        list(sent.filter(subject=one).values_list("number", "achievement_summary")[:TEXTS]) for one in (first, second)
    )
    found = []
    for number, text in mine:
        for other, other_text in theirs:
            both = shared(text, other_text)
            if both.most >= ALIKE:
                found.append(TextPair(number, other, round(both.most * 100), both.sample))
    return tuple(sorted(found, key=lambda pair: -pair.percent))
