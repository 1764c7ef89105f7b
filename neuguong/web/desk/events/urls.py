"""Addresses of the events."""

from django.urls import path

from neuguong.web.desk.events import steps, views

urlpatterns = [
    path("su-kien/", views.listing, name="events"),
    path("su-kien/lap/", views.new, name="event_new"),
    path("su-kien/<int:pk>/", views.event, name="event"),
    path("su-kien/<int:pk>/sua/", views.edit, name="event_edit"),
    path("su-kien/<int:pk>/buoc/<slug:step>/", steps.step, name="event_step"),
]
