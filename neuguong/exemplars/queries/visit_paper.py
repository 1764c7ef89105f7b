"""The minutes of a check on site (biên bản), to be read out and signed by those who were met (ADR 0016)."""

from datetime import datetime

from neuguong.core.papers import KIND_CODES, Column, Group, Heading, OfficialLetter, Table, build_letter, symbol
from neuguong.core.periods import LOCAL, local_day
from neuguong.exemplars.enums import VisitOpinion
from neuguong.exemplars.models import FieldVisit, Nomination, VisitPhoto
from neuguong.programme.rules.papers import PackageRules

KIND = "Biên bản"
DOTS = "." * 115  # a line to write on
ROOM = "\n"  # to sign in
HEARD = "Biên bản lập thành hai bản, đã đọc lại cho những người có tên trên đây cùng nghe và ký xác nhận."


def minutes_of(visit: FieldVisit, head: PackageRules, *, made_at: datetime) -> bytes:
    """The minutes as .docx, with the head of the office's own letters (NĐ 30/2020, Phụ lục III, mẫu 1.9).

    What was heard against the person and from whom is left out: those who sign may be those it was asked behind.
    """
    nomination, person = visit.nomination, visit.entered_by
    letter = OfficialLetter(
        superior=head.superior,
        issuer=head.issuer,
        symbol=symbol(KIND_CODES[KIND], _office(head)),
        place=head.place,
        kind=KIND,
        subject=f"Kiểm tra thực tế hồ sơ {nomination.number}",
        dated_on=local_day(visit.visited_at),
        paragraphs=(*_opening(visit, nomination), *_findings(visit), _signatures(visit), HEARD),
        signer_title="Người kiểm tra",
        signer_name=person.full_name,
        recipients=("Người được gặp", f"Lưu: Hồ sơ {nomination.number}"),
    )
    return build_letter(letter, made_at=made_at)


def _office(head: PackageRules) -> str:
    """ "UBND" of "/UBND-NV" or "/TTr-UBND": minutes carry the issuer's sign behind their kind (PL I, mục II.3)."""
    parts = [one for one in head.symbol.strip("/").split("-") if one not in KIND_CODES.values()]
    return parts[0] if parts else ""


def _opening(visit: FieldVisit, nomination: Nomination) -> tuple[str | Heading, ...]:
    then = visit.visited_at.astimezone(LOCAL)
    return (
        f"Thời gian: {then:%H} giờ {then:%M} phút, ngày {then:%d/%m/%Y}.",
        f"Địa điểm: {_closed(visit.place)}",
        f"Nội dung: đối chiếu tại chỗ hồ sơ giới thiệu {nomination.subject.name}, {nomination.unit.name}.",
        Heading("I. Thành phần"),
        f"1. Người kiểm tra: {_closed(visit.entered_by.full_name)}",
        f"2. Người được gặp: {_closed('; '.join(_people(visit)))}",
    )


def _findings(visit: FieldVisit) -> tuple[str | Heading, ...]:
    said = [_closed(visit.opinion_words)] if visit.opinion_words.strip() else []
    return (
        Heading("II. Kết quả kiểm tra"),
        *said,
        f"Kết luận của người kiểm tra: {VisitOpinion(visit.opinion).label}.",
        *_photos(visit),
        Heading("III. Ý kiến của người được gặp"),
        DOTS,
        DOTS,
    )


def _photos(visit: FieldVisit) -> tuple[str, ...]:
    taken = list(VisitPhoto.objects.filter(visit=visit).order_by("id").values_list("taken_at", flat=True))
    if not taken:
        return ()
    hours = sorted({f"{one.astimezone(LOCAL):%H:%M}" for one in taken if one is not None})
    return (f"Ảnh chụp tại chỗ: {len(taken)} ảnh{', chụp lúc ' + ', '.join(hours) if hours else ''}.",)


def _signatures(visit: FieldVisit) -> Table:
    rows = tuple((place, name + ROOM, "") for place, name in enumerate(_people(visit), 1))
    return Table(
        columns=(Column("TT", 12, "center"), Column("Người được gặp", 85), Column("Ký, ghi rõ họ tên", 66)),
        groups=(Group(rows=rows),),
    )


def _people(visit: FieldVisit) -> list[str]:
    """One name a line or between semicolons, as it was typed on site."""
    parts = visit.people_met.replace(";", "\n").splitlines()
    return [" ".join(one.split()).rstrip(".") for one in parts if one.strip()]


def _closed(text: str) -> str:
    tidy = " ".join(text.split())
    return tidy if tidy.endswith((".", "!", "?", "…")) else f"{tidy}."
