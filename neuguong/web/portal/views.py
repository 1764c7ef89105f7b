"""The public pages: what was recognised, and by which paper. They know no visitor."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from neuguong.web.portal.answers import public_page, show


@login_not_required
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return show(request, "portal/home.html", {})
