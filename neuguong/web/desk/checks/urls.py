"""Addresses of the checklist and of the checks on site."""

from django.urls import path

from neuguong.web.desk.checks import checklist, photos, visits

urlpatterns = [
    path("ho-so/<int:pk>/danh-muc-tham-dinh/", checklist.checklist, name="nomination_checklist"),
    path("ho-so/<int:pk>/kiem-tra-thuc-te/", visits.visit, name="nomination_visit"),
    path("kiem-tra-thuc-te/<int:pk>/bien-ban/", visits.minutes, name="visit_minutes"),
    path("anh-kiem-tra/<int:pk>/", photos.photo, name="visit_photo"),
    path("anh-kiem-tra/<int:pk>/anh-nho/", photos.thumbnail, name="visit_photo_small"),
]
