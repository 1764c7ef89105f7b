"""The library of a plan's photos, taking one in, and the page of one: its words, its main point, taking it out."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from neuguong.core.errors import BadInput, Refused
from neuguong.publicity.models import Photo
from neuguong.publicity.operations.photos import add_photo, change_photo_words, remove_photo
from neuguong.publicity.queries.photos import (
    SQUARE,
    WIDE,
    hindrances,
    photos_in,
    photos_visible_to,
    rendition,
    sizes_of,
    units_with_photos_of,
)
from neuguong.web.desk.photos.forms import NewForm, RemoveForm, ToldForm
from neuguong.web.desk.photos.scope import photo_or_404, plan_or_404
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict

PER_PAGE = 24
SHOWN_WIDE = 280  # CSS pixels of the picture on which the main point is pressed: desk/photos.css says the same


@require_safe
def photos(request: Any) -> HttpResponse:
    """The library, the newest first."""
    plan = plan_or_404(request)
    mine = photos_in(plan).filter(pk__in=photos_visible_to(request.user.pk, request.today).values("pk"))
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, sizes_of(one, SQUARE)[0]) for one in page]
    return render(request, "desk/photos/list.html", {"plan": plan, "page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """Take a new picture in."""
    plan = plan_or_404(request)
    units = {one.pk: one for one in units_with_photos_of(request.user.pk, request.today)}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    begun = {"unit": plan.unit_id if plan.unit_id in units else next(iter(units), None)}
    form = NewForm(*sent, plan=plan, units=[(pk, one.name) for pk, one in units.items()], initial=begun)
    if request.method == "POST" and form.is_valid():
        upload, unit = form.cleaned_data["file"], units[form.cleaned_data["unit"]]
        words = {"plan": plan, "unit": unit, "told": form.told, "by": request.actor, "at": request.now}
        try:
            made = add_photo(name=upload.name, content=upload, **words)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:photos"))
        else:
            return said_taken(request, made)
    context = {"form": form, "plan": plan, "optional": form.OPTIONAL}
    return render(request, "desk/photos/new.html", context, status=400 if form.errors else 200)


def said_taken(request: Any, made: Photo) -> HttpResponse:
    """On to the page of the photo that was taken in, or was there already."""
    if made.added_at == request.now and made.added_by_id == request.user.pk:
        messages.success(
            request, "Đã thêm ảnh vào kho\nChọn điểm chính của ảnh để khi cắt khung không mất phần cần thấy."
        )
    else:
        messages.info(request, "Ảnh này đã có trong kho\nDưới đây là ảnh đã có, lời mô tả giữ nguyên.")
    return redirect("desk:photo", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: Any, pk: int) -> HttpResponse:
    """One photo: the act that was pressed, or the page."""
    row = photo_or_404(request, pk)
    here, act = reverse("desk:photo", args=[pk]), request.POST.get("act", "")
    begun = {name: getattr(row, name) for name in ("words", "credit", "shows_person", "focal_x", "focal_y")}
    begun["exemplar"] = row.exemplar.name if row.exemplar else ""
    data = _with_point(request.POST, row) if act == "words" else None
    forms = {
        "words": ToldForm(data, plan=row.plan, initial=begun),
        "remove": RemoveForm(request.POST if act == "remove" else None),
    }
    form = forms.get(act)
    if request.method == "POST" and form is None:
        return conflict(request, "Không có việc này ở đây.", back=here)
    if form is not None and form.is_valid():
        try:
            said = _take(request, row, act, form)
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=here)
        else:
            messages.success(request, said)
            return redirect(here)
    context = {
        "row": row,
        "forms": forms,
        "optional": ToldForm.OPTIONAL,
        "hindrances": hindrances(row, on=request.today),
        "shown": {"width": SHOWN_WIDE, "height": _shown_height(row), "x": SHOWN_WIDE * row.focal_x // 100,
                  "y": _shown_height(row) * row.focal_y // 100},
        "cuts": [(name, label, sizes_of(row, name)[0]) for name, label in ((WIDE, "khung ngang"), (SQUARE, "khung vuông"))],
    }  # fmt: skip
    return render(request, "desk/photos/photo.html", context, status=400 if request.method == "POST" else 200)


def _shown_height(row: Photo) -> int:
    return max(1, round(SHOWN_WIDE * row.height / row.width))


def _with_point(sent: Any, row: Photo) -> Any:
    """What was sent, with the point that was pressed on the picture instead of the two numbers.

    Whoever reaches the picture with the keyboard sends the corner 0, 0: then the numbers stand.
    """
    x, y = (sent.get(f"point.{axis}", "") for axis in "xy")
    if not (x.isdecimal() and y.isdecimal()) or len(x + y) > 10 or (x, y) == ("0", "0"):
        return sent
    data = sent.copy()
    data["focal_x"] = str(min(100, round(int(x) * 100 / SHOWN_WIDE)))
    data["focal_y"] = str(min(100, round(int(y) * 100 / _shown_height(row))))
    return data


def _take(request: Any, row: Photo, act: str, form: Any) -> str:
    if act == "remove":
        remove_photo(photo=row, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
        return "Đã bỏ ảnh khỏi kho\nKhông bài nào còn hiện ảnh này."
    change_photo_words(photo=row, told=form.told, by=request.actor, at=request.now)
    return "Đã lưu ảnh"


@require_safe
def picture(request: Any, pk: int) -> HttpResponseBase:
    """The picture as the desk shows it, whole or cut."""
    row = photo_or_404(request, pk)
    shape = request.GET.get("khung", "")
    path = rendition(row, 480, shape if shape in {WIDE, SQUARE} else "")
    if path is None:
        raise Http404
    return kept_file(path, "anh.webp", "image/webp", inline=True)
