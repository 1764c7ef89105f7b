"""The list of outlets, opening one, changing or ending one."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.errors import BadInput, Refused
from neuguong.publicity.models import Outlet
from neuguong.publicity.operations.outlets import OutletWords, change_outlet, open_outlet
from neuguong.publicity.policy.channels import records_publicity
from neuguong.publicity.queries.channels import outlet_list, units_kept_by
from neuguong.web.desk.publicity.forms import OutletForm, length_text
from neuguong.web.desk.publicity.scope import must_record, outlet_or_404
from neuguong.web.errors import conflict


@require_safe
def listing(request: Any) -> HttpResponse:
    """Every outlet of this person's units, with the last day on which something ran."""
    must_record(request)
    return render(request, "desk/publicity/outlets.html", {"rows": outlet_list(request.user.pk, request.today)})


def _words(data: dict[str, Any], kind: str) -> OutletWords:
    return OutletWords(kind, data["name"], data["valid_from"], data["valid_until"], data["address"], data["slot"])


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """Open an outlet."""
    must_record(request)
    units = list(units_kept_by(request.user.pk, request.today))
    own = request.office.unit
    begun = {
        "unit": own.pk if own in units else None, "valid_from": f"{request.today:%d/%m/%Y}",
        "form_key": secrets.token_hex(12),
    }  # fmt: skip
    form = OutletForm(request.POST if request.method == "POST" else None, units=units, initial=begun)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        unit = next(one for one in units if one.pk == data["unit"])
        try:
            made = open_outlet(
                unit=unit, words=_words(data, data["kind"]), form_key=data["form_key"], by=request.actor, at=request.now
            )
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:outlets"))
        else:
            messages.success(request, f"Đã mở kênh {made.name}")
            return redirect("desk:outlets")
    return render(request, "desk/publicity/outlet.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """One outlet: what it is called, how long a piece takes, until when it is used."""
    outlet = outlet_or_404(request, pk)
    refusal = records_publicity(request.actor, outlet.unit, request.now)
    form = OutletForm(
        request.POST if request.method == "POST" else None, units=(), outlet=outlet, initial=_typed(outlet)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            change_outlet(
                outlet=outlet, words=_words(data, outlet.kind), seen_version=data["version"] or 0, by=request.actor,
                at=request.now,
            )  # fmt: skip
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refused:
            return conflict(request, refused, back=reverse("desk:outlet", args=[pk]))
        else:
            messages.success(request, "Đã lưu kênh")
            return redirect("desk:outlets")
    context = {"form": None if refusal else form, "outlet": outlet, "refusal": refusal}
    return render(request, "desk/publicity/outlet.html", context, status=422 if form.errors else 200)


def _typed(outlet: Outlet) -> dict[str, Any]:
    return {
        "name": outlet.name, "address": outlet.address, "slot": length_text(outlet.slot_seconds),
        "valid_from": outlet.valid_from, "valid_until": outlet.valid_until, "version": outlet.version,
    }  # fmt: skip
