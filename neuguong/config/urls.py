"""Every address of the site. Paths are Vietnamese, names English."""

from django.urls import include, path

urlpatterns = [
    path("", include("neuguong.web.portal.urls")),
    path("ban-lam-viec/", include("neuguong.web.desk.urls")),
    path("tai-khoan/", include("neuguong.web.accounts.urls")),
    path("_ui/", include("neuguong.web.ui.urls")),
]

handler400 = "neuguong.web.errors.bad_request"
handler404 = "neuguong.web.errors.not_found"
handler403 = "neuguong.web.errors.forbidden"
handler500 = "neuguong.web.errors.server_error"
