"""Addresses of the register at the desk."""

from django.urls import path

from neuguong.web.desk.register import views

urlpatterns = [
    path("so-dien-hinh/<int:pk>/", views.register_entry, name="register_entry"),
]
