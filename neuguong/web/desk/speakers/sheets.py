"""Choosing stories and articles and printing what may be told of them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from neuguong.core.errors import Refused
from neuguong.org.roles import Permission
from neuguong.programme.queries.public import public_sectors
from neuguong.publicity.queries.sessions import exemplars_named
from neuguong.publicity.queries.talk_sheet import (
    MOST,
    articles_to_tell,
    public_articles_named,
    stories_to_tell,
    talk_sheet,
)
from neuguong.web.desk.speakers.forms import SheetForm
from neuguong.web.downloads import made_file
from neuguong.web.errors import conflict

NOT_YOURS = "Mục này dành cho người của các đơn vị thực hiện kế hoạch."


@require_safe
def choose(request: Any) -> HttpResponse:
    """Stories and articles that are on the public site, to tick."""
    if not request.office.may(Permission.SEE_BOARD):
        raise PermissionDenied(NOT_YOURS)
    form = SheetForm(request.GET)
    form.is_valid()
    q, sector = form.cleaned_data.get("q") or "", form.cleaned_data.get("sector") or ""
    plan = request.office.plan
    context = {
        "q": q,
        "sector": sector,
        "sectors": [(one.code, one.name) for one in (public_sectors([plan.pk]) if plan else ())],
        "stories": stories_to_tell(q=q, sector=sector),
        "articles": articles_to_tell(at=request.now, q=q, sector=sector),
        "most": MOST,
        "ticked": set(request.GET.getlist("e")),
        "ticked_articles": set(request.GET.getlist("a")),
        "records": request.office.may(Permission.RECORD_PUBLICITY),
    }
    return render(request, "desk/speakers/sheets.html", context)


@require_safe
def sheet(request: Any) -> HttpResponseBase:
    """The sheet of what was ticked; refused, naming everything that may not be told now."""
    if not request.office.may(Permission.SEE_BOARD):
        raise PermissionDenied(NOT_YOURS)
    back = reverse("desk:talk_sheets")
    chosen, texts = (list(dict.fromkeys(request.GET.getlist(name))) for name in ("e", "a"))
    many = len(chosen) + len(texts)
    if not 1 <= many <= MOST:
        said = (
            f"Chọn không quá {MOST} câu chuyện, bài viết; đang chọn {many}."
            if many
            else "Chọn ít nhất một câu chuyện hoặc bài viết."
        )
        messages.error(request, f"Chưa lập được tài liệu\n{said}")
        return redirect(f"{back}?{urlencode({'e': chosen, 'a': texts}, doseq=True)}")
    found = list(exemplars_named(chosen))
    if len(found) != len(chosen):
        return conflict(request, "Có người không còn trong sổ điển hình công khai. Chọn lại.", back=back)
    articles = public_articles_named(texts, at=request.now)
    if len(articles) != len(texts):
        return conflict(request, "Có bài viết không còn trên cổng công khai. Chọn lại.", back=back)
    issuer = request.office.unit
    try:
        content = talk_sheet(
            found,
            articles,
            issuer=issuer.name if issuer else "",
            address=lambda kind, slug: request.build_absolute_uri(reverse(f"portal:{kind}", args=[slug])),
            at=request.now,
        )
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    return made_file(content, "tai-lieu-noi-chuyen.docx")
