"""The records of awards from above: the list, one beside its scan with what can be done, and the scans."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.attachments import open_file
from neuguong.core.errors import BadInput, Refused
from neuguong.core.models import StoredFile
from neuguong.exemplars.enums import ConsentGiver, RewardState
from neuguong.exemplars.models import RewardRecord
from neuguong.exemplars.operations import reward_consents, rewards
from neuguong.exemplars.operations.erasure import erase_reward
from neuguong.exemplars.policy import edits_reward, erases_reward, keeps_rewards
from neuguong.exemplars.queries.rewards import (
    agreed_rows,
    found_rewards,
    missing_of_rewards,
    reward_consent_in,
    rewards_visible_to,
)
from neuguong.exemplars.reading.consent import who_may_sign
from neuguong.exemplars.workflows import REWARD
from neuguong.org.roles import Permission
from neuguong.web.desk.articles.scope import place_of
from neuguong.web.desk.rewards.forms import AgreedForm, AgreedNoMoreForm, CheckForm, MeetForm, ReasonForm, WantedForm
from neuguong.web.desk.rewards.scope import keepers_only, reward_or_404
from neuguong.web.desk.voices.acting import Acting, Forms, made
from neuguong.web.desk.voices.forms import EraseForm
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict

ROWS = 30
NOTHING = "Không có việc này ở đây. Tải lại trang để xem việc đang làm được."
PICTURES = ("image/jpeg", "image/png", "image/webp")


@require_safe
def listing(request: Any) -> HttpResponse:
    """The records that this person may see, the newest decision first."""
    keepers_only(request)
    wanted = WantedForm(request.GET)
    wanted.is_valid()
    q, state = (wanted.cleaned_data.get(name) or "" for name in ("q", "state"))
    rows = found_rewards(rewards_visible_to(request.user.pk, request.today), q=q, state=state)
    context = {
        "page": Paginator(rows, ROWS).get_page(request.GET.get("trang")),
        "q": q,
        "state": state,
        "states": [(code, label[:1].upper() + label[1:]) for code, label in RewardState.choices],
        "writes": place_of(request, Permission.PUBLISH_ARTICLE) is not None,
    }
    return render(request, "desk/rewards/list.html", context)


def _forms(request: Any, row: RewardRecord) -> Forms:
    """The acts that are open to this person now, each with its form."""
    open_now = ACTING.open_now(request, row)
    found: Forms = {}
    if "check" in open_now:
        found["check"] = made(request, "check", CheckForm, initial={"version": row.version})
    if keeps_rewards(request.actor, row, request.now) is None and not row.erased_at:
        papers = agreed_rows(row)
        if row.state != RewardState.WITHDRAWN:
            may = who_may_sign(row.kind, row.birth_year, request.today)
            found["agree"] = made(request, "agree", AgreedForm, givers=[(one, ConsentGiver(one).label) for one in may])
        if alive := [(one.id, one.title) for one in papers if not one.withdrawn_on]:
            found["no_more"] = made(request, "no_more", AgreedNoMoreForm, consents=alive)
        if any(one.clocks for one in papers):
            found["meet"] = made(request, "meet", MeetForm)
    if "withdraw" in open_now:
        found["withdraw"] = made(request, "withdraw", ReasonForm)
    if not row.erased_at and erases_reward(request.actor, row, request.now) is None:
        found["erase"] = made(request, "erase", EraseForm)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Any, pk: int) -> HttpResponse:
    """One record beside its scan, and the act that was pressed."""
    row = reward_or_404(request, pk)
    return ACTING.answer(request, row, _forms(request, row), here=reverse("desk:reward", args=[pk]))


def _said(request: Any, row: RewardRecord, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("desk:reward", row.pk)


def _check(request: Any, row: RewardRecord, data: dict[str, Any]) -> HttpResponse:
    rewards.check_reward(reward=row, seen_version=data["version"], by=request.actor, at=request.now)
    return _said(request, row, "Đã đối chiếu\nKhi người được khen đồng ý thì viết bài được.")


def _withdraw(request: Any, row: RewardRecord, data: dict[str, Any]) -> HttpResponse:
    rewards.withdraw_reward(reward=row, reason=data["reason"], by=request.actor, at=request.now)
    return _said(request, row, "Đã rút bản ghi\nBài viết kể theo bản ghi này không còn trên trang công khai.")


def _agree(request: Any, row: RewardRecord, data: dict[str, Any]) -> HttpResponse:
    scan = data.pop("scan")
    grants = [(what, where) for what, where in (one.split(":") for one in data.pop("grants"))]
    agreed = reward_consents.Agreed(**data, grants=grants)
    try:
        reward_consents.enter_reward_consent(
            reward=row, agreed=agreed, scan=(scan.name, scan) if scan else None, by=request.actor, at=request.now
        )
    except BadInput as wrong:
        wrong.field = "scan" if wrong.field == "file" else wrong.field
        raise
    return _said(request, row, "Đã ghi đồng ý")


def _no_more(request: Any, row: RewardRecord, data: dict[str, Any]) -> HttpResponse:
    consent = reward_consent_in(row, data.pop("consent"))
    if consent is None:
        raise Refused(NOTHING)
    reward_consents.withdraw_reward_consent(consent=consent, **data, by=request.actor, at=request.now)
    return _said(request, row, "Đã ghi rút đồng ý\nBài viết về người này không còn trên trang công khai.")


def _meet(request: Any, row: RewardRecord, data: dict[str, Any]) -> HttpResponse:
    kind, _, number = data["clock"].partition(":")
    consent = reward_consent_in(row, int(number)) if number.isdecimal() and len(number) < 19 else None
    if consent is None:
        raise Refused(NOTHING)
    reward_consents.meet_reward_withdrawal(consent=consent, kind=kind, by=request.actor, at=request.now)
    return _said(request, row, "Đã ghi là xong")


def _erase(request: Any, row: RewardRecord, data: dict[str, Any]) -> HttpResponse:
    erase_reward(reward=row, reason=data["reason"], by=request.actor, at=request.now)
    return _said(request, row, "Đã xóa dữ liệu\nSố, ngày quyết định và đơn vị vẫn còn.")


def _page(request: Any, row: RewardRecord, found: Forms, status: int = 200) -> HttpResponse:
    missing = missing_of_rewards([row], on=request.today)
    context = {
        "row": row,
        "forms": found,
        "papers": agreed_rows(row),
        "missing": [one.removeprefix(f"{row.name}: ") for one in missing],
        "edits": edits_reward(request.actor, row, request.now) is None,
        "writes": place_of(request) is not None,
        "picture": row.scan.media_type in PICTURES,
        "check_closed": _closed(request, row),
        "history": ACTING.history(row),
    }
    return render(request, "desk/rewards/reward.html", context, status=status)


def _closed(request: Any, row: RewardRecord) -> str:
    """Why this person does not compare what waits to be compared."""
    if row.state != RewardState.UNCHECKED:
        return ""
    return REWARD.refusal("check", dossier=row, actor=request.actor, at=request.now) or ""


# What a second press of the same button finds: its own result.
_DONE = {"check": RewardState.CHECKED, "withdraw": RewardState.WITHDRAWN}
ACTING = Acting(
    REWARD,
    {
        "check": _check, "withdraw": _withdraw, "agree": _agree, "no_more": _no_more, "meet": _meet, "erase": _erase,
    },
    lambda name, row: _DONE.get(name) == row.state or (name == "erase" and row.erased_at is not None) or name == "meet",
    _page,
)  # fmt: skip


def _file(request: Any, row: RewardRecord, kept: StoredFile) -> HttpResponseBase:
    try:
        path = open_file(kept)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:reward", args=[row.pk]))
    return kept_file(path, kept.name, kept.media_type, inline=True)


@require_safe
def scan(request: Any, pk: int) -> HttpResponseBase:
    """The decision, once it was looked into."""
    row = reward_or_404(request, pk)
    return _file(request, row, row.scan)


@require_safe
def consent_scan(request: Any, pk: int, consent: int) -> HttpResponseBase:
    """The signed paper of who agreed."""
    row = reward_or_404(request, pk)
    found = reward_consent_in(row, consent)
    if found is None or found.scan is None:
        raise Http404
    return _file(request, row, found.scan)
