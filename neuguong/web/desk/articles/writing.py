"""Beginning an article, its text, and where it stands. Every page works without a script; with one it saves by itself."""

import json
import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from neuguong.core.errors import BadInput, Refused, Stale
from neuguong.core.periods import local_hour
from neuguong.exemplars.queries.register import BY_NAME, shown
from neuguong.exemplars.queries.rewards import standing_rewards
from neuguong.programme.models import Plan
from neuguong.publicity.enums import ArticleState, BlockType
from neuguong.publicity.models import Article, Column
from neuguong.publicity.operations.articles import ArticleText, place_article, save_article, start_article, text_of
from neuguong.publicity.policy.articles import writes_article
from neuguong.publicity.queries.articles import columns_of, exemplars_of, rewards_of
from neuguong.publicity.queries.gate import read_article
from neuguong.publicity.queries.known import known_of
from neuguong.publicity.queries.photos import photo_of, photos_in
from neuguong.publicity.reading.blocks import read_json
from neuguong.web.desk.articles.editor import empty_row, rows_of, typed_blocks
from neuguong.web.desk.articles.forms import CoverForm, NewForm
from neuguong.web.desk.articles.scope import NOT_YOURS, article_or_404, place_of
from neuguong.web.errors import conflict

OFFERED = 300  # exemplars and photos offered to choose from
TEXTS = ("title", "lead", "share_words", "radio_text")


def _choices(request: Any, plan: Plan) -> dict[str, Any]:
    columns = [(one.pk, one.name) for one in columns_of(plan.pk, on=request.today)]
    rows = shown().filter(plan=plan).select_related("unit").order_by(*BY_NAME)[:OFFERED]
    told = standing_rewards().filter(plan=plan).select_related("unit").order_by(*BY_NAME)[:OFFERED]
    rewarded = [(one.pk, f"{one.name}, {one.unit.name}: {one.award}") for one in told]
    people = [(one.pk, f"{one.name}, {one.unit.name}") for one in rows]
    return {"columns": columns, "people": people, "rewarded": rewarded}


def _asked(request: Any, name: str) -> list[int]:
    asked = request.GET.get(name, "")
    return [int(asked)] if asked.isdecimal() else []


