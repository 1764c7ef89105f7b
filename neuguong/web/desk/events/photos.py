"""Photos of an event at the desk: brought, described, vouched for, taken off."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from neuguong.core.attachments import open_thumbnail
from neuguong.core.errors import BadInput, Refused
from neuguong.exemplars.models import Exemplar
from neuguong.publicity.models import Event
from neuguong.publicity.operations.event_photos import add_event_photo, remove_event_photo
from neuguong.publicity.policy.events import organises
from neuguong.publicity.queries.attendees import exemplars_invited
from neuguong.publicity.queries.event_photos import photos_of_event, photos_visible_to
from neuguong.web.desk.events.forms import ReasonForm
from neuguong.web.desk.events.people import of_holders
from neuguong.web.downloads import kept_file
from neuguong.web.errors import conflict


class PhotoForm(forms.Form):
    """A photo, what it shows, who vouches, who of the register is in it."""

    file = forms.FileField(
        label="Ảnh",
        help_text="JPEG, PNG, WebP hoặc HEIC, không quá 20 MB",
        error_messages={"required": "Chọn ảnh.", "empty": "Tệp trống, không có gì bên trong. Hãy chọn lại tệp."},
    )
    caption = forms.CharField(
        label="Ảnh chụp gì",
        max_length=300,
        help_text="Người không nhìn thấy ảnh nghe câu này; không nêu tên người",
        error_messages={"required": "Ghi ảnh chụp gì."},
    )
    exemplars = forms.MultipleChoiceField(
        label="Điển hình có trong ảnh",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ảnh chỉ lên cổng khi từng người ở đây còn phiếu đồng ý về hình ảnh",
        error_messages={"invalid_choice": "Chọn lại điển hình trong danh sách."},
    )
    agreed_by = forms.CharField(
        label="Người xác nhận mọi người trong ảnh đã đồng ý",
        required=False,
        max_length=120,
        help_text="Họ tên người đã hỏi từng người. Để trống thì ảnh không lên cổng công khai",
    )

    def __init__(self, *args: Any, people: list[Exemplar], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["exemplars"].choices = [(str(one.pk), one.name) for one in people]  # type: ignore[attr-defined]
        if not people:
            del self.fields["exemplars"]


@require_safe
def photos(request: Any, pk: int) -> HttpResponse:
    """Every photo, with why the public does not see it."""
    event = of_holders(request, pk)
    return _page(request, event, PhotoForm(people=exemplars_invited(event)))


def _page(request: Any, event: Event, form: PhotoForm, status: int = 200) -> HttpResponse:
    context = {
        "event": event,
        "photos": photos_of_event(event, request.today),
        "form": form,
        "organises": organises(request.actor, event, request.now) is None,
    }
    return render(request, "desk/events/photos.html", context, status=status)


@require_POST
def add(request: Any, pk: int) -> HttpResponse:
    """Bring a photo."""
    event = of_holders(request, pk)
    people = exemplars_invited(event)
    form = PhotoForm(request.POST, request.FILES, people=people)
    if form.is_valid():
        data, chosen = form.cleaned_data, set(form.cleaned_data.get("exemplars", ()))
        try:
            add_event_photo(
                event=event, file_name=data["file"].name, content=data["file"], caption=data["caption"],
                agreed_by=data["agreed_by"], exemplars=[one for one in people if str(one.pk) in chosen],
                by=request.actor, at=request.now,
            )  # fmt: skip
        except BadInput as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refusal:
            return conflict(request, refusal, back=reverse("desk:event_photos", args=[pk]))
        else:
            messages.success(request, "Đã thêm ảnh.\nẢnh được kiểm tra rồi mới xem được, thường trong vài giây.")
            return redirect("desk:event_photos", pk)
    return _page(request, event, form, 422)


@require_POST
def remove(request: Any, pk: int) -> HttpResponse:
    """Take a photo off, with the reason."""
    rows = photos_visible_to(request.user.pk, request.today).select_related("event__unit")
    found, form = get_object_or_404(rows, pk=pk), ReasonForm(request.POST)
    back = reverse("desk:event_photos", args=[found.event_id])
    try:
        if not form.is_valid():
            raise BadInput("Ghi lý do bỏ ảnh.")
        remove_event_photo(photo=found, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
    except (BadInput, Refused) as refusal:
        return conflict(request, refusal, back=back)
    messages.success(request, "Đã bỏ ảnh.")
    return redirect(back)


@require_safe
def small(request: Any, pk: int) -> HttpResponseBase:
    """The small picture, for those who hold the event."""
    rows = photos_visible_to(request.user.pk, request.today).filter(removed_at=None).select_related("file")
    found = get_object_or_404(rows, pk=pk)
    of_holders(request, found.event_id)
    try:
        path = open_thumbnail(found.file)
    except Refused as refusal:
        return conflict(request, refusal, back=reverse("desk:event_photos", args=[found.event_id]))
    if path is None:
        raise Http404
    return kept_file(path, "anh.webp", "image/webp", inline=True)
