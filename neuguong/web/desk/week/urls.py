"""Addresses of the weeks."""

from django.urls import path

from neuguong.web.desk.week import views

urlpatterns = [
    path("bang-theo-doi/tuan/", views.latest, name="week_latest"),
    path("bang-theo-doi/tuan/<slug:code>/", views.week, name="week"),
    path("bang-theo-doi/tuan/<slug:code>/to-giay.pdf", views.week_pdf, name="week_pdf"),
]