def _column(request: Any, plan: Plan, pk: int | None) -> Column | None:
    return columns_of(plan.pk, on=request.today).filter(pk=pk).first() if pk else None


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """Begin an article about somebody of the register."""
    place = place_of(request)
    if place is None:
        raise PermissionDenied(NOT_YOURS)
    unit, plan = place
    initial = {"form_key": secrets.token_hex(12), "about": _asked(request, "ve"), "rewards": _asked(request, "khen")}
    form = NewForm(request.POST if request.method == "POST" else None, initial=initial, **_choices(request, plan))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = start_article(
                plan=plan, unit=unit, form=data["form"], title=data["title"], about=data["about"],
                rewards=data.get("rewards", ()), column=_column(request, plan, data["column"]), form_key=data["form_key"], by=request.actor,
                at=request.now,
            )  # fmt: skip
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:articles"))
        else:
            return redirect("desk:article_edit", made.pk)
    return render(request, "desk/articles/new.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, pk: int) -> HttpResponse:
    """The text as one page. Who was overtaken keeps what was typed."""
    found = article_or_404(request, pk)
    back = reverse("desk:article", args=[pk])
    if refusal := writes_article(request.actor, found, request.now):
        return conflict(request, refusal, back=back)
    if found.state != ArticleState.DRAFT:
        return redirect(back)
    return _save(request, found, back) if request.method == "POST" else _page(request, found, text_of(found))


def _save(request: Any, found: Article, back: str) -> HttpResponse:
    then, seen = request.POST.get("then", ""), _number(request.POST.get("version"))
    try:
        found = save_article(article=found, text=_typed(request), seen_version=seen, by=request.actor, at=request.now)
    except BadInput as wrong:
        return _page(request, found, _as_typed(request), wrong=str(wrong), status=400)
    except Stale as stale:
        return _page(request, found, _as_typed(request), overtaken=str(stale), status=409)
    except Refused as refusal:
        return conflict(request, refusal, back=back)
    if then == "review":
        return redirect(back)
    kind = then.removeprefix("add-")
    if then.startswith("add-") and kind in BlockType.values:
        return _page(request, found, text_of(found), add=kind)
    messages.success(request, f"Đã lưu lúc {local_hour(request.now)}")
    return redirect("desk:article_edit", found.pk)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _typed(request: Any) -> ArticleText:
    """The text as sent: the script's list of blocks, or the fields."""
    post = request.POST
    blocks = read_json(post["blocks"]) if post.get("blocks") else typed_blocks(post)
    return ArticleText(**{name: post.get(name, "") for name in TEXTS}, blocks=blocks)


def _as_typed(request: Any) -> ArticleText:
    """The same for showing again, whatever is wrong with it."""
    try:
        return _typed(request)
    except BadInput:
        return ArticleText(**{name: request.POST.get(name, "") for name in TEXTS})


def _page(
    request: Any, found: Article, text: ArticleText, *, wrong: str = "", overtaken: str = "", add: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    known = known_of(exemplars_of(found), rewards_of(found))
    rows = _drawable(text)
    photos = [(one.pk, f"{one.pk}. {one.words}") for one in photos_in(found.plan)[:OFFERED]]
    decisions = [(fact.text, fact.exemplar) for fact in known.facts if not fact.exemplar_id]
    claims = [(fact.claim, fact.text, fact.exemplar) for fact in known.claims.values()]
    reading = read_article(found, on=request.today)
    context = {
        "one": found,
        "text": text,
        "rows": [*rows, *([empty_row(add, len(rows) + 1)] if add else [])],
        "added": bool(add),
        "kinds": BlockType.choices,
        "claims": claims,
        "decisions": decisions,
        "photos": photos,
        "reading": reading,
        "wrong": wrong,
        "overtaken": overtaken,
        "for_script": {
            "blocks": found.blocks,
            "claims": [{"id": pk, "text": words, "who": who} for pk, words, who in claims],
            "photos": [{"id": pk, "text": words} for pk, words in photos],
            "save": reverse("desk:article_autosave", args=[found.pk]),
            "photo": reverse("desk:article_photo", args=[found.pk, 0, 480]),
        },
    }
    return render(request, "desk/articles/edit.html", context, status=status)


def _drawable(text: ArticleText) -> list[Any]:
    """Rows of what was typed; a block that cannot even be read is left to the sentence above the page."""
    found = []
    for block in text.blocks:
        try:
            found += rows_of([{**block, "id": block.get("id") or ""}])
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
    return [type(row)(n, row.id, row.kind, row.label, row.values) for n, row in enumerate(found, 1)]


@require_POST
def autosave(request: Any, pk: int) -> HttpResponse:
    """What the script sends while somebody types; answers with the new version and what is open in the text."""
    found = article_or_404(request, pk)
    try:
        told = json.loads(request.body or b"{}")
        text = ArticleText(
            **{name: str(told.get(name, "")) for name in TEXTS}, blocks=read_json(json.dumps(told.get("blocks", [])))
        )
        found = save_article(
            article=found, text=text, seen_version=_number(str(told.get("version", ""))), automatic=True,
            by=request.actor, at=request.now,
        )  # fmt: skip
    except (ValueError, AttributeError):
        return JsonResponse({"said": "Không đọc được nội dung gửi lên."}, status=400)
    except BadInput as wrong:
        return JsonResponse({"said": str(wrong)}, status=400)
    except Stale as stale:
        return JsonResponse({"said": str(stale)}, status=409)
    except Refused as refusal:
        return JsonResponse({"said": str(refusal)}, status=403)
    reading = read_article(found, on=request.today)
    places = [{"place": one.place, "block": one.block, "text": one.text, "words": one.words} for one in reading.open]
    return JsonResponse({"version": found.version, "said": f"Đã lưu lúc {local_hour(request.now)}", "open": places})


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: Any, pk: int) -> HttpResponse:
    """Kind, column, and whom it is about."""
    found = article_or_404(request, pk)
    back = reverse("desk:article", args=[pk])
    if refusal := writes_article(request.actor, found, request.now):
        return conflict(request, refusal, back=back)
    about, rewards = ([one.pk for one in told] for told in (exemplars_of(found), rewards_of(found)))
    initial = {
        "form": found.form,
        "column": found.column_id,
        "about": about,
        "rewards": rewards,
        "cover": found.cover_id,
    }
    photos = [(one.pk, f"{one.pk}. {one.words}") for one in photos_in(found.plan)[:OFFERED]]
    form = CoverForm(
        request.POST if request.method == "POST" else None, initial=initial, photos=photos,
        **_choices(request, found.plan),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            place_article(
                article=found, form=data["form"], column=_column(request, found.plan, data["column"]),
                about=data["about"], rewards=data.get("rewards", ()), seen_version=None, cover=photo_of(found.plan, data["cover"]) if data["cover"] else None,
                by=request.actor, at=request.now,
            )  # fmt: skip
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=back)
        else:
            return redirect(back)
    return render(request, "desk/articles/place.html", {"one": found, "form": form}, status=400 if form.errors else 200)
