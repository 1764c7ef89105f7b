"""Addresses of consents and of the public page's story."""

from django.urls import path

from neuguong.web.desk.publication import views

urlpatterns = [
    path("cong-khai/", views.pages, name="publications"),
    path("cong-khai/<int:pk>/", views.page, name="publication"),
    path("cong-khai/<int:pk>/phieu-dong-y/", views.form_paper, name="consent_form"),
    path("phieu-dong-y/<int:pk>/", views.scan, name="consent_scan"),
]
