"""Messages of readers at the desk: the office reads and decides, many at once when it must; the unit gives them to the person."""

from typing import Any

from django.contrib import messages as told
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neuguong.core.errors import BadInput, Refused
from neuguong.core.immutable import STRUCK
from neuguong.exemplars.enums import MessageState, NotPassed
from neuguong.exemplars.models import ExemplarMessage
from neuguong.exemplars.operations import messages as acts
from neuguong.exemplars.operations.erasure import erase_message
from neuguong.exemplars.policy import erases_message, moderates, page_of
from neuguong.exemplars.queries.messages import (
    PAGE,
    Wanted,
    first_name,
    flag_words,
    message_list,
    messages_visible_to,
    reads_messages,
)
from neuguong.exemplars.reading.manners import remarks
from neuguong.exemplars.workflows import MESSAGE
from neuguong.org.roles import Permission
from neuguong.web.desk.nominations.listing import ListPage
from neuguong.web.desk.voices.acting import Acting, Forms, made
from neuguong.web.desk.voices.forms import EraseForm
from neuguong.web.desk.voices.reader_forms import (
    HideForm,
    PassMessageForm,
    RejectMessageForm,
    ReplyForm,
    WantedMessages,
    flag_choices,
)
from neuguong.web.desk.voices.scope import message_or_404
from neuguong.web.errors import conflict
from neuguong.web.ui.templatetags.ui import vnum

NOT_YOURS = "Mục này dành cho cơ quan thường trực và người của đơn vị có điển hình."
AT_ONCE = 500
NOTHING_CHOSEN = "Chưa đánh dấu lời nào."


def _wanted(data: Any) -> tuple[Wanted, int]:
    form = WantedMessages(data)
    form.is_valid()
    clean = form.cleaned_data
    return Wanted(clean.get("state") or "", clean.get("flag") or "", clean.get("exemplar")), clean.get("page") or 1


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: Any) -> HttpResponse:
    """What waits to be read, or to be given; one decision for those that were ticked, or for all that match."""
    if not reads_messages(request.user.pk, request.today):
        raise PermissionDenied(NOT_YOURS)
    wanted, number = _wanted(request.GET)
    return _bulk(request, wanted, number) if request.method == "POST" else _list_page(request, wanted, number)


def _list_page(request: Any, wanted: Wanted, number: int, wrong: str = "") -> HttpResponse:
    found = message_list(request.user.pk, request.today, wanted, page=number)
    first = (found.page - 1) * PAGE + 1
    words = f"{vnum(first)}–{vnum(first + len(found.rows) - 1)} trong {vnum(found.total)} lời"
    ticked = {int(one) for one in request.POST.getlist("ids") if one.isdigit()}
    context = {
        "rows": [(row, row.id in ticked) for row in found.rows],
        "total": found.total,
        "page": ListPage(found.page, found.page > 1, found.page < found.pages, words),
        "wanted": wanted,
        "only": next((row.exemplar for row in found.rows), "") if wanted.exemplar else "",
        "wrong": wrong,
        "act": request.POST.get("act", ""),
        "reason": request.POST.get("reason", ""),
        "states": [(code, label[:1].upper() + label[1:]) for code, label in MessageState.choices],
        "flags": flag_choices(),
        "reasons": NotPassed.choices,
        "reads_comments": request.office.may(Permission.KEEP_LEDGER),
        "may_reject": request.office.may(Permission.KEEP_LEDGER) and wanted.state in ("", MessageState.WAITING),
        "may_give": request.office.may(Permission.PREPARE_NOMINATION) and wanted.state in ("", MessageState.PASSED),
    }
    return render(request, "desk/voices/messages.html", context, status=400 if wrong else 200)


def _bulk(request: Any, wanted: Wanted, number: int) -> HttpResponse:
    """Reject or give; the ones that are meant are found again among what this person may read."""
    back = request.get_full_path()
    act, every = request.POST.get("act", ""), request.POST.get("which") == "all"
    state = {"reject": MessageState.WAITING, "give": MessageState.PASSED}.get(act)
    if state is None:
        return conflict(request, "Không có việc này ở đây.", back=back)
    rows = messages_visible_to(request.user.pk, request.today)
    if every:
        rows = wanted.of(rows).filter(state=state)
    else:
        rows = rows.filter(pk__in=[one for one in request.POST.getlist("ids") if one.isdigit() and len(one) < 16])
    chosen = list(rows.order_by("sent_at", "pk")[:AT_ONCE])
    if not chosen:
        return _list_page(request, wanted, number, wrong="Không còn lời nào như thế." if every else NOTHING_CHOSEN)
    try:
        done = _done(request, act, chosen)
    except BadInput as wrong:
        return _list_page(request, wanted, number, wrong=str(wrong))
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    word = "không chuyển" if act == "reject" else "đã đưa người nhận"
    more = f"\nMỗi lần làm được {AT_ONCE} lời; còn nữa thì bấm tiếp." if len(chosen) == AT_ONCE else ""
    told.success(request, f"Đã ghi {word}: {vnum(len(done))} lời{more}")
    return redirect(back)


