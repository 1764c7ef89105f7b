"""One row of the board: what a unit owed in a period and how it stood at the end of a day, with what is missing in words."""

from datetime import date, datetime
from typing import NamedTuple

from neuguong.core.periods import OPEN
from neuguong.ledger.enums import EXTENDED_LETTER, LETTERS, ObligationState
from neuguong.programme.enums import DutyKind

State = ObligationState
WAITING = (State.NOT_DUE, State.DUE_SOON)


class BoardRow(NamedTuple):
    """One unit × duty × period as it stood at the end of a day. A tuple: a province's board has 140,000 of them."""

    obligation_id: int
    unit_id: int
    unit_code: str
    unit_name: str
    unit_kind: str
    duty_code: str
    duty_kind: str
    duty_title: str
    period: str
    year: int
    on: date
    due_on: date
    boundary: str
    closes_at: datetime
    last_day: date
    required: int
    composition: str
    composition_met: bool
    sent: int
    sent_on_time: int
    accepted: int
    collectives: int
    individuals: int
    households: int
    state: ObligationState
    late_days: int
    extended_to: date | None
    exempt_reason: str
    nil_reason: str
    revoked: int  # recognitions taken back by the day: the period's figures differ from those printed before
    restated: bool

    @property
    def letter(self) -> str:
        """What the board prints, so that nobody needs to see colours."""
        return EXTENDED_LETTER if self.extended_to and self.state in WAITING else LETTERS[self.state]

    @property
    def days_left(self) -> int:
        """Days until the last on-time day; 0 on that day, negative afterwards."""
        return (self.last_day - self.on).days

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing, in sentences; nothing when all is well."""
        until = self._until()
        told = self._missing_number()
        return (*(f"{one} {until}".strip() for one in told), *self._missing_kinds())

    @property
    def lacking(self) -> tuple[str, ...]:
        """The same without the day, for where the day stands in a column of its own."""
        return (*self._missing_number(), *self._missing_kinds())

    def _until(self) -> str:
        if self.boundary == OPEN and not self.extended_to:
            return ""
        day = f"{self.last_day:%d/%m/%Y}"
        return f"Hạn là hết ngày {day}." if self.days_left >= 0 else f"Hạn cuối là hết ngày {day}."

    def _missing_number(self) -> tuple[str, ...]:
        if self.state not in (*WAITING, State.OVERDUE):
            return ()
        if self.duty_kind == DutyKind.RETURN:
            return ("Chưa gửi danh sách và chưa báo “không có”.",)
        if self.duty_kind == DutyKind.ACTIVITY:
            told = f"Đã ghi {self.sent} lần, cần ít nhất {self.required}." if self.sent else "Chưa ghi việc đã làm nào."
            return (told,)
        lacking = self.required - self.sent
        if lacking <= 0:
            return ()
        return (f"Còn thiếu {lacking} điển hình: đã gửi {self.sent}, cần ít nhất {self.required}.",)

    def _missing_kinds(self) -> tuple[str, ...]:
        if self.composition_met or not self.sent or self.state == State.EXCUSED:
            return ()
        absent = [word for word, number in (("tập thể", self.collectives), ("cá nhân", self.individuals)) if not number]
        return (f"Chưa có {' và '.join(absent)} nào; kế hoạch cần cả tập thể và cá nhân.",) if absent else ()
