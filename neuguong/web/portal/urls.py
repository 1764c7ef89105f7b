"""The public site's addresses."""

from django.urls import path

from neuguong.web.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
]
