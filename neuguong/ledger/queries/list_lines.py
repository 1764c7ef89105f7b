"""From dossiers to the lines of a trích ngang list: three queries, however many dossiers."""

from collections import defaultdict

from django.db.models import QuerySet

from neuguong.core.papers import short_date
from neuguong.exemplars.enums import Influence, Labour
from neuguong.exemplars.models import EarlierAward, Nomination
from neuguong.ledger.papers import ListLine

_LABOUR = {Labour.DIRECT: "trực tiếp", Labour.MANAGER: "lãnh đạo, quản lý"}  # as lists print it


def list_lines(nominations: "QuerySet[Nomination]") -> tuple[ListLine, ...]:
    """One line per dossier: communes' and offices' names in Vietnamese order, then people by given name."""
    rows = list(
        nominations.select_related("subject", "unit", "sector", "movement").order_by(
            "unit__sort_key", "unit_id", "sort_key", "id"
        )
    )
    awards: dict[int, list[EarlierAward]] = defaultdict(list)
    for award in EarlierAward.objects.filter(nomination__in=[row.pk for row in rows]).order_by("id"):
        awards[award.nomination_id].append(award)
    return tuple(_line(row, awards[row.pk]) for row in rows)


def _line(row: Nomination, awards: list[EarlierAward]) -> ListLine:
    subject = row.subject
    name = f"{subject.form_of_address} {subject.name}" if subject.form_of_address else subject.name
    where = [row.position, subject.place, f"{row.members} thành viên" if row.members else ""]
    return ListLine(
        nomination_id=row.pk,
        number=row.number,
        unit_id=row.unit_id,
        unit=row.unit.name,
        kind=row.kind,
        name=name[:1].upper() + name[1:],
        birth_year=subject.birth_year,
        position=", ".join(part for part in where if part),
        labour=_LABOUR.get(Labour(row.labour), "") if row.labour else "",
        sector=row.sector.name if row.sector else "",
        movement=row.movement.name if row.movement else "",
        summary=row.achievement_summary.strip(),
        influence=str(Influence(row.influence).label) if row.influence else "",
        awards="; ".join(award_text(award) for award in awards),
    )


def award_text(award: EarlierAward) -> str:
    """ "Giấy khen (Quyết định số 12/QĐ-UBND ngày 05/01/2024)"."""
    paper = f"số {award.document_number}" if award.document_number else ""
    day = f"ngày {short_date(award.decided_on)}" if award.decided_on else ""
    proof = " ".join(part for part in (paper, day) if part)
    return f"{award.name} (Quyết định {proof})" if proof else award.name
