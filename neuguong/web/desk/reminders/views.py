"""The outbox of urging: what waits for the office, one notice with its words, what went out and what it brought."""

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import Letter, TextMessage
from neuguong.core.outbox import TRIES
from neuguong.core.tasks import letter_address
from neuguong.ledger.enums import DigestState
from neuguong.ledger.models import ReminderDigest
from neuguong.ledger.operations import reminders as acts
from neuguong.ledger.policy import urges
from neuguong.ledger.queries.reminder_effect import effects
from neuguong.ledger.queries.reminders import (
    digest_lines,
    digests_visible_to,
    past_digests,
    reminder_letters_visible_to,
    text_of,
    waiting_digests,
)
from neuguong.ledger.workflows import UNDECIDED
from neuguong.org.queries.mail import how_many_given_up, why
from neuguong.org.roles import Permission
from neuguong.programme.models import Plan
from neuguong.programme.queries.urging import AUTOMATIC, rung_names, urging_of
from neuguong.web.desk.reminders.forms import DigestForm, StopForm
from neuguong.web.errors import conflict
from neuguong.web.ui.templatetags.ui import dmyhm

NOT_YOURS = "Đôn đốc do cơ quan thường trực của đơn vị ban hành kế hoạch làm. Anh/chị xem tình hình ở Bảng theo dõi."
PER_PAGE = 30
PAST_PER_PAGE = 10
LETTERS_SHOWN = 10


class MailState(NamedTuple):
    """What became of a notice's mail, as a pill, and what stands beside it."""

    code: str
    words: str
    more: str = ""


def mail_state(sent: Letter | TextMessage | None) -> MailState | None:
    """Sent, still to be sent, given up, or read in the application only."""
    if sent is None:
        return None
    what = "tin nhắn" if isinstance(sent, TextMessage) else "thư"
    if sent.sent_at:
        return MailState("issued", f"đã gửi {what}", dmyhm(sent.sent_at))
    if sent.next_try_at and sent.failed:
        return MailState("open", f"chưa gửi được {what}", f"gửi lại {dmyhm(sent.next_try_at)}")
    if sent.next_try_at:
        return MailState("in_review", f"chờ gửi {what}", f"từ {dmyhm(sent.next_try_at)}")
    if sent.tries >= TRIES:
        return MailState("blocked", f"không gửi được {what}", f"{why(sent.failed)} Người nhận vẫn thấy trong phần mềm.")
    return MailState(
        "resting", "báo trong phần mềm", f"tài khoản chưa có {'điện thoại' if what != 'thư' else 'thư điện tử'}"
    )


@require_GET
def reminders(request: Any) -> HttpResponse:
    """What waits, what came of it, which letters were made, what went out."""
    plan = chosen_plan(request)
    if plan is None:
        return render(request, "desk/reminders/list.html", {"plan": None})
    found = digests_visible_to(request.user.pk, request.today)
    waiting = Paginator(waiting_digests(found, plan), PER_PAGE).get_page(request.GET.get("page"))
    past = Paginator(past_digests(found, plan), PAST_PER_PAGE).get_page(request.GET.get("trang"))
    letters = reminder_letters_visible_to(request.user.pk, request.today).filter(plan=plan).defer("content")
    shown = letters.select_related("duty", "issued_by").prefetch_related("references").order_by("-id")[:LETTERS_SHOWN]
    rules = urging_of(plan, request.now)
    context = {
        "plan": plan,
        "rules": rules,
        "automatic": rules is not None and rules.release == AUTOMATIC,
        "waiting": waiting,
        "past": past,
        "past_rows": [(row, mail_state(row.letter)) for row in past],
        "effects": effects(plan, request.today),
        "names": rung_names(plan),
        "given_up": how_many_given_up(request.user.pk, request.today),
        "letters": [(row, next(iter(reversed(row.references.all())), None)) for row in shown],
    }
    return render(request, "desk/reminders/list.html", context)


@require_POST
def write(request: Any) -> HttpResponse:
    """Write today's digests now, instead of waiting for the job of the morning."""
    plan = _plan(request)
    try:
        done = acts.urge(plan=plan, on=request.today, by=request.actor, at=request.now, **_outside())
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:reminders"))
    if done.digests:
        messages.success(request, f"Đã soạn {done.digests} thư về {done.rows} việc.")
    else:
        messages.info(request, "Hôm nay không còn việc nào đến nấc đôn đốc.\nViệc đã báo rồi thì không báo lại.")
    return redirect("desk:reminders")


@require_POST
def release(request: Any) -> HttpResponse:
    """Let the chosen ones go out, or all that wait and are not held."""
    plan = _plan(request)
    found = waiting_digests(digests_visible_to(request.user.pk, request.today), plan)
    if request.POST.get("all"):
        found = found.filter(state=DigestState.WAITING)
    else:
        found = found.filter(
            pk__in=[int(one) for one in request.POST.getlist("digest") if one.isdecimal() and len(one) < 19]
        )
    ids = list(found.values_list("pk", flat=True))
    if not ids:
        messages.warning(request, "Chưa chọn thư nào để phát hành.")
        return redirect("desk:reminders")
    return _release(request, plan, ids)


