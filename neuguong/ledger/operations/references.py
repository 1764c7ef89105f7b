"""Official number and date of a paper that was made here and signed outside: what can be, whatever the paper."""

from datetime import date, datetime

from neuguong.core.errors import BadInput
from neuguong.core.models import StoredFile
from neuguong.core.papers import short_date
from neuguong.core.periods import local_day

Said = tuple[str, date, str]


def checked_number(document_number: str, issued_on: date, *, made_at: datetime, made: str, at: datetime) -> str:
    """The number without needless blanks. `made` says what was made then ("lập gói"). Raises BadInput."""
    number = " ".join(document_number.split())
    if not number:
        raise BadInput("Ghi số, ký hiệu của văn bản, ví dụ 215/UBND-NV.", field="document_number")
    if issued_on < local_day(made_at):
        day = short_date(local_day(made_at))
        raise BadInput(f"Ngày văn bản không thể trước ngày {made} ({day}).", field="issued_on")
    if issued_on > local_day(at):
        raise BadInput("Ngày văn bản không thể sau hôm nay.", field="issued_on")
    return number


def said(number: str, issued_on: date, scan: StoredFile | None) -> Said:
    """What an entry says: the same words twice, one after the other, are one press of the button."""
    return number, issued_on, scan.digest if scan else ""
