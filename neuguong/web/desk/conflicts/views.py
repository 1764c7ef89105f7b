"""Declaring a tie to a dossier, stepping back, naming who steps in; the lists of what was said."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Nomination
from neuguong.exemplars.operations.conflicts import (
    appoint_substitute,
    declare_conflict,
    end_substitute,
    lift_recusal,
    recuse,
    withdraw_declaration,
)
from neuguong.exemplars.queries.conflict_lists import (
    declaration_rows,
    declarations_by,
    declarations_for,
    own_recusals,
    recusal_rows,
    recusals_for,
    substitutes_for,
)
from neuguong.exemplars.queries.conflicts import candidates_for
from neuguong.exemplars.queries.nominations import visible_to
from neuguong.org.models import Account
from neuguong.org.roles import Permission
from neuguong.web.desk.conflicts.forms import (
    OTHER,
    ColleagueForm,
    DeclareByNumberForm,
    DeclareForm,
    ReasonForm,
    SubstituteForm,
)
from neuguong.web.desk.conflicts.panel import colleagues, work_of
from neuguong.web.desk.nominations.scope import nomination_or_404
from neuguong.web.desk.nominations.steps import dossier_page
from neuguong.web.errors import conflict

NO_SUCH = "Không tìm thấy hồ sơ có số này trong phạm vi của anh/chị. Xem lại số trên trang hồ sơ."
GONE = (
    "Hồ sơ không còn trong danh sách, tìm kiếm và số đếm của anh/chị; người khác trong cơ quan xét. "
    "Xem lại ở trang Khai báo liên quan."
)
STAYS = "Anh/chị vẫn đọc hồ sơ như người của đơn vị, không xét và không xem phần thẩm định."


@require_http_methods(["GET", "POST"])
def conflicts(request: Any) -> HttpResponse:
    """One's own declarations and a form for another; for the office also its recusals."""
    form = DeclareByNumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"].strip()
        nomination = visible_to(request.user.pk, request.today).filter(number__iexact=number).first()
        if nomination is None:
            form.add_error("number", NO_SUCH)
        elif answer := _done(form, request, nomination, lambda data: _declare(request, nomination, data)):
            return answer
    office = request.office.may(Permission.VERIFY) or request.office.may(Permission.RECOGNISE_BY_COUNCIL)
    context = {
        "form": form,
        "mine": declaration_rows(declarations_by(request.user.pk)),
        "stepped_back": recusal_rows(own_recusals(request.user.pk)),
        "office": office,
        "declared": declaration_rows(declarations_for(request.user.pk, request.today)) if office else (),
        "recusals": recusal_rows(recusals_for(request.user.pk, request.today)) if office else (),
    }
    return render(request, "desk/conflicts/conflicts.html", context, status=422 if form.errors else 200)


def _declare(request: Any, nomination: Nomination, data: dict[str, Any]) -> None:
    common = {"nomination": nomination, "by": request.actor, "at": request.now}
    if data["kind"] == OTHER:
        recuse(account=request.user, reason=data["note"], **common)
    else:
        declare_conflict(kind=data["kind"], note=data["note"], **common)
    stays = visible_to(request.user.pk, request.today).filter(pk=nomination.pk).exists()
    messages.success(request, f"Đã ghi khai báo của anh/chị\n{STAYS if stays else GONE}")


def _done(
    form: Form, request: Any, nomination: Nomination, doing: Callable[[dict[str, Any]], None]
) -> HttpResponse | None:
    """Do what a valid form asks for; back to the dossier while the person still sees it, else to the declarations."""
    try:
        doing(form.cleaned_data)
    except BadInput as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        return None
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:nomination", args=[nomination.pk]))
    if visible_to(request.user.pk, request.today).filter(pk=nomination.pk).exists():
        return redirect("desk:nomination", nomination.pk)
    return redirect("desk:conflicts")


def _on_dossier(
    request: Any, nomination: Nomination, form: Form, doing: Callable[[dict[str, Any]], None]
) -> HttpResponse:
    answer = _done(form, request, nomination, doing) if form.is_valid() else None
    return answer or dossier_page(request, nomination, refused_conflict=form, status=422)


@require_POST
def conflict_declare(request: Any, pk: int) -> HttpResponse:
    """From the dossier's page: I am kin, I manage them, I spoke for them, or another reason."""
    nomination = nomination_or_404(request, pk)
    form = DeclareForm(request.POST, auto_id="lq-%s")
    return _on_dossier(request, nomination, form, lambda data: _declare(request, nomination, data))


