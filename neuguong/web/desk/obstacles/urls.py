"""Addresses of obstacles and of the answers published from them."""

from django.urls import path

from neuguong.web.desk.obstacles import answers, views

urlpatterns = [
    path("vuong-mac/", views.listing, name="obstacles"),
    path("vuong-mac/bao/", views.new, name="obstacle_new"),
    path("vuong-mac/<int:pk>/", views.page, name="obstacle"),
    path("vuong-mac/tep/<int:pk>/", views.file, name="obstacle_file"),
    path("giai-dap/", answers.listing, name="clarifications"),
    path("giai-dap/<int:pk>/", answers.page, name="clarification"),
]
