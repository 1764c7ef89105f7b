"""Addresses of the reports."""

from django.urls import path

from neuguong.web.desk.reports import answering, overall, views, writing

urlpatterns = [
    path("bao-cao/", views.reports, name="reports"),
    path("bao-cao/viec/<int:pk>/lap/", writing.begin, name="report_begin"),
    path("bao-cao/<int:pk>/", views.report, name="report"),
    path("bao-cao/<int:pk>/soan/", writing.edit, name="report_edit"),
    path("bao-cao/<int:pk>/gui/", writing.submit, name="report_submit"),
    path("bao-cao/<int:pk>/tra-loi/", answering.answer, name="report_answer"),
    path("bao-cao/<int:pk>/so-van-ban/", writing.reference, name="report_reference"),
    path("bao-cao/<int:pk>/van-ban/", views.paper, name="report_paper"),
    path("bao-cao/<int:pk>/lan/<int:turn>/", views.sent_paper, name="report_sent_paper"),
    path("bao-cao/<int:pk>/ban-ky/<int:reference>/", views.scan, name="report_scan"),
    path("bao-cao/tong-hop/<slug:code>/", overall.overall, name="report_overall"),
    path("bao-cao/tong-hop/<slug:code>/lap/", overall.issue, name="report_overall_issue"),
    path("bao-cao/tong-hop/<slug:code>/so-van-ban/", overall.reference, name="report_overall_reference"),
    path("bao-cao/tong-hop/<slug:code>/van-ban/", overall.paper, name="report_overall_paper"),
    path("bao-cao/tong-hop/<slug:code>/so-lieu/", overall.sheets, name="report_overall_sheets"),
    path("bao-cao/da-lap/<int:pk>/tep/", overall.issued_paper, name="report_issued_paper"),
    path("bao-cao/da-lap/<int:pk>/ban-ky/<int:reference>/", overall.issued_scan, name="report_issued_scan"),
]
