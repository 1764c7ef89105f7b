"""Addresses of the events on the public site."""

from django.urls import path

from neuguong.web.portal.events import answers

urlpatterns = [
    path("giay-moi/<str:token>/", answers.invitation, name="invitation"),
]
