"""Addresses of the dossiers."""

from django.urls import path

from neuguong.web.desk.nominations import afterwards, files, listing, opening, steps, writing

urlpatterns = [
    path("ho-so/", listing.nominations, name="nominations"),
    path("ho-so/nhieu/", listing.bulk, name="nominations_bulk"),
    path("ho-so/gioi-thieu/", opening.new, name="nomination_new"),
    path("ho-so/ghi-lai-sau/", afterwards.new, name="nomination_after"),
    path("ho-so/<int:pk>/", steps.nomination, name="nomination"),
    path("ho-so/<int:pk>/buoc/<str:step>/", steps.step, name="nomination_step"),
    path("ho-so/<int:pk>/soan/", writing.edit, name="nomination_edit"),
    path("ho-so/<int:pk>/luu/", writing.autosave, name="nomination_autosave"),
    path("ho-so/<int:pk>/chon-chu/", writing.settle, name="nomination_settle"),
    path("ho-so/<int:pk>/khen-thuong/", writing.award_add, name="award_add"),
    path("ho-so/<int:pk>/khen-thuong/<int:award_pk>/bo/", writing.award_remove, name="award_remove"),
    path("ho-so/<int:pk>/minh-chung/", files.evidence_add, name="evidence_add"),
    path("ho-so/<int:pk>/minh-chung/<int:evidence_pk>/chu-thich/", files.evidence_recaption, name="evidence_recaption"),
    path("ho-so/<int:pk>/minh-chung/<int:evidence_pk>/bo/", files.evidence_remove, name="evidence_remove"),
    path("minh-chung/<int:pk>/", files.evidence_file, name="evidence_file"),
    path("minh-chung/<int:pk>/anh-nho/", files.evidence_thumbnail, name="evidence_thumbnail"),
]
