"""Addresses where the public speaks."""

from django.urls import path

from neuguong.web.portal.voices import comments, readers, views

urlpatterns = [
    path("gioi-thieu-guong/", views.suggest_page, name="suggest"),
    path("viec-tot/", views.good_deed, name="good_deed"),
    path("phieu/", views.follow, name="follow"),
    path("lay-y-kien/", comments.listing, name="comments"),
    path("lay-y-kien/<int:pk>/", comments.entry, name="comment"),
    path("lay-y-kien/xac-nhan/<str:token>/", comments.confirm, name="comment_confirm"),
    path("guong/<slug:slug>/hoc-theo/", readers.replicate, name="replicate"),
    path("guong/<slug:slug>/nhan-gui/", readers.message, name="message"),
]
