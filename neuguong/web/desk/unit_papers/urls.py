"""Addresses of the letters typed for units."""

from django.urls import path

from neuguong.web.desk.unit_papers import typing, views

urlpatterns = [
    path("bang-theo-doi/van-ban-giay/", views.papers, name="unit_papers"),
    path("bang-theo-doi/van-ban-giay/<int:pk>/", views.paper, name="unit_paper"),
    path("bang-theo-doi/van-ban-giay/<int:pk>/ban-quet/", views.scan, name="unit_paper_scan"),
    path("bang-theo-doi/van-ban-giay/<int:pk>/y-kien/", views.remark, name="unit_paper_remark"),
    path("bang-theo-doi/van-ban-giay/y-kien/<int:pk>/tra-loi/", views.answer, name="paper_remark_answer"),
    path("bang-theo-doi/viec/<int:pk>/van-ban-giay/", typing.new, name="unit_paper_new"),
]
