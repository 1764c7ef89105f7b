"""Addresses of declarations, recusals and substitutes."""

from django.urls import path

from neuguong.web.desk.conflicts import views

urlpatterns = [
    path("lien-quan/", views.conflicts, name="conflicts"),
    path("lien-quan/<int:pk>/rut/", views.declaration_withdraw, name="declaration_withdraw"),
    path("rut-khoi/<int:pk>/bo/", views.recusal_lift, name="recusal_lift"),
    path("nguoi-thay/<int:pk>/thoi/", views.substitute_end, name="substitute_end"),
    path("ho-so/<int:pk>/lien-quan/", views.conflict_declare, name="conflict_declare"),
    path("ho-so/<int:pk>/rut-khoi/", views.recuse_colleague, name="recuse_colleague"),
    path("ho-so/<int:pk>/nguoi-thay/", views.substitute_appoint, name="substitute_appoint"),
]
