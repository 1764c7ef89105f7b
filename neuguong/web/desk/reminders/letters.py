"""The official letter that urges: choosing whom, making it, its number and scan afterwards."""

import secrets
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from neuguong.core.attachments import accept_upload, open_file
from neuguong.core.errors import BadInput, Refused
from neuguong.ledger.models import ReminderLetter
from neuguong.ledger.operations.reminder_letters import enter_reminder_reference, issue_reminder_letter
from neuguong.ledger.queries.reminder_paper import Debtor, debtors, lines_of, urgeable
from neuguong.ledger.queries.reminders import reminder_letters_visible_to
from neuguong.programme.models import Plan
from neuguong.programme.queries.urging import urging_letter_of
from neuguong.web.desk.packages.forms import ReferenceForm
from neuguong.web.desk.reminders.forms import EVERYTHING, AboutForm, LetterForm
from neuguong.web.desk.reminders.views import chosen_plan
from neuguong.web.downloads import kept_file, made_file
from neuguong.web.errors import conflict


@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Choose a duty or all that is overdue, and a day; see the list; make the letter."""
    plan = chosen_plan(request)
    if plan is None:
        raise Http404
    on = _day(request)
    choices = [(EVERYTHING, "Mọi việc đã quá hạn")]
    choices += [(f"{one.duty}:{one.period}", one.words) for one in urgeable(plan, on)]
    asked = {"what": EVERYTHING, "on": f"{on:%d/%m/%Y}", **{key: text for key, text in request.GET.items() if text}}
    about = AboutForm(asked, choices=choices)
    what = about.cleaned_data["what"] if about.is_valid() else EVERYTHING
    duty, _, period = ("" if what == EVERYTHING else what).partition(":")
    found = debtors(plan, on=on, today=request.today, duty=duty, period=period)
    ids = [one.row.obligation_id for one in found]
    form = LetterForm(
        request.POST if request.method == "POST" else None,
        obligations=ids,
        initial={"keep": ids, "signer": _signer(plan, request), "form_key": secrets.token_hex(10)},
    )
    if request.method == "POST" and form.is_valid():
        return _issue(request, plan, form, found, on=on, duty=duty, period=period)
    kept = {str(one) for one in (form["keep"].value() or [])}
    context = {
        "plan": plan,
        "on": on,
        "about": about,
        "form": form,
        "rows": [(one, str(one.row.obligation_id) in kept) for one in found],
        "units": len({one.row.unit_id for one in found}),
        "ready": urging_letter_of(plan, request.now) is not None,
        "query": request.GET.urlencode(),
    }
    wrong = form.is_bound or bool(about.errors)
    return render(request, "desk/reminders/letter_new.html", context, status=422 if wrong else 200)


def _issue(
    request: Any, plan: Plan, form: LetterForm, found: tuple[Debtor, ...], *, on: date, duty: str, period: str
) -> HttpResponse:
    kept = set(form.cleaned_data["keep"])
    try:
        made = issue_reminder_letter(
            plan=plan,
            on=on,
            duty=duty,
            period=period,
            leave_out=[one.row.obligation_id for one in found if one.row.obligation_id not in kept],
            signer=form.cleaned_data["signer"],
            form_key=form.cleaned_data["form_key"],
            by=request.actor,
            at=request.now,
        )
    except (BadInput, Refused) as refusal:
        return conflict(request, str(refusal), back=reverse("desk:reminder_letter_new"))
    messages.success(
        request,
        f"Đã lập công văn {made.running_number}, {len(made.lines)} việc.\n"
        "Tải về để trình ký; ký xong thì ghi số, ngày văn bản ở trang này.",
    )
    return redirect("desk:reminder_letter", made.pk)


def _day(request: Any) -> date:
    """The day asked for, not later than today."""
    form = AboutForm(request.GET, choices=[])
    form.is_valid()
    asked = form.cleaned_data.get("on")
    return min(asked, request.today) if asked else request.today


def _signer(plan: Plan, request: Any) -> str:
    rules = urging_letter_of(plan, request.now)
    return rules.signer if rules else ""


@require_GET
def letter(request: Any, pk: int) -> HttpResponse:
    """A letter as it was made, its file, its number."""
    return _page(request, _visible(request, pk))


@require_POST
def reference(request: Any, pk: int) -> HttpResponse:
    """Official number, day and scan, entered after signing."""
    found = _visible(request, pk)
    form = ReferenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _enter(request, found, form)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:reminders"))
        else:
            messages.success(
                request, "Đã ghi số, ngày văn bản.\nNếu ghi nhầm, ghi lại lần nữa; dòng mới nhất được dùng."
            )
            return redirect("desk:reminder_letter", pk)
    return _page(request, found, form)


def _enter(request: Any, found: ReminderLetter, form: ReferenceForm) -> None:
    upload = form.cleaned_data["scan"]
    scanned = None
    if upload:
        link = f"ledger.reminderletter:{found.pk}"
        try:
            scanned = accept_upload(name=upload.name, content=upload, by=request.actor, at=request.now, link=link)
        except BadInput as error:
            raise BadInput(str(error), field="scan") from error
    enter_reminder_reference(
        letter=found,
        document_number=form.cleaned_data["document_number"],
        issued_on=form.cleaned_data["issued_on"],
        scan=scanned,
        by=request.actor,
        at=request.now,
    )


@require_GET
def file(request: Any, pk: int) -> HttpResponseBase:
    """The very bytes that were made."""
    found = _visible(request, pk)
    return made_file(bytes(found.content), found.name)


@require_GET
def scan(request: Any, pk: int, reference: int) -> HttpResponseBase:
    """The signed scan of a letter."""
    row = get_object_or_404(_visible(request, pk).references.select_related("scan"), pk=reference, scan__isnull=False)
    try:
        path = open_file(row.scan)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:reminder_letter", args=[pk]))
    return kept_file(path, row.scan.name)


def _page(request: Any, found: ReminderLetter, form: ReferenceForm | None = None) -> HttpResponse:
    lines = lines_of(found)
    context = {
        "letter": found,
        "lines": lines,
        "units": len({line.unit_id for line in lines}),
        "references": list(found.references.select_related("scan", "entered_by")),
        "reference_form": form or ReferenceForm(),
    }
    return render(request, "desk/reminders/letter.html", context, status=422 if form else 200)


def _visible(request: Any, pk: int) -> ReminderLetter:
    rows = reminder_letters_visible_to(request.user.pk, request.today)
    return get_object_or_404(rows.select_related("plan__unit", "duty", "issued_by"), pk=pk)
