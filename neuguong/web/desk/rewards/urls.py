"""Addresses of the records of awards from above."""

from django.urls import path

from neuguong.web.desk.rewards import views, writing

urlpatterns = [
    path("khen-thuong/", views.listing, name="rewards"),
    path("khen-thuong/moi/", writing.new, name="reward_new"),
    path("khen-thuong/<int:pk>/", views.page, name="reward"),
    path("khen-thuong/<int:pk>/sua/", writing.edit, name="reward_edit"),
    path("khen-thuong/<int:pk>/quyet-dinh/", views.scan, name="reward_scan"),
    path("khen-thuong/<int:pk>/dong-y/<int:consent>/", views.consent_scan, name="reward_consent_scan"),
]
