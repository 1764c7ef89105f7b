"""Addresses of estimates."""

from django.urls import path

from neuguong.web.desk.budget import overview, views, writing

urlpatterns = [
    path("kinh-phi/", overview.listing, name="estimates"),
    path("kinh-phi/bang/", overview.sheet, name="estimates_sheet"),
    path("kinh-phi/to-trinh/", overview.paper, name="estimates_paper"),
    path("kinh-phi/lap/", writing.new, name="estimate_new"),
    path("kinh-phi/<int:pk>/", views.page, name="estimate"),
    path("kinh-phi/<int:pk>/sua/", writing.edit, name="estimate_edit"),
]
