"""Addresses of the photo library."""

from django.urls import path

from neuguong.web.desk.photos import choosing, views

urlpatterns = [
    path("anh-bai-viet/", views.photos, name="photos"),
    path("anh-bai-viet/them/", views.new, name="photo_new"),
    path("anh-bai-viet/tu-ho-so/", choosing.agreed, name="photos_agreed"),
    path("anh-bai-viet/tu-ho-so/<int:pk>/", choosing.choose, name="photo_choose"),
    path("anh-bai-viet/tu-ho-so/<int:pk>/<int:evidence_pk>/", choosing.small, name="photo_choose_small"),
    path("anh-bai-viet/<int:pk>/", views.photo, name="photo"),
    path("anh-bai-viet/<int:pk>/anh/", views.picture, name="photo_picture"),
]
