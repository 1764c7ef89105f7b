"""Addresses of articles and columns."""

from django.urls import path

from neuguong.web.portal.articles import views

urlpatterns = [
    path("bai/", views.articles, name="articles"),
    path("bai/<slug:slug>/", views.article, name="article"),
    path("bai/<slug:slug>/anh/<int:pk>-<int:width>.webp", views.photo, name="article_photo"),
    path("chuyen-muc/<slug:slug>/", views.column, name="column"),
]
