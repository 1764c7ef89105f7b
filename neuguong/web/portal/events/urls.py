"""Addresses of the events on the public site."""

from django.urls import path

from neuguong.web.portal.events import answers, registering, views

urlpatterns = [
    path("su-kien/", views.listing, name="events"),
    path("tin/su-kien.ics", views.events_calendar, name="events_calendar"),
    path("su-kien/<slug:slug>/", views.event, name="event"),
    path("su-kien/<slug:slug>/lich.ics", views.event_calendar, name="event_calendar"),
    path("su-kien/<slug:slug>/dang-ky/", registering.register, name="event_register"),
    path("su-kien/<slug:slug>/anh/<int:number>/", views.event_photo, name="event_photo"),
    path("giay-moi/<str:token>/", answers.invitation, name="invitation"),
]
