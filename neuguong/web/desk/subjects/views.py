"""A subject's whole life, and the list of records that look like one."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from neuguong.core.periods import local_day
from neuguong.exemplars.enums import Certainty, PairState
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.policy import erases_subject, tends_subjects
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.exemplars.queries.repeats import repeat_sentence, repeats_of
from neuguong.exemplars.queries.subjects import (
    PAGE,
    PairListing,
    PairRow,
    holder_of,
    life,
    pair_listing,
    pair_rows,
    pairs_visible_to,
)
from neuguong.org.roles import Permission
from neuguong.web.desk.nominations.listing import ListPage
from neuguong.web.desk.subjects.scope import subject_or_404
from neuguong.web.ui.templatetags.ui import vnum

NOT_YOURS = "Danh sách này dành cho cơ quan thường trực và cán bộ đầu mối, người đứng đầu đơn vị."
SHOWN = 5


class WantedForm(forms.Form):
    """What the address asks for; anything unreadable counts as not asked."""

    state = forms.ChoiceField(required=False, choices=PairState.choices)
    certainty = forms.ChoiceField(required=False, choices=Certainty.choices)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)


def _capital(choices: Any) -> list[tuple[str, str]]:
    return [(code, label[:1].upper() + label[1:]) for code, label in choices]


def _page(found: PairListing) -> ListPage:
    first = (found.page - 1) * PAGE + 1
    total = f"hơn {vnum(found.total)}" if found.more else vnum(found.total)
    words = f"{vnum(first)}–{vnum(first + len(found.rows) - 1)} trong {total} cặp"
    return ListPage(found.page, found.page > 1, found.page < found.pages, words)


@require_safe
def duplicates(request: Any) -> HttpResponse:
    """Pairs that look like one subject, of which this person may know both."""
    if not (request.office.may(Permission.KEEP_LEDGER) or request.office.may(Permission.PREPARE_NOMINATION)):
        raise PermissionDenied(NOT_YOURS)
    form = WantedForm(request.GET)
    form.is_valid()
    state = form.cleaned_data.get("state") or PairState.OPEN
    certainty = form.cleaned_data.get("certainty") or ""
    found = pair_listing(
        pairs_visible_to(request.user.pk, request.today),
        state=state,
        certainty=certainty,
        page=form.cleaned_data.get("page") or 1,
    )
    context = {
        "rows": found.rows,
        "page": _page(found),
        "state": state,
        "certainty": certainty,
        "states": _capital(PairState.choices),
        "certainties": _capital(Certainty.choices),
        "office": request.office.may(Permission.KEEP_LEDGER),
    }
    return render(request, "desk/subjects/duplicates.html", context)


@require_safe
def subject(request: Any, pk: int) -> HttpResponse:
    """One subject over all units and years, as far as this person may see; an absorbed one leads to who holds it."""
    if (holder := holder_of(pk)) is not None:
        subject_or_404(request, holder)
        return redirect("desk:subject", holder)
    found = subject_or_404(request, pk)
    tends = tends_subjects(request.actor, [found], request.now) is None
    erases = found.erased_at is None and request.office.may(Permission.KEEP_LEDGER)
    context = {
        "life": life(found, request.user.pk, request.today, merges=tends),
        "pairs": _pairs_of(request, pk),
        "tends": tends,
        "keeps_register": request.office.may(Permission.KEEP_LEDGER),
        "erased_at": found.erased_at,
        "erased_words": _erased(found.erased_at),
        "may_erase": erases,
        "not_erased": erases_subject(request.actor, found, request.now) if erases else None,
    }
    return render(request, "desk/subjects/subject.html", context)


def _erased(at: datetime | None) -> str:
    return f"Xóa ngày {local_day(at):%d/%m/%Y}. Dòng công nhận và gói quý đã gửi được giữ lại." if at else ""


def _pairs_of(request: Any, pk: int) -> list[dict[str, Any]]:
    """Undecided pairs with this subject, for those who may decide about them or see both."""
    if not (request.office.may(Permission.KEEP_LEDGER) or request.office.may(Permission.PREPARE_NOMINATION)):
        return []
    found = pairs_visible_to(request.user.pk, request.today).filter(Q(first=pk) | Q(second=pk), state=PairState.OPEN)
    rows: tuple[PairRow, ...] = pair_rows(found.order_by("-certainty", "-found_at", "-pk")[:SHOWN])
    return [{"row": row, "other": row.other(pk)} for row in rows]


def on_dossier(request: Any, nomination: Nomination) -> dict[str, Any]:
    """What the dossier's page says about the same achievement and the same subject elsewhere."""
    found = repeats_of(nomination, visible_to(request.user.pk, request.today))
    return {
        "subject_id": nomination.subject_id,
        "repeats": found,
        "repeat_sentence": repeat_sentence(found),
        "alike": _pairs_of(request, nomination.subject_id),
    }
