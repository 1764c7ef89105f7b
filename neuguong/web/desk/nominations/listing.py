"""The list of dossiers: search, filters, order and pages, all in the address; and one step for many."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from neuguong.core.periods import Period
from neuguong.exemplars.enums import NominationState, SubjectKind
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.bulk import each
from neuguong.exemplars.operations.nominations import decline_nomination, return_nomination, verify_nomination
from neuguong.exemplars.queries.nominations import (
    Filters,
    Listing,
    Place,
    listing,
    place_in_queue,
    units_to_choose,
    visible_to,
)
from neuguong.exemplars.workflows import NOMINATION
from neuguong.ledger.operations.sending import send_nomination
from neuguong.org.roles import Permission
from neuguong.programme.queries.plans import rules_of
from neuguong.web.ui.templatetags.ui import vnum

PER_PAGE = 20
MOST_AT_ONCE = 200
SORTS = [
    ("newest", "Mới sửa trước"),
    ("sent", "Mới gửi trước"),
    ("name", "Tên"),
    ("unit", "Đơn vị"),
]
# Which permission offers a step for many dossiers; the operation asks again for each row.
BULK = {
    "submit": Permission.SUBMIT_NOMINATION,
    "verify": Permission.VERIFY,
    "return": Permission.VERIFY,
    "decline": Permission.VERIFY,
}


class WantedForm(forms.Form):
    """What the address asks for; anything unreadable counts as not asked."""

    q = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(required=False, choices=NominationState.choices)
    unit = forms.IntegerField(required=False, min_value=1)
    sector = forms.CharField(required=False, max_length=40)
    kind = forms.ChoiceField(required=False, choices=SubjectKind.choices)
    round_code = forms.RegexField(r"^[0-9]{4}-Q[1-4]$", required=False)
    sort = forms.ChoiceField(required=False, choices=SORTS)
    page = forms.IntegerField(required=False, min_value=1)


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list as the pager reads it."""

    number: int
    has_previous: bool
    has_next: bool
    num_text: str


def _wanted(query: QueryDict) -> dict[str, Any]:
    form = WantedForm(query)
    form.is_valid()
    clean = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    return clean | {"sort": clean["sort"] or "newest", "page": clean["page"] or 1, "unit": clean["unit"] or None}


def _filters(request: Any, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """The drop-downs, each with what is chosen."""
    plan = request.office.plan
    units = [(str(pk), name) for pk, name in units_to_choose(request.user.pk, request.today)]
    sectors = plan.sectors.values_list("code", "short_name") if plan else []
    rounds = _rounds(request, plan) if plan else []
    rows = [
        ("state", "Trạng thái", "Mọi trạng thái", _capital(NominationState.choices)),
        ("unit", "Đơn vị", "Mọi đơn vị", units if len(units) > 1 else []),
        ("sector", "Lĩnh vực", "Mọi lĩnh vực", sectors),
        ("kind", "Đối tượng", "Mọi đối tượng", _capital(SubjectKind.choices)),
        ("round_code", "Đợt", "Mọi đợt", rounds),
    ]
    return [
        {"name": name, "label": label, "all": every, "choices": choices, "value": str(wanted[name] or "")}
        for name, label, every, choices in rows
        if choices
    ]


def _rounds(request: Any, plan: Any) -> list[tuple[str, str]]:
    rules = rules_of(plan, at=request.now)
    now = rules.round_at(request.now)
    return [(one.code, one.label.capitalize()) for one in reversed(rules.return_duty.periods) if not now < one]


def _capital(choices: Any) -> list[tuple[str, str]]:
    return [(code, label[:1].upper() + label[1:]) for code, label in choices]


def _page(found: Listing) -> ListPage:
    first = (found.page - 1) * PER_PAGE + 1
    last = first + len(found.rows) - 1
    total = f"hơn {vnum(found.total)}" if found.more else vnum(found.total)
    return ListPage(
        found.page, found.page > 1, found.page < found.pages, f"{vnum(first)}–{vnum(last)} trong {total} hồ sơ"
    )


def _bulk_steps(request: Any) -> list[tuple[str, str]]:
    return [(name, NOMINATION.steps[name].label) for name, needed in BULK.items() if request.office.may(needed)]


@require_safe
def nominations(request: Any) -> HttpResponse:
    """The dossiers this person may see; htmx gets the rows alone, everybody else the page."""
    wanted = _wanted(request.GET)
    filters = Filters(**{name: wanted[name] for name in ("q", "state", "unit", "sector", "kind", "round_code")})
    found = listing(
        visible_to(request.user.pk, request.today), filters, sort=wanted["sort"], page=wanted["page"], per_page=PER_PAGE
    )
    context = {
        "rows": found.rows,
        "page": _page(found),
        "wanted": wanted,
        "narrowed": filters != Filters(),
        "bulk_steps": _bulk_steps(request),
        "back": request.get_full_path(),
        "may_write": request.office.may(Permission.PREPARE_NOMINATION),
        "judges": request.office.may(Permission.VERIFY) or request.office.may(Permission.RECOGNISE_BY_COUNCIL),
        "from_paper": request.office.may(Permission.KEEP_LEDGER),
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "desk/nominations/list.html#rows", context)
    context |= {
        "filters": _filters(request, wanted),
        "filtered": replace(filters, q="") != Filters(),
        "sorts": SORTS,
    }
    return render(request, "desk/nominations/list.html", context)


def queue_place(request: Any, nomination: Nomination) -> Place | None:
    """Where the dossier stands in the office's queue; None for who does not verify."""
    if not request.office.may(Permission.VERIFY):
        return None
    return place_in_queue(nomination, visible_to(request.user.pk, request.today))


def _operation(request: Any, step: str, note: str) -> Callable[[Nomination], object]:
    common = {"by": request.actor, "at": request.now}
    return {
        "submit": lambda one: send_nomination(nomination=one, **common),
        "verify": lambda one: verify_nomination(nomination=one, note=note, **common),
        "return": lambda one: return_nomination(nomination=one, note=note, **common),
        "decline": lambda one: decline_nomination(nomination=one, note=note, **common),
    }[step]


@require_POST
def bulk(request: Any) -> HttpResponse:
    """One step for the chosen dossiers, row by row; each row answers for itself."""
    step = request.POST.get("step", "")
    back = _own_list(request.POST.get("back", ""))
    ids = [int(pk) for pk in request.POST.getlist("ids") if pk.isascii() and pk.isdecimal() and len(pk) < 18]
    if step not in dict(_bulk_steps(request)) or not ids:
        return redirect(back)
    visible = visible_to(request.user.pk, request.today)
    chosen = ids[:MOST_AT_ONCE]
    results = each(chosen, _operation(request, step, request.POST.get("note", "")), among=visible)
    names = dict(visible.filter(pk__in=chosen).values_list("pk", "subject__name"))
    context = {
        "label": NOMINATION.steps[step].label,
        "results": [{"row": row, "name": names.get(row.id, "")} for row in results],
        "done": sum(row.ok for row in results),
        "back": back,
    }
    return render(request, "desk/nominations/bulk.html", context)


def _own_list(address: str) -> str:
    """The list the person came from; never an address of somebody else's."""
    here = reverse("desk:nominations")
    return address if address.startswith((f"{here}?", here)) and "//" not in address else here


def round_words(code: str) -> str:
    """2025-Q1 in words."""
    return Period(code).label if code else ""
