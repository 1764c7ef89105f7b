"""Addresses of accounts, roles and councils."""

from django.urls import path, re_path

from neuguong.web.desk.people import councils, handing, leave, reviews, roles, views

urlpatterns = [
    path("nguoi-dung/", views.people, name="people"),
    path("nguoi-dung/moi/", views.person_new, name="person_new"),
    path("nguoi-dung/<int:pk>/", views.person, name="person"),
    path("nguoi-dung/<int:pk>/sua/", views.person_edit, name="person_edit"),
    re_path(r"^nguoi-dung/(?P<pk>\d+)/(?P<kind>ma|lien-ket)/$", views.person_secret, name="person_secret"),
    path("nguoi-dung/<int:pk>/khoa/", views.person_lock, name="person_lock"),
    path("nguoi-dung/<int:pk>/mo-khoa/", views.person_unlock, name="person_unlock"),
    path("nguoi-dung/<int:pk>/ban-giao/", views.person_handover, name="person_handover"),
    path("nguoi-dung/<int:pk>/vai-tro/", roles.membership_new, name="membership_new"),
    path("nguoi-dung/<int:pk>/lam-thay/", roles.substitute_new, name="substitute_new"),
    path("vai-tro/<int:pk>/thoi/", roles.membership_end, name="membership_end"),
    path("nguoi-dung/xac-nhan/", reviews.progress, name="people_reviews"),
    path("xac-nhan-tai-khoan/", reviews.confirm, name="role_review"),
    path("ban-giao/", handing.handing, name="handing"),
    path("ban-giao/bien-ban.docx", handing.handing_paper, name="handing_paper"),
    path("nghi-phep/", leave.leave, name="leave"),
    path("uy-quyen/", roles.delegate_page, name="delegate"),
    path("hoi-dong/", councils.council, name="council"),
    path("hoi-dong/moi/", councils.council_new, name="council_new"),
    path("hoi-dong/<int:pk>/thanh-vien/", councils.council_seat, name="council_seat"),
    path("hoi-dong/thanh-vien/<int:pk>/thoi/", councils.council_unseat, name="council_unseat"),
]
