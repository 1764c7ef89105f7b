"""The packages' addresses."""

from django.urls import path

from neuguong.web.desk.packages import views

urlpatterns = [
    path("goi-quy/", views.packages, name="packages"),
    path("goi-quy/dot/<slug:round_code>/", views.package_issue, name="package_issue"),
    path("goi-quy/<int:pk>/", views.package, name="package"),
    path("goi-quy/<int:pk>/so-van-ban/", views.package_reference, name="package_reference"),
    path("goi-quy/<int:pk>/dinh-chinh/", views.package_correct, name="package_correct"),
    path("goi-quy/<int:pk>/tep/<slug:kind>/", views.package_file, name="package_file"),
    path("goi-quy/<int:pk>/ban-ky/<int:reference>/", views.package_scan, name="package_scan"),
    path("cong-van-don-vi/<slug:period>/", views.unit_letter, name="unit_letter"),
]
