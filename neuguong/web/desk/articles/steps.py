"""The acts on an article: send, clear, return, publish at an hour, take down; passing a place; who agreed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from neuguong.core.errors import BadInput, Refused
from neuguong.publicity.operations import clearing
from neuguong.publicity.queries.articles import exemplars_of
from neuguong.web.desk.articles.forms import HoursForm, PassForm, ReasonForm, SignOffForm
from neuguong.web.desk.articles.scope import article_or_404
from neuguong.web.desk.articles.views import article_page
from neuguong.web.errors import conflict

DONE = {
    "send": "Đã gửi duyệt\nNgười duyệt đã nhận thông báo.",
    "take_back": "Đã lấy về sửa\nSửa xong thì gửi duyệt lại.",
    "clear": "Đã duyệt\nBiên tập viên đăng ngay hoặc hẹn giờ.",
    "drop": "Đã bỏ bài",
    "return": "Đã trả lại",
    "take_down": "Đã gỡ\nBài không còn trên trang, tin RSS, tìm kiếm và sơ đồ trang.",
}
NOTHING = "Không có việc này ở đây. Tải lại trang để xem việc đang làm được."


@require_POST
def step(request: Any, pk: int) -> HttpResponse:
    """One step of the table."""
    found = article_or_404(request, pk)
    name, back = request.POST.get("step", ""), reverse("desk:article", args=[pk])
    who = {"by": request.actor, "at": request.now}
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else None
    try:
        if name == "publish":
            return _publish(request, found, back)
        if name in ("return", "take_down"):
            return _with_reason(request, found, name, back)
        acts: dict[str, Any] = {
            "send": lambda: clearing.send_article(article=found, seen_version=seen, **who),
            "clear": lambda: clearing.clear_article(article=found, seen_version=seen, **who),
            "take_back": lambda: clearing.take_back_article(article=found, **who),
            "drop": lambda: clearing.drop_article(article=found, **who),
        }
        if name not in acts:
            return conflict(request, NOTHING, back=back)
        acts[name]()
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    messages.success(request, DONE[name])
    return redirect("desk:articles" if name == "drop" else back)


def _publish(request: Any, found: Any, back: str) -> HttpResponse:
    form = HoursForm(request.POST, prefix="gio")
    if form.is_valid():
        try:
            row = clearing.publish_article(article=found, **form.cleaned_data, by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        else:
            later = row.publish_at and row.publish_at > request.now
            messages.success(
                request, "Đã hẹn giờ đăng\nĐến giờ bài tự hiện." if later else "Đã đăng lên trang công khai"
            )
            return redirect(back)
    return article_page(request, found, forms={"hours": form}, status=400)


def _with_reason(request: Any, found: Any, name: str, back: str) -> HttpResponse:
    form = ReasonForm(request.POST, prefix="ly-do")
    act = clearing.return_article if name == "return" else clearing.take_down_article
    if form.is_valid():
        try:
            act(article=found, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error("reason", str(wrong))
        else:
            messages.success(request, DONE[name])
            return redirect(back)
    return article_page(request, found, forms={"reason": form}, status=400)


@require_POST
def pass_over(request: Any, pk: int) -> HttpResponse:
    """Say why a place needs no proof here."""
    found = article_or_404(request, pk)
    back, form = reverse("desk:article", args=[pk]), PassForm(request.POST)
    if form.is_valid():
        try:
            clearing.pass_place(article=found, **form.cleaned_data, by=request.actor, at=request.now)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        else:
            messages.success(request, "Đã ghi lý do bỏ qua chỗ này")
            return redirect(back)
    return article_page(request, found, forms={"pass_form": form}, status=400)


@require_POST
def sign_off(request: Any, pk: int) -> HttpResponse:
    """Note that somebody in it has read it and agrees."""
    found = article_or_404(request, pk)
    people = {one.pk: one for one in exemplars_of(found)}
    back = reverse("desk:article", args=[pk])
    form = SignOffForm(
        request.POST, request.FILES, people=[(key, one.name) for key, one in people.items()], prefix="dong-y"
    )
    if form.is_valid():
        data = form.cleaned_data
        scan = data.pop("scan")
        data["exemplar"] = people[data["exemplar"]]
        try:
            clearing.enter_sign_off(
                article=found, **data, scan=(scan.name, scan) if scan else None, by=request.actor, at=request.now
            )
        except BadInput as wrong:
            field = "scan" if wrong.field == "file" else wrong.field
            form.add_error(field if field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        else:
            messages.success(request, "Đã ghi nhận việc đọc và đồng ý")
            return redirect(back)
    return article_page(request, found, forms={"sign_form": form}, status=400)