def _release(request: Any, plan: Plan, ids: list[int]) -> HttpResponse:
    try:
        done = acts.release_digests(plan=plan, digest_ids=ids, by=request.actor, at=request.now, **_outside())
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:reminders"))
    if done.out:
        messages.success(request, f"Đã phát hành {done.out} thư.\n{_when(plan, request.now)}")
    if done.dropped:
        messages.info(request, f"Bỏ {done.dropped} thư vì mọi việc trong thư đã xong.")
    if not done.out and not done.dropped:
        messages.warning(request, "Các thư này vừa được người khác quyết định. Danh sách dưới đây là mới nhất.")
    return redirect("desk:reminders")


def _when(plan: Plan, at: datetime) -> str:
    rules = urging_of(plan, at)
    out_at = rules.goes_out_at(at) if rules else at
    if out_at == at:
        return "Người nhận thấy ngay trong phần mềm; thư điện tử gửi trong ít phút."
    return f"Người nhận thấy trong phần mềm; thư điện tử gửi lúc {dmyhm(out_at)}, sau giờ nghỉ, ngày nghỉ."


@require_GET
def digest(request: Any, pk: int) -> HttpResponse:
    """One notice: its words, the rows in it, what may be done with it."""
    return _page(request, _visible(request, pk))


@require_POST
def digest_act(request: Any, pk: int) -> HttpResponse:
    """Release, hold, stop or edit one notice."""
    found = _visible(request, pk)
    act, here = request.POST.get("act", ""), reverse("desk:reminder_digest", args=[pk])
    if act not in ("release", "hold", "stop", "edit"):
        raise Http404
    if act == "release":
        return _release(request, found.plan, [found.pk])
    form = {"edit": DigestForm, "stop": StopForm}.get(act)
    typed = form(request.POST) if form else None
    if typed is not None and not typed.is_valid():
        return _page(request, found, typed)
    try:
        _do(request, found, act, typed.cleaned_data if typed else {})
    except BadInput as wrong:
        if typed is None:
            raise
        typed.add_error(wrong.field if wrong.field in typed.fields else None, str(wrong))
        return _page(request, found, typed)
    except Refused as refusal:
        found.refresh_from_db()
        if isinstance(typed, DigestForm) and found.state in UNDECIDED:  # somebody saved first: the words typed stay
            seen = found.edited_at.isoformat() if found.edited_at else ""
            again = DigestForm({**request.POST.dict(), "seen": seen})
            again.add_error(None, str(refusal))
            return _page(request, found, again, status=409)
        return conflict(request, refusal, back=here)
    return redirect("desk:reminders" if act == "stop" else here)


def _do(request: Any, found: ReminderDigest, act: str, data: dict[str, Any]) -> None:
    who = {"digest": found, "by": request.actor, "at": request.now}
    if act == "hold":
        acts.hold_digest(**who)
        messages.success(request, "Đã giữ lại.\nThư chỉ đi khi được phát hành riêng.")
    elif act == "stop":
        acts.stop_digest(reason=data["reason"], **who)
        messages.success(request, f"Thư cho {found.recipient.full_name} không gửi nữa.")
    else:
        seen = parse_datetime(data["seen"]) if data["seen"] else None
        acts.edit_digest(subject=data["subject"], body=data["body"], seen=seen, **who)
        messages.success(request, "Đã sửa lời thư.")


def _page(
    request: Any, found: ReminderDigest, typed: DigestForm | StopForm | None = None, *, status: int = 422
) -> HttpResponse:
    undecided = found.state in UNDECIDED
    seen = found.edited_at.isoformat() if found.edited_at else ""
    own_words = {"subject": found.subject, "body": found.body, "seen": seen}
    context = {
        "digest": found,
        "lines": digest_lines(found, request.today),
        "mail": mail_state(found.letter),
        "text": mail_state(text_of(found)),
        "undecided": undecided,
        "form": typed if isinstance(typed, DigestForm) else DigestForm(initial=own_words),
        "stop_form": typed if isinstance(typed, StopForm) else StopForm(),
    }
    return render(request, "desk/reminders/digest.html", context, status=status if typed else 200)


def _visible(request: Any, pk: int) -> ReminderDigest:
    rows = digests_visible_to(request.user.pk, request.today)
    return get_object_or_404(rows.select_related("plan__unit", "recipient", "letter", "edited_by", "decided_by"), pk=pk)


def chosen_plan(request: Any) -> Plan | None:
    """The plan in whose name this person urges; None where there is none yet."""
    plan = request.office.plan
    if not request.office.may(Permission.KEEP_LEDGER) or (plan and urges(request.actor, plan, request.now)):
        raise PermissionDenied(NOT_YOURS)
    return plan


def _plan(request: Any) -> Plan:
    plan = chosen_plan(request)
    if plan is None:
        raise Http404
    return plan


def _outside() -> dict[str, Any]:
    """What an operation cannot know: how links become addresses, whether there is a gateway for short messages."""
    return {"address": letter_address, "texts": bool(settings.GATEWAY_URL)}
