"""Calendars (iCalendar, RFC 5545) from plain entries: text in, text out. Moments are written in UTC, so no zone is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

OCTETS = 75  # the longest line, without its end
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event; `uid` never changes, `sequence` grows with each change."""

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int = 0
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False


def calendar(entries: Iterable[Entry], *, name: str) -> str:
    """A whole calendar: lines end in CRLF, long ones are folded, what somebody typed is escaped."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Neu Guong//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    for one in entries:
        lines += _event(one)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(one: Entry) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{_text(one.uid)}", f"DTSTAMP:{_moment(one.changed_at)}"]
    lines += [f"DTSTART:{_moment(one.starts_at)}", f"DTEND:{_moment(one.ends_at)}", f"SEQUENCE:{one.sequence}"]
    lines.append(f"SUMMARY:{_text(one.summary)}")
    lines += [
        f"{key}:{_text(told)}" for key, told in (("LOCATION", one.location), ("DESCRIPTION", one.description)) if told
    ]
    if one.url:
        lines.append(f"URL:{one.url}")
    return [*lines, f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}", "END:VEVENT"]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(told: str) -> str:
    plain = told.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign == "\n" or sign.isprintable()).translate(_ESCAPED)


def _folded(line: str) -> str:
    """Broken after at most 75 octets, never inside a letter; what follows begins with a space. (RFC 5545, 3.1)"""
    parts, part, size = [], "", 0
    for sign in line:
        more = len(sign.encode())
        if size + more > OCTETS:
            parts.append(part)
            part, size = " ", 1
        part, size = part + sign, size + more
    return "\r\n".join([*parts, part])
