"""Addresses of the standards."""

from django.urls import path

from neuguong.web.desk.standards import views, writing

urlpatterns = [
    path("tieu-chuan/", views.standards, name="standards"),
    path("tieu-chuan/lap/", writing.begin, name="standards_new"),
    path("tieu-chuan/<int:pk>/", views.standard, name="standard"),
    path("tieu-chuan/<int:pk>/soan/", writing.edit, name="standard_edit"),
    path("tieu-chuan/<int:pk>/ban-hanh/", writing.issue, name="standard_issue"),
    path("tieu-chuan/<int:pk>/bo/", writing.drop, name="standard_drop"),
    path("tieu-chuan/<int:pk>/van-ban/", views.paper, name="standard_paper"),
    path("tieu-chuan/<int:pk>/so-sanh/", views.compare, name="standard_compare"),
]
