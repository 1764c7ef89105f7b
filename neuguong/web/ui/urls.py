"""Addresses of the interface itself."""

from django.urls import path

from neuguong.web.ui import views

app_name = "ui"
urlpatterns = [path("", views.gallery, name="gallery")]
