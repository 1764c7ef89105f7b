"""Addresses where the public speaks."""

from django.urls import path

from neuguong.web.portal.voices import views

urlpatterns = [
    path("gioi-thieu-guong/", views.suggest_page, name="suggest"),
    path("viec-tot/", views.good_deed, name="good_deed"),
    path("phieu/", views.follow, name="follow"),
]
