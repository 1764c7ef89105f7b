"""A script for the radio: chosen, read on the page, taken as .docx."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from neuguong.core.text import slug
from neuguong.publicity.enums import OutletKind
from neuguong.publicity.queries.airing import articles_to_offer
from neuguong.publicity.queries.channels import exemplars_to_offer, in_use, outlets_visible_to
from neuguong.publicity.queries.radio import (
    RadioScript,
    article_script,
    radio_paper,
    read_aloud,
    script_facts,
    story_script,
)
from neuguong.web.desk.publicity.forms import ScriptForm
from neuguong.web.desk.publicity.scope import must_record, number, own_unit
from neuguong.web.downloads import made_file
from neuguong.web.errors import conflict


def _form(request: Any) -> ScriptForm:
    places = in_use(outlets_visible_to(request.user.pk, request.today), request.today).filter(kind=OutletKind.RADIO)
    q, key, text = request.GET.get("find", ""), *(number(request.GET.get(name, "")) for name in ("exemplar", "article"))
    people = exemplars_to_offer(own_unit(request), q=q, chosen=[key] if key is not None else [])
    articles = articles_to_offer(request.user.pk, at=request.now, q=q, chosen=[text] if text is not None else [])
    asked = "outlet" in request.GET and "search" not in request.GET
    sent = request.GET if asked else None
    return ScriptForm(sent, initial=request.GET.dict(), outlets=places, articles=articles, people=people)


def _script(request: Any, form: ScriptForm) -> RadioScript | None:
    if not form.is_bound or not form.is_valid():
        return None
    outlet = outlets_visible_to(request.user.pk, request.today).get(pk=form.cleaned_data["outlet"])
    if key := form.cleaned_data["article"]:
        article = next(one for one in articles_to_offer(request.user.pk, at=request.now, chosen=[key]) if one.pk == key)
        return article_script(article, outlet, at=request.now)
    people = exemplars_to_offer(own_unit(request), chosen=[form.cleaned_data["exemplar"]])
    one = next(one for one in people if one.pk == form.cleaned_data["exemplar"])
    return story_script(one, outlet, on=request.today)


@require_safe
def page(request: Any) -> HttpResponse:
    """Which outlet, which article or of whom; then the script with its time, and what was left out."""
    must_record(request)
    form = _form(request)
    found = _script(request, form)
    context: dict[str, Any] = {"form": form, "found": found, "has_outlet": bool(form.fields["outlet"].choices)}  # type: ignore[attr-defined]
    if found is not None and not found.refusal:
        asked = {name: key for name in ("outlet", "article", "exemplar") if (key := form.cleaned_data[name])}
        context |= {
            "facts": script_facts(found), "aloud": read_aloud(found),
            "paper": f"{reverse('desk:radio_script_docx')}?{urlencode(asked)}",
        }  # fmt: skip
    return render(request, "desk/publicity/radio.html", context)


@require_safe
def docx(request: Any) -> HttpResponseBase:
    """The script as .docx; refused where consent is missing or not even one sentence fits."""
    must_record(request)
    found = _script(request, _form(request))
    back = reverse("desk:radio_script")
    if found is None:
        return conflict(request, "Chọn kênh, và bài viết hoặc điển hình, rồi tải bài đọc.", back=back)
    if found.refusal:
        return conflict(request, f"{found.heading}: {found.refusal}", back=back)
    if found.does_not_fit:
        return conflict(request, "Câu đầu tiên đã dài hơn thời lượng của kênh. Viết ngắn lại rồi tải.", back=back)
    return made_file(radio_paper(found, at=request.now), f"bai-doc-{slug(found.heading)}.docx")
