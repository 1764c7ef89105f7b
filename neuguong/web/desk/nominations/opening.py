"""Opening a dossier: for whom, of which kind, by what name; warns before the same person is introduced twice."""

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.operations.nominations import create_nomination
from neuguong.exemplars.queries.conflicts import recorded_of
from neuguong.exemplars.queries.nominations import existing_like
from neuguong.exemplars.queries.subjects import subjects_like
from neuguong.org.models import Unit
from neuguong.org.queries.places import units_where
from neuguong.org.roles import Permission
from neuguong.programme.queries.plans import plan_for
from neuguong.web.desk.home.closed import NO_PLAN
from neuguong.web.desk.nominations.forms import NewForm
from neuguong.web.errors import conflict

NO_UNIT = "Tài khoản này không soạn hồ sơ cho đơn vị nào. Cán bộ đầu mối hoặc người đứng đầu đơn vị lập hồ sơ."


def writing_units(request: Any) -> list[Unit]:
    """Units for which this person may open a dossier today: their own, or, from paper, those of the office."""
    own = list(units_where(request.user.pk, Permission.PREPARE_NOMINATION, on=request.today))
    return own or list(units_where(request.user.pk, Permission.KEEP_LEDGER, on=request.today))


def _chosen(form: NewForm, units: list[Unit]) -> Unit:
    wanted = form.cleaned_data.get("unit")
    return next((unit for unit in units if str(unit.pk) == wanted), units[0])


@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Ask for kind and name; show who is already there; open the draft."""
    units = writing_units(request)
    if not units:
        raise PermissionDenied(NO_UNIT)
    if request.method == "GET":
        form = NewForm(initial={"form_key": f"new:{secrets.token_hex(12)}"}, units=_choices(units))
        return _page(request, form, units[0])
    form = NewForm(request.POST, units=_choices(units))
    like: tuple[Any, ...] = ()
    dossiers: tuple[Any, ...] = ()
    unit = units[0]
    if request.POST.get("name", "").strip():
        unit = next((one for one in units if str(one.pk) == request.POST.get("unit")), units[0])
        like, dossiers = _alike(request, unit, request.POST["name"])
        form = NewForm(request.POST, units=_choices(units), known=[(str(row.pk), _words(row)) for row in like])
    if not form.is_valid() or ((like or dossiers) and not form.cleaned_data["asked"]):
        return _page(request, form, unit, like, dossiers, status=400 if form.errors else 200)
    return _open(request, form, _chosen(form, units), like, dossiers)


def _alike(request: Any, unit: Unit, name: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Who of a like name is there already; the office does not meet here what it keeps away from."""
    if request.office.may(Permission.PREPARE_NOMINATION):
        return subjects_like(unit, name, on=request.today), existing_like(unit, name)
    told = recorded_of(request.user.pk, request.today)
    return subjects_like(unit, name, on=request.today, but=told.subjects), existing_like(unit, name, apart=told.apart())


def _choices(units: list[Unit]) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in units]


def _words(subject: Any) -> str:
    extra = [str(subject.birth_year or ""), subject.place]
    return ", ".join([subject.name, *(word for word in extra if word)])


def _open(request: Any, form: NewForm, unit: Unit, like: Any, dossiers: Any) -> HttpResponse:
    plan = plan_for(unit, on=request.today)
    data = form.cleaned_data
    chosen = next((row for row in like if str(row.pk) == data["subject"]), None)
    try:
        if plan is None:
            raise Refused(NO_PLAN)
        made = create_nomination(
            unit=unit,
            plan=plan,
            kind=data["kind"],
            name=data["name"],
            subject=chosen,
            form_key=data["form_key"],
            by=request.actor,
            at=request.now,
        )
    except BadInput as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        return _page(request, form, unit, like, dossiers, status=400)
    except Refused as refusal:
        return conflict(request, refusal)
    return redirect("desk:nomination_edit", made.pk)


def _page(
    request: Any, form: NewForm, unit: Unit, known: Any = (), existing: Any = (), status: int = 200
) -> HttpResponse:
    plan = plan_for(unit, on=request.today)
    context = {"form": form, "unit": unit, "plan": plan, "known": known, "existing": existing, "sentence": NO_PLAN}
    return render(request, "desk/nominations/new.html", context, status=status)