def _done(request: Any, act: str, chosen: list[ExemplarMessage]) -> list[ExemplarMessage]:
    if act == "give":
        return acts.give_messages(messages=chosen, by=request.actor, at=request.now)
    reason = request.POST.get("reason", "")
    return acts.reject_messages(messages=chosen, reason=reason, by=request.actor, at=request.now)


def _forms(request: Any, row: ExemplarMessage) -> Forms:
    """The acts that are open to this person now, each with its form."""
    open_now = ACTING.open_now(request, row)
    found: Forms = {}
    if "pass_on" in open_now:
        found["pass_on"] = made(request, "pass_on", PassMessageForm, asks_to_show=row.may_show)
    if "reject" in open_now:
        found["reject"] = made(request, "reject", RejectMessageForm)
    if "give" in open_now:
        found["give"] = made(request, "give", ReplyForm)
    if row.shown_at is not None and moderates(request.actor, row, request.now) is None:
        found["hide"] = made(request, "hide", HideForm)
    if row.words != STRUCK and erases_message(request.actor, row, request.now) is None:
        found["erase"] = made(request, "erase", EraseForm)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """One message with what the rules pointed out, and the act that was pressed."""
    row = message_or_404(request, pk)
    return ACTING.answer(request, row, _forms(request, row), here=reverse("desk:exemplar_message", args=[pk]))


def _pass_on(request: Any, row: ExemplarMessage, data: dict[str, Any]) -> HttpResponse:
    acts.pass_message(message=row, show=data.get("show", False), by=request.actor, at=request.now)
    told.success(request, f"Đã duyệt, chuyển {page_of(row).unit.name}")
    return redirect("desk:exemplar_message", row.pk)


def _reject(request: Any, row: ExemplarMessage, data: dict[str, Any]) -> HttpResponse:
    acts.reject_messages(messages=[row], reason=data["reason"], by=request.actor, at=request.now)
    told.success(request, "Đã ghi không chuyển")
    return redirect("desk:exemplar_message", row.pk)


def _give(request: Any, row: ExemplarMessage, data: dict[str, Any]) -> HttpResponse:
    by = {"by": request.actor, "at": request.now}
    if data["reply"].strip():
        acts.give_with_reply(message=row, reply=data["reply"], **by)
    else:
        acts.give_messages(messages=[row], **by)
    told.success(request, "Đã ghi lời nhắn đến người nhận")
    return redirect("desk:exemplar_message", row.pk)


def _hide(request: Any, row: ExemplarMessage, data: dict[str, Any]) -> HttpResponse:
    acts.hide_message(message=row, reason=data["reason"], by=request.actor, at=request.now)
    told.success(request, "Đã gỡ khỏi trang")
    return redirect("desk:exemplar_message", row.pk)


def _erase(request: Any, row: ExemplarMessage, data: dict[str, Any]) -> HttpResponse:
    erase_message(message=row, reason=data["reason"], by=request.actor, at=request.now)
    told.success(request, "Đã xóa dữ liệu\nNgày gửi và kết quả vẫn còn.")
    return redirect("desk:exemplar_message", row.pk)


def marked(text: str) -> list[tuple[str, str]]:
    """The words in pieces: each with what a rule says of it, or nothing."""
    pieces, at = [], 0
    for one in remarks(text):
        if one.start >= at:
            pieces += [(text[at : one.start], ""), (text[one.start : one.end], one.label)]
            at = one.end
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]


def _page(request: Any, row: ExemplarMessage, found: Forms, status: int = 200) -> HttpResponse:
    context = {
        "row": row,
        "one": page_of(row),
        "forms": found,
        "pieces": marked(row.words),
        "flags": flag_words(row.flags),
        "first_name": first_name(row.name),
        "reason": NotPassed(row.reason).label if row.reason else "",
        "reads_sender": moderates(request.actor, row, request.now) is None,
        "history": ACTING.history(row),
    }
    return render(request, "desk/voices/message.html", context, status=status)


# What a second press of the same button finds: its own result.
_DONE = {
    "pass_on": (MessageState.PASSED, MessageState.GIVEN),
    "reject": (MessageState.REJECTED,),
    "give": (MessageState.GIVEN,),
}
ACTING = Acting(
    MESSAGE,
    {"pass_on": _pass_on, "reject": _reject, "give": _give, "hide": _hide, "erase": _erase},
    lambda name, row: (
        row.state in _DONE.get(name, ())
        or (name == "hide" and row.shown_at is None and row.may_show)
        or (name == "erase" and row.words == STRUCK)
    ),
    _page,
)
