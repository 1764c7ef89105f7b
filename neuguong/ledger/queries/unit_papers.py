"""Letters that units sent on paper and the office typed for them: who sees them, what stands in them."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from neuguong.core.periods import day_ends, local_day
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.queries.conflicts import hidden_from, recorded_of
from neuguong.ledger.models import Obligation, PaperDossier, PaperRemark, UnitPaper
from neuguong.org.queries.access import scope_of
from neuguong.org.roles import Permission

_ALONG = ("obligation__unit", "obligation__duty__plan", "scan", "recorded_by")


def papers_visible_to(account_id: int, on: date) -> "QuerySet[UnitPaper]":
    """Letters of the units whose dossiers a person may read; a letter with a dossier they keep away from is none of theirs."""
    scope = scope_of(account_id, Permission.SEE_DOSSIERS, on=on, inherited=True)
    rows = UnitPaper.objects.filter(scope.q("obligation__unit")).select_related(*_ALONG)
    if recorded_of(account_id, on).hides:
        closed = PaperDossier.objects.filter(paper=OuterRef("pk"), nomination__in=hidden_from(account_id, on))
        rows = rows.filter(~Exists(closed))
    return rows


def remarks_visible_to(account_id: int, on: date) -> "QuerySet[PaperRemark]":
    """What units said to the letters that a person may read."""
    return PaperRemark.objects.filter(paper__in=papers_visible_to(account_id, on)).select_related("paper")


def remarks_to_answer(account_id: int, on: date) -> "QuerySet[PaperRemark]":
    """What units said and nobody of this person's office has answered yet, the oldest first."""
    scope = scope_of(account_id, Permission.KEEP_LEDGER, on=on)
    rows = remarks_visible_to(account_id, on).filter(scope.q("paper__obligation__unit"), answered_at=None)
    return rows.select_related("paper__obligation__unit").order_by("made_at", "id")


def paper_behind(nomination: Nomination) -> UnitPaper | None:
    """The letter from which a dossier was typed."""
    return UnitPaper.objects.filter(dossiers__nomination=nomination).select_related(*_ALONG).first()


def papers_of(obligation: Obligation, on: date) -> "QuerySet[UnitPaper]":
    """The letters typed for one row, that had arrived by a day."""
    rows = UnitPaper.objects.filter(obligation=obligation, effective_at__lt=day_ends(on))
    return rows.select_related(*_ALONG).order_by("effective_at", "id")


def paper_words(paper: UnitPaper) -> str:
    """Who typed what for whom, by which letter: the attribution that stands wherever the letter counts."""
    who = paper.recorded_by.full_name if paper.recorded_by else "Hệ thống"
    arrival = f" (số đến {paper.arrival_number})" if paper.arrival_number else ""
    return (
        f"{who} ghi thay {paper.obligation.unit.name} theo văn bản số {paper.number} ngày {paper.signed_on:%d/%m/%Y}, "
        f"đến ngày {local_day(paper.effective_at):%d/%m/%Y}{arrival}."
    )
