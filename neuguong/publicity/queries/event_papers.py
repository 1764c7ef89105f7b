"""Papers of an event: invitations, the attendance list, the minutes (NĐ 30/2020/NĐ-CP, Phụ lục I, III)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from neuguong.core.papers import (
    Code,
    Column,
    Group,
    Listing,
    OfficialLetter,
    Sheet,
    Table,
    build_letter,
    build_letters,
    build_listing,
    build_workbook,
)
from neuguong.core.periods import LOCAL, local_day
from neuguong.org.enums import Role, UnitKind
from neuguong.org.models import Unit
from neuguong.org.queries.access import holders_of_role
from neuguong.programme.queries.plans import rules_of
from neuguong.publicity.enums import AttendeePart, EventForm
from neuguong.publicity.models import Attendee, Event
from neuguong.publicity.queries.attendees import everybody, who_came
from neuguong.publicity.queries.events import programme_of, sharing_units, standing_holding

Codes = Callable[[Attendee], tuple[Code, ...]]  # what is printed for one person to be read by a telephone

_ROOM = "." * 60  # to write in
INVITATION, MINUTES = "Giấy mời", "Biên bản"
_PLACES = ("xã", "thị trấn", "phường", "huyện", "thành phố", "tỉnh", "ủy ban nhân dân", "ubnd")


def _locality(unit: Unit) -> str:
    """The name before the day: that of the place itself (Phụ lục I, phần I, mục II.4.a); room is left where none is known."""
    first = (unit.name if unit.kind == UnitKind.COMMUNE else unit.place or unit.name).split(",")[0].strip()
    for word in _PLACES:
        bare = first[len(word) + 1 :]
        if first.lower().startswith(f"{word} ") and not bare.isdigit():
            return bare
    return first


def _frame(event: Event, kind: str, at: datetime) -> OfficialLetter:
    """Head and foot of a paper of the organising unit; number, day and signature are written when it is signed."""
    unit, letter = event.unit, rules_of(event.plan, at).unit_letter
    inside = unit.name[:1].lower() + unit.name[1:]
    pattern = letter.issuer_by_kind.get(unit.kind, "")
    authority = letter.authority_by_kind.get(unit.kind, "")
    heads = holders_of_role(Role.UNIT_HEAD, unit=unit, on=local_day(at))
    code = {INVITATION: "GM", MINUTES: "BB"}[kind]
    return OfficialLetter(
        issuer=pattern.replace("{unit}", inside) if pattern else unit.name,
        symbol=f"{code}-UBND" if unit.kind in (UnitKind.COMMUNE, UnitKind.STATE_COMMITTEE) else code,
        place=_locality(unit),
        kind=kind,
        subject=event.name,
        authority=authority,
        signer_title=_signs(authority),
        signer_name=heads[0].full_name if heads and kind == INVITATION else "",
        drafted_on=local_day(at if kind == INVITATION else event.ends_at),
        recipients=("Như trên", "Lưu: VT") if kind == INVITATION else ("Đơn vị tổ chức", "Lưu: VT"),
        paragraphs=(),
    )


def _signs(authority: str) -> str:
    return "Chủ tịch" if authority else "Thủ trưởng đơn vị"


def _when(event: Event) -> str:
    begins, ends = event.starts_at.astimezone(LOCAL), event.ends_at.astimezone(LOCAL)
    if begins.date() == ends.date():
        return f"{begins:%H} giờ {begins:%M}, ngày {begins:%d/%m/%Y}"
    return f"từ {begins:%H} giờ {begins:%M}, ngày {begins:%d/%m/%Y} đến {ends:%H} giờ {ends:%M}, ngày {ends:%d/%m/%Y}"


def _where(event: Event) -> str:
    if event.form == EventForm.ONLINE:
        return "trực tuyến, theo đường dẫn gửi kèm"
    return f"{event.place} (trong {event.within})" if event.form == EventForm.EMBEDDED and event.within else event.place


def invitation_of(event: Event, guest: Attendee, at: datetime) -> OfficialLetter:
    """One invitation: who invites whom to what, when, where (NĐ 30/2020, Phụ lục III, mẫu giấy mời)."""
    frame = _frame(event, INVITATION, at)
    office = f", {guest.office}" if guest.office else ""
    part = {
        AttendeePart.HONOURED: " và được tôn vinh tại",
        AttendeePart.SPEAKER: " và giao lưu, phát biểu tại",
    }.get(AttendeePart(guest.part), "")
    told = [
        f"{frame.issuer} trân trọng kính mời: {guest.name}{office}",
        f"Tới dự{part}: {event.name}",
        f"Thời gian: {_when(event)}",
        f"Địa điểm: {_where(event)}",
    ]
    if event.about:
        told.append(f"Nội dung: {event.about}")
    return replace(frame, paragraphs=tuple(told))


def invitations_docx(event: Event, at: datetime, *, codes: Codes = lambda _guest: ()) -> bytes:
    """One invitation per invited person, each on a page of its own with that person's codes, in one file."""
    guests = [one for one in everybody(event) if one.source == "invited"]
    letters = [replace(invitation_of(event, one, at), codes=codes(one)) for one in guests]
    return build_letters(letters, made_at=at)


