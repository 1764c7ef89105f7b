"""Addresses of a dossier's claims."""

from django.urls import path

from neuguong.web.desk.claims import views

urlpatterns = [
    path("ho-so/<int:pk>/y/", views.claims, name="claims"),
    path("ho-so/<int:pk>/y/ghi/", views.claim_act, name="claim_act"),
]