@require_POST
def recuse_colleague(request: Any, pk: int) -> HttpResponse:
    """A colleague of the office takes no part in this dossier."""
    nomination = nomination_or_404(request, pk)
    people = colleagues(request, nomination)
    form = ColleagueForm(request.POST, auto_id="dn-%s", people=people)

    def write(data: dict[str, Any]) -> None:
        account = _chosen(people, data["account"])
        recuse(nomination=nomination, account=account, reason=data["reason"], by=request.actor, at=request.now)
        messages.success(request, f"{account.full_name} không tham gia xét hồ sơ này\nNgười ấy nhận được tin báo.")

    return _on_dossier(request, nomination, form, write)


@require_POST
def substitute_appoint(request: Any, pk: int) -> HttpResponse:
    """Who judges this one dossier, because nobody else is left."""
    nomination = nomination_or_404(request, pk)
    work = work_of(nomination)
    if work is None:
        return conflict(request, "Hồ sơ không chờ bước nào cần người thay.", back=reverse("desk:nomination", args=[pk]))
    people = tuple(one for one in candidates_for(nomination, work, request.now) if one.pk != request.user.pk)
    form = SubstituteForm(request.POST, auto_id="nt-%s", people=people)

    def name(data: dict[str, Any]) -> None:
        account = _chosen(people, data["account"])
        appoint_substitute(
            nomination=nomination, account=account, step=work, document=data["document"], valid_to=data["valid_to"],
            by=request.actor, at=request.now,
        )  # fmt: skip
        messages.success(
            request,
            f"{account.full_name} {work.label} hồ sơ này đến hết {data['valid_to']:%d/%m/%Y}\n"
            "Người ấy nhận được tin báo và chỉ xem thêm được hồ sơ này.",
        )

    return _on_dossier(request, nomination, form, name)


def _chosen(people: tuple[Account, ...], pk: str) -> Account:
    return next(one for one in people if str(one.pk) == pk)


def _reason(request: Any, *, title: str, lede: str, submit: str, doing: Callable[[str], None]) -> HttpResponse:
    """One question, asked on a page of its own: why."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            doing(form.cleaned_data["reason"])
        except BadInput as wrong:
            form.add_error("reason", str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:conflicts"))
        else:
            return redirect("desk:conflicts")
    context = {"form": form, "title": title, "lede": lede, "submit": submit}
    return render(request, "desk/conflicts/reason.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def declaration_withdraw(request: Any, pk: int) -> HttpResponse:
    """Take back what was declared in error."""
    row = get_object_or_404(declarations_by(request.user.pk).select_related("subject"), pk=pk)

    def withdraw(reason: str) -> None:
        withdraw_declaration(declaration=row, reason=reason, by=request.actor, at=request.now)
        messages.success(request, "Đã rút khai báo\nĐồng nghiệp thẩm định nhận được tin báo cùng lý do.")

    return _reason(
        request,
        title="Rút khai báo liên quan",
        lede=f"{row.get_kind_display()[:1].upper()}{row.get_kind_display()[1:]}: {row.subject.name}. "
        "Chỉ rút khi khai nhầm. Dòng khai báo và lý do rút vẫn được lưu.",
        submit="Rút khai báo",
        doing=withdraw,
    )


@require_http_methods(["GET", "POST"])
def recusal_lift(request: Any, pk: int) -> HttpResponse:
    """Let a colleague take part again."""
    rows = recusals_for(request.user.pk, request.today).select_related("nomination__subject", "account")
    row = get_object_or_404(rows, pk=pk)

    def lift(reason: str) -> None:
        lift_recusal(recusal=row, reason=reason, by=request.actor, at=request.now)
        messages.success(request, f"{row.account.full_name} tham gia xét lại hồ sơ {row.nomination.number}")

    return _reason(
        request,
        title="Cho tham gia xét lại",
        lede=f"{row.account.full_name}, hồ sơ {row.nomination.number} ({row.nomination.subject.name}).",
        submit="Cho tham gia lại",
        doing=lift,
    )


@require_POST
def substitute_end(request: Any, pk: int) -> HttpResponse:
    """Take a substitute's task back."""
    row = get_object_or_404(substitutes_for(request.user.pk, request.today).select_related("account"), pk=pk)
    back = reverse("desk:nomination", args=[row.nomination_id])
    try:
        end_substitute(substitute=row, by=request.actor, at=request.now)
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    messages.success(request, f"{row.account.full_name} thôi thay ở hồ sơ này")
    return redirect(back)
