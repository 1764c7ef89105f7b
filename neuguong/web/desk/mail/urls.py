"""Addresses of mail that did not go out."""

from django.urls import path

from neuguong.web.desk.mail import views

urlpatterns = [
    path("thu-chua-gui/", views.failed, name="failed_mail"),
    path("thu-chua-gui/gui-lai/", views.again, name="failed_mail_again"),
]
