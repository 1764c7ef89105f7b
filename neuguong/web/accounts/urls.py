"""Addresses of accounts. The names of the first four are those that the sign-in library looks up; it has no others here."""

from django.urls import path

from neuguong.web.accounts import views
from neuguong.web.accounts.first_run_view import first_run

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="account_login"),
    path("dang-xuat/", views.sign_out, name="account_logout"),
    path("doi-mat-khau/", views.change_password, name="account_change_password"),
    path("quen-mat-khau/", views.forgot, name="account_reset_password"),
    path("ma/", views.code, name="account_code"),
    path("loi-moi/<str:token>/", views.invitation, name="account_invitation"),
    path("bat-dau/", first_run, name="account_first_run"),
    path("", views.profile, name="account_profile"),
]
