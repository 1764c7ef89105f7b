"""A unit's own letter with its list, made when asked for: what it says is what the dossiers say now."""

from datetime import datetime

from neuguong.core.errors import BadInput
from neuguong.core.papers import build_letter
from neuguong.core.periods import local_day
from neuguong.core.text import fold
from neuguong.exemplars.enums import NominationState
from neuguong.exemplars.models import Nomination
from neuguong.ledger.enums import ReturnKind
from neuguong.ledger.models import Return
from neuguong.ledger.papers import Occasion, UnitLetterContent, filled, unit_letter_paper
from neuguong.ledger.queries.list_lines import list_lines
from neuguong.ledger.queries.packages import kinds_of
from neuguong.org.enums import Role, UnitKind
from neuguong.org.models import Unit
from neuguong.org.queries.access import holders_of_role
from neuguong.programme.models import Plan
from neuguong.programme.queries.plans import rules_of

_PLACE_WORDS = ("xã", "phường", "thị trấn", "thị xã", "thành phố", "quận", "huyện", "tỉnh", "thôn")


def unit_letter(*, unit: Unit, plan: Plan, period: str, at: datetime) -> bytes:
    """The letter of a unit for a quarter as .docx, to be printed, numbered and signed.

    It lists what the unit has sent in that round; for the round open now also its drafts and returned dossiers, since
    the head signs before sending. Raises BadInput for a period that is no round of the plan.
    """
    content = unit_letter_content(unit=unit, plan=plan, period=period, at=at)
    return build_letter(unit_letter_paper(content), made_at=at)


def unit_letter_content(*, unit: Unit, plan: Plan, period: str, at: datetime) -> UnitLetterContent:
    """Everything the letter says."""
    rules = rules_of(plan, at)
    quarter = next((found for found in rules.return_duty.periods if found.code == period), None)
    if quarter is None:
        raise BadInput("Kế hoạch không có đợt này.", field="period")
    chosen = Nomination.objects.filter(plan=plan, unit=unit, closed_at=None, round_code=period)
    if quarter == rules.round_at(at):
        waiting = (NominationState.DRAFT, NominationState.RETURNED)
        drafts = Nomination.objects.filter(plan=plan, unit=unit, closed_at=None, round_code="", state__in=waiting)
        chosen = chosen | drafts
    letter = rules.unit_letter
    # Within a longer name the kind of a place is written small: "Ủy ban nhân dân xã …".
    inside = unit.name[:1].lower() + unit.name[1:] if unit.kind in letter.issuer_by_kind else unit.name
    authority = letter.authority_by_kind.get(unit.kind, "")
    heads = holders_of_role(Role.UNIT_HEAD, unit=unit, on=local_day(at))
    nil = Return.objects.filter(
        obligation__unit=unit, obligation__duty__plan=plan, obligation__period=period, kind=ReturnKind.NIL
    ).first()
    return UnitLetterContent(
        rules=letter,
        occasion=Occasion(
            plan_number=plan.number,
            plan_date=plan.issued_on,
            period=quarter,
            drafted_on=local_day(at),
            kinds=kinds_of(rules),
        ),
        lines=list_lines(chosen),
        unit=unit.name,
        unit_kind=unit.kind,
        issuer=filled(letter.issuer_by_kind.get(unit.kind, "{unit}"), {"unit": inside}),
        authority=authority,
        place=locality(unit),
        signer_title=short_title(heads[0].title if heads else "", authority),
        signer=heads[0].full_name if heads else "",
        reason=nil.reason if nil else "",
    )


def short_title(title: str, authority: str) -> str:
    """The signer's office under "TM. Ủy ban nhân dân": "Chủ tịch", since the line above already names the body."""
    body = authority.partition(".")[2].strip()
    for named in (body, "".join(word[0] for word in fold(body).split())):
        place = title.casefold().find(f" {named}".casefold()) if named else -1
        if place > 0:
            return title[:place]
    return title or "Thủ trưởng đơn vị"


def locality(unit: Unit) -> str:
    """The name before the day on a unit's paper: a commune's is its own name, others write where they sit.

    A name that is a number keeps its kind: "Phường 1" (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.4.a).
    """
    place = unit.name if unit.kind == UnitKind.COMMUNE else unit.place or unit.name
    first = place.split(",")[0].strip()
    for word in _PLACE_WORDS:
        bare = first[len(word) + 1 :]
        if first.lower().startswith(f"{word} ") and not bare.isdigit():
            return bare
    return first
