"""Addresses of urging."""

from django.urls import path

from neuguong.web.desk.reminders import letters, views

urlpatterns = [
    path("don-doc/", views.reminders, name="reminders"),
    path("don-doc/soan/", views.write, name="reminders_write"),
    path("don-doc/phat-hanh/", views.release, name="reminders_release"),
    path("don-doc/thu/<int:pk>/", views.digest, name="reminder_digest"),
    path("don-doc/thu/<int:pk>/lam/", views.digest_act, name="reminder_digest_act"),
    path("don-doc/cong-van/", letters.new, name="reminder_letter_new"),
    path("don-doc/cong-van/<int:pk>/", letters.letter, name="reminder_letter"),
    path("don-doc/cong-van/<int:pk>/so-van-ban/", letters.reference, name="reminder_letter_reference"),
    path("don-doc/cong-van/<int:pk>/tep/", letters.file, name="reminder_letter_file"),
    path("don-doc/cong-van/<int:pk>/ban-ky/<int:reference>/", letters.scan, name="reminder_letter_scan"),
]
