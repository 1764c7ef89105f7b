"""The minutes of a hand-over (biên bản bàn giao), to be signed by who leaves, who takes over and the head."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from neuguong.core.papers import KIND_CODES, Block, Column, Group, Heading, OfficialLetter, Table, build_letter, symbol
from neuguong.core.periods import local_day
from neuguong.ledger.papers import filled
from neuguong.ledger.queries.unit_letter import locality, short_title
from neuguong.org.enums import Role
from neuguong.org.models import Unit
from neuguong.org.queries.access import holders_of_role
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of

KIND = "Biên bản"
DOTS = "." * 60  # to write on
ROOM = "\n"  # to sign in
CLOSING = "Biên bản lập thành ba bản, mỗi bên giữ một bản, đơn vị lưu một bản."


@dataclass(frozen=True, slots=True)
class OpenThing:
    """One thing that waits: what, its number if it has one, by when, and what is to be done."""

    title: str
    number: str
    until: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Handing:
    """Who hands over what to whom; without a successor room is left to write the name in."""

    leaver: str
    leaver_title: str
    successor: str
    roles: tuple[str, ...]
    groups: tuple[tuple[str, tuple[OpenThing, ...], int], ...]  # title, things, how many more than are listed
    unread: int


def handing_over_paper(handing: Handing, *, unit: Unit, plan: Plan, at: datetime) -> bytes:
    """The minutes as .docx under the unit's own head (NĐ 30/2020, Phụ lục III, mẫu 1.9)."""
    letter = rules_of(plan, at).unit_letter
    inside = unit.name[:1].lower() + unit.name[1:] if unit.kind in letter.issuer_by_kind else unit.name
    authority = letter.authority_by_kind.get(unit.kind, "")
    heads = holders_of_role(Role.UNIT_HEAD, unit=unit, on=local_day(at))
    sign = letter.symbol_by_kind.get(unit.kind, letter.symbol).strip("/").split("-")
    office = next((part for part in sign if part not in KIND_CODES.values()), "")
    paper = OfficialLetter(
        issuer=filled(letter.issuer_by_kind.get(unit.kind, "{unit}"), {"unit": inside}),
        symbol=symbol(KIND_CODES[KIND], office),
        place=locality(unit),
        kind=KIND,
        subject="Bàn giao công việc giới thiệu gương điển hình tiên tiến",
        drafted_on=local_day(at),
        paragraphs=(*_opening(handing, at), *_things(handing), _signatures(handing), CLOSING),
        authority=authority,
        signer_title=short_title(heads[0].title if heads else "", authority),
        signer_name=heads[0].full_name if heads else None,
        recipients=("Bên giao", "Bên nhận", "Lưu: VT"),
    )
    return build_letter(paper, made_at=at)


def _opening(handing: Handing, at: datetime) -> tuple[Block, ...]:
    title = f", {handing.leaver_title}" if handing.leaver_title else ""
    return (
        f"Danh sách lập từ hệ thống ngày {local_day(at):%d/%m/%Y}.",
        f"Bên giao: {handing.leaver}{title}.",
        f"Bên nhận: {handing.successor}." if handing.successor else f"Bên nhận: {DOTS}",
        Heading("I. Vai trò bàn giao"),
        *(f"{number}. {words[:1].upper()}{words[1:]}." for number, words in enumerate(handing.roles, 1)),
        Heading("II. Việc đang mở"),
    )


def _things(handing: Handing) -> Iterable[Block]:
    if not handing.groups:
        yield "Không có việc nào đang mở."
    for number, (title, things, more) in enumerate(handing.groups, 1):
        yield Heading(f"{number}. {title}", level=2)
        yield _table(things)
        if more:
            yield f"Còn {more} việc nữa cùng loại trong hệ thống."
    if handing.unread:
        yield f"Thông báo chưa đọc: {handing.unread}."


def _table(things: Sequence[OpenThing]) -> Table:
    columns = (
        Column("TT", 10, "center"),
        Column("Việc", 50),
        Column("Số", 32),
        Column("Ngày", 24, "center"),
        Column("Ghi chú", 47),
    )
    rows = tuple((place, one.title, one.number, one.until, one.words) for place, one in enumerate(things, 1))
    return Table(columns=columns, groups=(Group(rows=rows),))


def _signatures(handing: Handing) -> Table:
    rows = (("Bên giao", handing.leaver + ROOM, ""), ("Bên nhận", (handing.successor or "") + ROOM, ""))
    return Table(columns=(Column("Bên", 30), Column("Họ và tên", 67), Column("Ký", 66)), groups=(Group(rows=rows),))
