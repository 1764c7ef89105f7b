"""Addresses of what people told."""

from django.urls import path

from neuguong.web.desk.voices import comments, suggestions

urlpatterns = [
    path("loi-gioi-thieu/", suggestions.listing, name="suggestions"),
    path("loi-gioi-thieu/<int:pk>/", suggestions.page, name="suggestion"),
    path("loi-gioi-thieu/<int:pk>/anh/", suggestions.photo, name="suggestion_photo"),
    path("lay-y-kien/", comments.windows, name="comment_windows"),
    path("lay-y-kien/<int:pk>/", comments.entry, name="comment_entry"),
]
