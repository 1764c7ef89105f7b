"""Addresses of the editorial desk."""

from django.urls import path

from neuguong.web.desk.articles import columns, revisions, steps, views, writing

urlpatterns = [
    path("bai-viet/", views.articles, name="articles"),
    path("bai-viet/moi/", writing.new, name="article_new"),
    path("bai-viet/<int:pk>/", views.article, name="article"),
    path("bai-viet/<int:pk>/soan/", writing.edit, name="article_edit"),
    path("bai-viet/<int:pk>/tu-luu/", writing.autosave, name="article_autosave"),
    path("bai-viet/<int:pk>/xep/", writing.place, name="article_place"),
    path("bai-viet/<int:pk>/buoc/", steps.step, name="article_step"),
    path("bai-viet/<int:pk>/bo-qua/", steps.pass_over, name="article_pass"),
    path("bai-viet/<int:pk>/dong-y/", steps.sign_off, name="article_sign_off"),
    path("bai-viet/<int:pk>/lan-luu/", revisions.revisions, name="article_revisions"),
    path("bai-viet/<int:pk>/xem-truoc/", revisions.preview, name="article_preview"),
    path("bai-viet/<int:pk>/trang/", revisions.sheet, name="article_sheet"),
    path("bai-viet/<int:pk>/anh/<int:photo>-<int:width>.webp", revisions.photo, name="article_photo"),
    path("chuyen-muc/", columns.columns, name="columns"),
]
