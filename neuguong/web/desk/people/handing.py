"""What somebody has open, before it passes to a successor: their own list to read and to print."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from neuguong.ledger.queries.handing_over import Handing, OpenThing, handing_over_paper
from neuguong.org.enums import Basis
from neuguong.org.models import Account
from neuguong.org.queries.people import people_of, posts_of, seats_held
from neuguong.web.desk.home.everything import Group, desk_of, everything
from neuguong.web.downloads import made_file
from neuguong.web.links import unread_count

NO_ROLE = "Tài khoản này chưa được giao vai trò nào nên không có việc để bàn giao."


class SuccessorForm(forms.Form):
    """Whose name stands on the minutes; left out, there is room to write it in."""

    nhan = forms.TypedChoiceField(label="Người nhận", coerce=int, required=False, empty_value=0)

    def __init__(self, *args: Any, people: list[Account], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["nhan"].choices = [("", "Ghi tay trên bản in"), *((one.pk, one.full_name) for one in people)]


@require_GET
def handing(request: Any) -> HttpResponse:
    """Everything the signed-in person has open, grouped, with links."""
    if not request.office.grants:
        raise PermissionDenied(NO_ROLE)
    groups, _ = everything(request)
    context = {
        "groups": groups,
        "count": sum(len(group.items) + group.hidden for group in groups),
        "roles": _roles(request.user, request),
        "unread": unread_count(request.user.pk),
        "form": SuccessorForm(people=_colleagues(request)) if _prints(request) else None,
    }
    return render(request, "desk/people/handing.html", context)


@require_GET
def handing_paper(request: Any) -> HttpResponseBase:
    """The minutes as .docx."""
    if not request.office.grants or not _prints(request):
        raise Http404
    people = _colleagues(request)
    form = SuccessorForm(request.GET, people=people)
    chosen = form.cleaned_data["nhan"] if form.is_valid() else 0
    groups, _ = everything(request)
    content = Handing(
        leaver=request.user.full_name,
        leaver_title=request.user.title,
        successor=next((one.full_name for one in people if one.pk == chosen), ""),
        roles=tuple(_roles(request.user, request)),
        groups=tuple((group.title, _things(group), group.hidden) for group in groups),
        unread=unread_count(request.user.pk),
    )
    paper = handing_over_paper(content, unit=request.office.unit, plan=request.office.plan, at=request.now)
    return made_file(paper, f"bien-ban-ban-giao-{request.today:%Y-%m-%d}.docx")


def open_counts(account: Account, request: Any) -> list[tuple[str, int]]:
    """How much somebody has open, without a name of any dossier: the administrator reads none."""
    groups, _ = everything(desk_of(account, request))
    return [(group.title, len(group.items) + group.hidden) for group in groups]


def _prints(request: Any) -> bool:
    return request.office.unit is not None and request.office.plan is not None


def _colleagues(request: Any) -> list[Account]:
    return list(people_of(request.office.unit, on=request.today).exclude(pk=request.user.pk))


def _roles(account: Account, request: Any) -> list[str]:
    held = [post for post in posts_of(account, on=request.today) if post.state == "active"]
    told = [
        f"{post.role_label}, {post.unit_name}"
        + (f" (thay {post.behalf}, kết thúc khi bàn giao)" if post.behalf else "")
        for post in sorted(held, key=lambda post: post.basis != Basis.APPOINTED)
    ]
    return told + [f"{seat.get_seat_display()}, {seat.council.name}" for seat in seats_held(account, on=request.today)]


def _things(group: Group) -> tuple[OpenThing, ...]:
    return tuple(OpenThing(item.title, item.ref, item.on, item.text) for item in group.items)
