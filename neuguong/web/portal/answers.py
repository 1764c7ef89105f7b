"""How a public page answers: the same to everybody, without a session, kept by browsers and asked for again each time."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.http import conditional_page, require_safe

# Whoever keeps a page asks whether it still stands before showing it: what was withdrawn is gone at the next look.
KEPT = "public, no-cache"
PICTURE_KEPT = "public, max-age=60"  # once consent is withdrawn, no cache keeps a face longer than a minute

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Marks a view as public: read-only, kept by anybody, answered with 304 when nothing changed."""

    @require_safe
    @conditional_page
    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        # The sign-in check has looked into the visitor's session. Without one on the request nothing sets a cookie,
        # and no cache keeps a copy per visitor.
        del request.session
        response.headers.setdefault("Cache-Control", KEPT)
        return response

    return answer


def show(request: Any, template: str, context: dict[str, Any], *, kind: str | None = None) -> HttpResponse:
    """A page drawn without context processors: they would read the session and put a person's name on a public page."""
    # The day is enough for the banner; a running clock would make every answer new.
    frame = {"request": request, "demo_clock": {"now": request.today} if request.demo_clock else None}
    return HttpResponse(render_to_string(template, frame | context), content_type=kind)


def is_for_all(answer: HttpResponseBase) -> bool:
    """Whether an answer's own view lets everybody keep it, and it marks nobody: such a one may be copied and exported."""
    kept = answer.headers.get("Cache-Control", "").replace(" ", "").split(",")
    return "public" in kept and not answer.cookies
