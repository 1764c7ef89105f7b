"""Addresses of the desk's own pages: tasks, notices, clock, help."""

from django.urls import path

from neuguong.web.desk.home import clock, notices, views

urlpatterns = [
    path("", views.home, name="home"),
    path("thong-bao/", notices.notices, name="notices"),
    path("thong-bao/da-doc/", notices.all_read, name="notices_read"),
    path("thong-bao/<int:pk>/", notices.notice, name="notice"),
    path("dong-ho/", clock.clock, name="clock"),
    path("huong-dan/", views.guide, name="help"),
]
