"""Addresses of units, their lives, and the acts that change them."""

from django.urls import path

from neuguong.web.desk.units import acts, views

urlpatterns = [
    path("don-vi/", views.units, name="units"),
    path("don-vi/thong-ke/", views.statistics, name="units_statistics"),
    path("don-vi/sap-xep/moi/", acts.new, name="reorganisation_new"),
    path("don-vi/sap-xep/<int:pk>/", acts.show, name="reorganisation"),
    path("don-vi/sap-xep/<int:pk>/them/<slug:kind>/", acts.add, name="reorganisation_add"),
    path("don-vi/sap-xep/<int:pk>/tep/", acts.upload, name="reorganisation_upload"),
    path("don-vi/sap-xep/<int:pk>/bo-dong/", acts.remove, name="reorganisation_remove"),
    path("don-vi/sap-xep/<int:pk>/chay-thu/", acts.trial, name="reorganisation_try"),
    path("don-vi/sap-xep/<int:pk>/ghi-nhan/", acts.confirm, name="reorganisation_record"),
    path("don-vi/sap-xep/<int:pk>/huy/", acts.take_back, name="reorganisation_take_back"),
    path("don-vi/sap-xep/<int:pk>/bo/", acts.put_away, name="reorganisation_drop"),
]
