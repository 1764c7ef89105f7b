"""Mail and short messages that no try brought out: whose, when written, what went wrong in plain words."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet

from neuguong.core.models import Letter, TextMessage
from neuguong.core.outbox import GAVE_UP, Kind, given_up
from neuguong.org.models import CouncilSeat, Membership
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission

TENDED_BY = (Permission.KEEP_LEDGER, Permission.MANAGE_ACCOUNTS)
LETTER, TEXT = "thu", "tin"
KINDS: dict[str, Kind] = {LETTER: Letter, TEXT: TextMessage}

# What a mail server or its library calls it -> what a clerk understands, and what to do.
_WORDS = (
    (r"^SMTPRecipientsRefused|^SMTPDataError 55|^(\w+ )?55[0134]$", "Máy chủ thư không nhận địa chỉ người nhận. Sửa địa chỉ ở tài khoản rồi gửi lại."),
    (r"^SMTPAuthenticationError", "Máy chủ thư không cho hệ thống đăng nhập. Người giữ máy chủ xem lại tài khoản gửi thư rồi gửi lại."),
    (r"^SMTPSenderRefused", "Máy chủ thư không nhận địa chỉ gửi của hệ thống. Người giữ máy chủ xem lại rồi gửi lại."),
    (r"^(SMTPServerDisconnected|SMTPConnectError|SMTPHeloError|Connection\w*Error|ConnectionError|TimeoutError|gaierror|OSError|URLError|SSL\w*)", "Không nối được với máy chủ gửi. Máy chủ hoạt động lại thì gửi lại."),
    (r"^GatewayRefused", "Cổng tin nhắn trả lời lỗi. Người giữ máy chủ xem lại cổng rồi gửi lại."),
)  # fmt: skip


def why(failed: str) -> str:
    """What went wrong with a letter, in plain words; what nobody foresaw is told as the server named it."""
    if failed == GAVE_UP:
        return "Máy dừng giữa chừng mỗi lần gửi. Gửi lại một lần; còn lỗi thì báo người giữ máy chủ."
    found = next((words for pattern, words in _WORDS if re.search(pattern, failed)), "")
    return found or f"Máy chủ trả lời lỗi ({failed or 'không rõ'}). Báo người giữ máy chủ."


@dataclass(frozen=True, slots=True)
class Failed:
    """One letter or short message that was given up; nothing of what it says."""

    key: str
    kind: str
    recipient: str
    title: str
    written_at: datetime
    why: str


def given_up_visible_to(account_id: int, on: date) -> "dict[str, QuerySet[Any]]":
    """What was given up to people with a role where a person keeps the ledger or the accounts, and to people from outside."""
    scopes = [scope for one in TENDED_BY if (scope := scope_of(account_id, one, on=on)).units or scope.tops]
    if not scopes:
        return {key: kind.objects.none() for key, kind in KINDS.items()}
    roles, seats = Q(), Q()
    for scope in scopes:
        roles |= scope.q()
        seats |= scope.q("council__unit")
    people = Q(recipient__in=Membership.objects.filter(roles).values("account"))
    people |= Q(recipient__in=CouncilSeat.objects.filter(seats).values("account"))
    return {LETTER: given_up(Letter).filter(people | Q(recipient=None)), TEXT: given_up(TextMessage).filter(people)}


def how_many_given_up(account_id: int, on: date) -> int:
    """How many a person may let go out again."""
    return sum(rows.count() for rows in given_up_visible_to(account_id, on).values())


def failed_mail(account_id: int, on: date, *, most: int) -> tuple[Failed, ...]:
    """The newest of them, in two statements."""
    found = given_up_visible_to(account_id, on)
    rows = [
        [(key, row) for row in kind.select_related("recipient").defer("body").order_by("-written_at", "-pk")[:most]]
        for key, kind in found.items()
    ]
    newest = sorted(chain(*rows), key=lambda pair: (pair[1].written_at, pair[1].pk), reverse=True)[:most]
    return tuple(_failed(key, row) for key, row in newest)


def _failed(key: str, row: Any) -> Failed:
    who, title = (row.recipient.full_name, row.recipient.title) if row.recipient else ("Người ngoài hệ thống", "")
    kind = "tin nhắn" if key == TEXT else "thư điện tử"
    return Failed(f"{key}-{row.pk}", kind, who, title, row.written_at, why(row.failed))
