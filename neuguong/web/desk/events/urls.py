"""Addresses of the events."""

from django.urls import path

from neuguong.web.desk.events import delegates, door, people, photos, steps, views

urlpatterns = [
    path("su-kien/", views.listing, name="events"),
    path("su-kien/lap/", views.new, name="event_new"),
    path("su-kien/<int:pk>/", views.event, name="event"),
    path("su-kien/<int:pk>/sua/", views.edit, name="event_edit"),
    path("su-kien/<int:pk>/buoc/<slug:step>/", steps.step, name="event_step"),
    path("su-kien/<int:pk>/nguoi-du/", people.people, name="event_people"),
    path("su-kien/<int:pk>/nguoi-du/khach/", people.guests, name="event_guests"),
    path("su-kien/<int:pk>/nguoi-du/dien-hinh/", people.exemplars, name="event_exemplars"),
    path("su-kien/<int:pk>/nguoi-du/gui-thu/", people.write, name="event_write"),
    path("su-kien/<int:pk>/nguoi-du/the/", people.cards, name="event_cards"),
    path("su-kien/<int:pk>/van-ban/<slug:kind>/", people.paper, name="event_paper"),
    path("su-kien/<int:pk>/dai-bieu/", delegates.delegates, name="event_delegates"),
    path("su-kien/<int:pk>/dai-bieu/lap/", delegates.propose, name="event_delegates_propose"),
    path("su-kien/<int:pk>/dai-bieu/them/", delegates.add, name="event_delegates_add"),
    path("su-kien/<int:pk>/dai-bieu/bo/", delegates.remove, name="event_delegates_remove"),
    path("su-kien/<int:pk>/dai-bieu/moi/", delegates.invite, name="event_delegates_invite"),
    path("su-kien/<int:pk>/dai-bieu/<slug:kind>/", delegates.paper, name="event_delegates_paper"),
    path("su-kien/<int:pk>/anh/", photos.photos, name="event_photos"),
    path("su-kien/<int:pk>/anh/them/", photos.add, name="event_photo_add"),
    path("su-kien/anh/<int:pk>/", photos.small, name="event_photo"),
    path("su-kien/anh/<int:pk>/bo/", photos.remove, name="event_photo_remove"),
    path("su-kien/<int:pk>/cua/", door.door, name="event_door"),
    path("su-kien/<int:pk>/cua/them/", door.add, name="event_door_add"),
    path("su-kien/nguoi/<int:pk>/den/", door.mark, name="event_mark"),
    path("su-kien/nguoi/<int:pk>/bo/", people.remove, name="event_attendee_remove"),
    path("su-kien/den/<str:token>/", door.arrival, name="event_arrival"),
]
