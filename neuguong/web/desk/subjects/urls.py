"""Addresses of the subjects."""

from django.urls import path

from neuguong.web.desk.subjects import erasing, merging, views

urlpatterns = [
    path("doi-tuong/trung/", views.duplicates, name="duplicates"),
    path("doi-tuong/<int:pk>/", views.subject, name="subject"),
    path("doi-tuong/het-han-luu/", erasing.kept_long_enough, name="kept_long_enough"),
    path("doi-tuong/<int:pk>/xoa-du-lieu/", erasing.erase, name="subject_erase"),
    path("doi-tuong/<int:pk>/so-sanh/<int:other>/", merging.compare, name="subject_compare"),
    path("doi-tuong/<int:pk>/khong-trung/<int:other>/", merging.apart, name="subject_apart"),
    path("doi-tuong/bo-gop/<int:pk>/", merging.unmerge, name="subject_unmerge"),
]
