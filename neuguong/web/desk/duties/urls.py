"""Addresses of the duties and of what was done for them."""

from django.urls import path

from neuguong.web.desk.duties import records, views

urlpatterns = [
    path("bang-theo-doi/nhiem-vu/", views.duties, name="duties"),
    path("bang-theo-doi/nhiem-vu/nhiem-vu.xlsx", views.duties_xlsx, name="duties_xlsx"),
    path("bang-theo-doi/nhiem-vu/nhiem-vu.csv", views.duties_csv, name="duties_csv"),
    path("bang-theo-doi/nhiem-vu/<slug:code>/<slug:period>/", views.duty, name="duty"),
    path("bang-theo-doi/nhiem-vu/<slug:code>/<slug:period>/han/", views.duty_due, name="duty_due"),
    path("bang-theo-doi/viec/<int:pk>/ghi/", records.add, name="activity_add"),
    path("bang-theo-doi/viec-da-lam/<int:pk>/rut/", records.withdraw, name="activity_withdraw"),
    path("bang-theo-doi/viec-da-lam/<int:pk>/tep/", records.file, name="activity_file"),
]
