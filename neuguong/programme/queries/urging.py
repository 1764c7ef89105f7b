"""What a plan says about urging (KH 87, IV.4: theo dõi, đôn đốc): whom, how many days before or after a due day, in which words.

Read from the plan's document beside its other rules, because plans loaded before there was urging do not have it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from neuguong.core.periods import LOCAL
from neuguong.core.working_days import is_working_day, next_working_day
from neuguong.programme.models import Plan, PlanVersion
from neuguong.programme.queries.plans import version_at

AUTOMATIC, BY_HAND = "automatic", "by_hand"
PREVIOUS, NEXT, SAME = "previous", "next", "same"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung (nấc) of a ladder: so many days after the last on-time day, negative before it, to whom, in which words."""

    code: str
    name: str
    days: int
    to: tuple[str, ...]
    text: str
    day_off: str = SAME
    clause: str = ""

    def announced_on(self, last_day: date) -> date:
        """The day on which it is reached; moved off a day off as the plan says. The due day itself never moves."""
        day = last_day + timedelta(days=self.days)
        while self.day_off != SAME and not is_working_day(day):
            day += _DAY if self.day_off == NEXT else -_DAY
        return day


@dataclass(frozen=True, slots=True)
class UrgingRules:
    """Everything a plan says about urging."""

    release: str
    quiet_from: time
    quiet_until: time
    catch_up_days: int
    ladder: tuple[Rung, ...]
    subject: str
    opening: tuple[str, ...]
    closing: tuple[str, ...]
    text: str = ""  # the short message to telephones; none without it
    own: Mapping[str, tuple[Rung, ...]] = field(default_factory=dict)  # ladders of single duties

    def ladder_of(self, duty_code: str) -> tuple[Rung, ...]:
        """The rungs of a duty, the earliest first."""
        return self.own.get(duty_code, self.ladder)

    def goes_out_at(self, at: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours or days off in which it falls."""
        local = at.astimezone(LOCAL)
        start, end, now, day = self.quiet_from, self.quiet_until, local.time(), local.date()
        quiet = start <= now < end if start <= end else now >= start or now < end
        if not quiet and is_working_day(day):
            return at
        day += _DAY if quiet and now >= end else timedelta(0)
        return datetime.combine(next_working_day(day), end, LOCAL)


@dataclass(frozen=True, slots=True)
class UrgingLetterRules:
    """Every word of the official letter that urges; only the list is computed."""

    superior: str
    issuer: str
    symbol: str
    place: str
    addressee: str
    subject: str
    body: tuple[str, ...]
    answer_working_days: int
    authority: str
    signer_title: str
    signer: str
    recipients: tuple[str, ...]
    list_title: str
    type: str = ""
    clause: str = ""


def urging_of(plan: Plan, at: datetime | None = None) -> UrgingRules | None:
    """How the plan urges at a moment; None when it says nothing of it."""
    return _read(version_at(plan, at))[0]


def urging_letter_of(plan: Plan, at: datetime | None = None) -> UrgingLetterRules | None:
    """The words of the plan's urging letter at a moment; None when it has none."""
    return _read(version_at(plan, at))[1]


def rung_names(plan: Plan) -> dict[str, str]:
    """What the plan calls each rung now."""
    rules = urging_of(plan)
    if rules is None:
        return {}
    return {rung.code: rung.name for ladder in (rules.ladder, *rules.own.values()) for rung in ladder}


def _read(version: PlanVersion) -> tuple[UrgingRules | None, UrgingLetterRules | None]:
    return _parsed(version.pk, version.digest, _Source(version))


class _Source:
    """Reads the document only when it is not known; all are alike as keys, because the number and digest tell them apart."""

    def __init__(self, version: PlanVersion) -> None:
        self.version = version

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source)


@lru_cache(maxsize=64)
def _parsed(_pk: int, _digest: str, source: _Source) -> tuple[UrgingRules | None, UrgingLetterRules | None]:
    document = source.version.document
    return _urging(document), _letter(document)


def _urging(document: Mapping[str, Any]) -> UrgingRules | None:
    table = document.get("urging")
    if table is None:
        return None
    rungs = {row["code"]: Rung(**{**row, "to": tuple(row["to"])}) for row in document.get("urging_rung", ())}

    def ladder(codes: list[str]) -> tuple[Rung, ...]:
        return tuple(sorted((rungs[code] for code in codes), key=lambda rung: rung.days))

    return UrgingRules(
        release=table["release"],
        quiet_from=time.fromisoformat(table["quiet_from"]),
        quiet_until=time.fromisoformat(table["quiet_until"]),
        catch_up_days=table["catch_up_days"],
        ladder=ladder(table["ladder"]),
        subject=table["subject"],
        opening=tuple(table["opening"]),
        closing=tuple(table["closing"]),
        text=table.get("text", ""),
        own={duty["code"]: ladder(duty["urging"]) for duty in document["duty"] if "urging" in duty},
    )


def _letter(document: Mapping[str, Any]) -> UrgingLetterRules | None:
    table = document.get("urging_letter")
    if table is None:
        return None
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return UrgingLetterRules(**values)
