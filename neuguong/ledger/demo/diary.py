"""Acts in the order in which they were entered, and the hours of an office."""

import heapq
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from neuguong.core.once import asking_once
from neuguong.core.periods import LOCAL

Act = Callable[[], object]


@dataclass(slots=True)
class Diary:
    """A queue of acts, each with the moment of its entry; an act may add later ones while it is played."""

    _entries: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _count: int = 0

    def note(self, moment: datetime, act: Act) -> None:
        """Play `act` at its turn; acts of one moment keep the order in which they were noted."""
        self._count += 1
        heapq.heappush(self._entries, (moment, self._count, act))

    def play(self) -> int:
        """Play everything; says how many acts that were."""
        played = 0
        with asking_once():  # nobody else writes while this one transaction lasts
            while self._entries:
                heapq.heappop(self._entries)[2]()
                played += 1
        return played


def spread(key: str, size: int) -> int:
    """A number below `size` that looks accidental and is the same in every run."""
    return zlib.crc32(key.encode()) % size


def local(moment: datetime) -> datetime:
    """A moment of a data file, which is written without a zone, as a moment of the office."""
    return moment.replace(tzinfo=LOCAL)


def working_day(day: date) -> date:
    """The day itself, or the Friday before a week-end."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def office_hour(day: date, key: str) -> datetime:
    """A moment of a working day between 08:00 and 16:59, lunch left out."""
    hour = (8, 9, 10, 14, 15, 16)[spread(f"{key} hour", 6)]
    return datetime.combine(working_day(day), time(hour, spread(f"{key} minute", 60)), LOCAL)
