"""The figures beside the tasks: a unit's year, or how the whole programme stands today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from neuguong.core.periods import Period
from neuguong.exemplars.enums import NominationState
from neuguong.exemplars.queries.nominations import NominationRow, nomination_rows, visible_to
from neuguong.ledger.enums import ObligationState
from neuguong.ledger.queries.board import board
from neuguong.ledger.queries.board_row import BoardRow
from neuguong.ledger.queries.rounds import round_progress
from neuguong.org.models import Unit
from neuguong.programme.enums import DutyKind
from neuguong.programme.models import Plan
from neuguong.programme.rules import Opening
from neuguong.web.ui.templatetags.ui import dmy, weekday

ANSWERED = (ObligationState.MET, ObligationState.NIL, ObligationState.LATE)
CLOSED = (NominationState.DECLINED, NominationState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class YearCard:
    """What `ui/_quota.html` shows of a unit's year."""

    title: str
    count: int
    required: int
    pips: tuple[dict[str, Any], ...]
    due: str
    due_text: str
    note: str
    rounds: tuple[dict[str, Any], ...]
    open_round: str  # code of the round that takes dossiers now; empty after the last


@dataclass(frozen=True, slots=True)
class Standing:
    """How the programme stands: the open round, and the year's dossiers by state."""

    label: str
    answered: int
    owing: int
    days: str
    last_minute: str
    states: tuple[tuple[str, str, int], ...]  # code, label, number


def unit_board(unit: Unit, plan: Plan, on: date) -> tuple[BoardRow, ...]:
    """A unit's rows of this year and its activities of all years; after the last cut-off also the next year's return.

    An activity that was missed is still to be done, whichever year it was of; the return of next year is open already.
    """
    rows = board(plan=plan, on=on, unit_ids=[unit.pk]).rows
    now = tuple(row for row in rows if row.year == on.year or row.duty_kind == DutyKind.ACTIVITY)
    returns = [row for row in now if row.duty_kind == DutyKind.RETURN]
    if not returns or any(row.days_left >= 0 for row in returns):
        return now
    coming = Period(returns[-1].period).next().code
    return now + tuple(row for row in rows if row.period == coming and row.duty_kind == DutyKind.RETURN)


def _sent_this_year(account_id: int, unit: Unit, on: date) -> tuple[NominationRow, ...]:
    mine = visible_to(account_id, on).filter(unit=unit, round_year=on.year).exclude(state__in=CLOSED)
    return nomination_rows(mine.order_by("sent_at", "id"))


def days_words(last_day: date, on: date) -> tuple[str, str]:
    """How many days are left, today included, and the last minute that is on time."""
    left = (last_day - on).days
    if left < 0:
        return "", ""
    last = f"Gửi muộn nhất 23:59 {weekday(last_day)}, {dmy(last_day)}."
    return ("Hôm nay là ngày cuối" if left == 0 else f"Còn {left + 1} ngày, kể cả hôm nay"), last


def _rounds(rows: Sequence[BoardRow], now: BoardRow | None) -> tuple[dict[str, Any], ...]:
    found = []
    for row in rows:
        word = "trước" if row.boundary == "before" else "hết"
        text = "đã gửi" if row.state in ANSWERED else f"{word} {row.due_on.day}/{row.due_on.month}"
        label = Period(row.period).label
        found.append({"name": label[:1].upper() + label[1:].split("/")[0], "text": text, "now": row is now})
    return tuple(found)


def year_card(account_id: int, unit: Unit, rows: Sequence[BoardRow], on: date) -> YearCard | None:
    """The unit's quota of this year with a pip per place; None for a unit that owes none."""
    quota = next((row for row in rows if row.duty_kind == DutyKind.QUOTA), None)
    if quota is None:
        return None
    sent = _sent_this_year(account_id, unit, on)
    pips = [{"title": row.kind_label[:1].upper() + row.kind_label[1:], "text": row.name} for row in sent[:6]]
    lacking = max(0, quota.required - quota.sent)
    pips += [{"title": "Còn thiếu", "text": "01 điển hình", "off": True}] * min(lacking, 6)
    returns = [row for row in rows if row.duty_kind == DutyKind.RETURN]
    now = next((row for row in returns if row.days_left >= 0), None)
    due, due_text = days_words(now.last_day, on) if now else ("", "")
    return YearCard(
        title=f"Chỉ tiêu {Period(quota.period).label}",
        count=quota.sent,
        required=quota.required,
        pips=tuple(pips),
        due=due,
        due_text=due_text,
        note=" ".join(quota.missing) or "Đã đủ chỉ tiêu của năm. Có thể giới thiệu thêm ở các đợt sau.",
        rounds=_rounds([row for row in returns if row.year == on.year], now),
        open_round=now.period if now else "",
    )


def standing(account_id: int, plan: Plan, round_now: Opening, on: date) -> Standing:
    """The open round over all units, and the dossiers of its year that this person may see."""
    progress = round_progress(plan, round_now.period.code, on)
    due, last_minute = days_words(round_now.last_day, on)
    mine = visible_to(account_id, on).filter(plan=plan, round_year=on.year)
    codes = dict(mine.order_by().values_list("state").annotate(Count("id")))
    return Standing(
        label=round_now.label,
        answered=progress.answered,
        owing=progress.owing,
        days=due,
        last_minute=last_minute,
        states=tuple((code, label, codes[code]) for code, label in NominationState.choices if code in codes),
    )