def _attendance(event: Event) -> Table:
    """The list for the table at the door: who is expected, who came, room to sign."""
    columns = (
        Column("STT", 14, "center"),
        Column("Họ và tên", 62),
        Column("Chức vụ, đơn vị", 76),
        Column("Tư cách", 36),
        Column("Đến lúc", 30, "center"),
        Column("Ký tên", 34),
    )
    rows = [
        (
            place, one.name, one.office, str(AttendeePart(one.part).label),
            f"{one.arrived_at.astimezone(LOCAL):%H:%M}" if one.arrived_at else "", "",
        )
        for place, one in enumerate(sorted(everybody(event), key=lambda one: (one.sort_key, one.number)), start=1)
    ]  # fmt: skip
    return Table(columns, (Group(rows=tuple(rows)),), empty_text="Danh sách chưa có ai")


def attendance_docx(event: Event, at: datetime) -> bytes:
    """The attendance list as a paper of its own."""
    intro = (f"Thời gian: {_when(event)}. Địa điểm: {_where(event)}.",)
    title = f"Danh sách người dự {event.name}"
    listing = Listing(title=title, table=_attendance(event), introduction=intro)
    return build_listing(listing, issuer=event.unit.name, made_at=at)


def attendance_xlsx(event: Event, at: datetime) -> bytes:
    """The same rows as a spreadsheet."""
    title = f"Danh sách người dự {event.name}"
    sheet = Sheet(name="Người dự", table=_attendance(event), titles=(title, f"{_when(event)}, {_where(event)}"))
    return build_workbook([sheet], title=title, author=event.unit.name, made_at=at)


def minutes_docx(event: Event, at: datetime) -> bytes:
    """The minutes as a draft: what is known of the event, with room for what was said; signed by chair and secretary."""
    frame, holding = _frame(event, MINUTES, at), standing_holding(event)
    came, sharing = who_came(event), sharing_units(event)
    told: list[str] = [f"Thời gian: {_when(event)}", f"Địa điểm: {_where(event)}", f"Đơn vị tổ chức: {event.unit.name}"]
    if sharing:
        told.append(f"Đơn vị cùng tổ chức: {'; '.join(one.name for one in sharing)}")
    told += [f"Chủ trì: {_ROOM}", f"Thư ký: {_ROOM}"]
    told.append(f"Thành phần dự: {event.audience or _ROOM}")
    if holding is not None:
        pupils = f", trong đó {holding.pupils} học sinh, sinh viên" if holding.pupils else ""
        told.append(f"Số người dự: {holding.delegates}{pupils}")
    elif came:
        told.append(f"Số người có mặt theo danh sách: {len(came)}")
    for part, words in ((AttendeePart.HONOURED, "Được tôn vinh"), (AttendeePart.SPEAKER, "Giao lưu, phát biểu")):
        names = [f"{one.name} ({one.office})" if one.office else one.name for one in came if one.part == part]
        if names:
            told.append(f"{words}: {'; '.join(names)}")
    told.append("Diễn biến:")
    for line in programme_of(event):
        told.append(" ".join(part for part in (f"{line.begins}:" if line.begins else "", line.content) if part))
        told.append(f"{line.who}: {_ROOM}" if line.who else _ROOM)
    told.append(f"Kết quả: {holding.outcome}" if holding is not None and holding.outcome else f"Kết quả: {_ROOM}")
    ends = event.ends_at.astimezone(LOCAL)
    told.append(f"Sự kiện kết thúc vào {ends:%H} giờ {ends:%M}, ngày {ends:%d/%m/%Y}")
    return build_letter(
        replace(
            frame, paragraphs=tuple(told), authority="", signer_title="Chủ trì", signer_name="", second_signer="Thư ký"
        ),
        made_at=at,
    )
