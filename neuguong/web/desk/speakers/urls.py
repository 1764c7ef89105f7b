"""Addresses of speakers, their talks and sheets."""

from django.urls import path

from neuguong.web.desk.speakers import roster, sheets, talks

urlpatterns = [
    path("bao-cao-vien/", roster.listing, name="speakers"),
    path("bao-cao-vien/them/", roster.new, name="speaker_new"),
    path("bao-cao-vien/<int:pk>/", roster.page, name="speaker"),
    path("bao-cao-vien/<int:pk>/sua/", roster.edit, name="speaker_edit"),
    path("buoi-noi-chuyen/", talks.listing, name="talks"),
    path("buoi-noi-chuyen/bang-nam.xlsx", talks.year_xlsx, name="talks_xlsx"),
    path("buoi-noi-chuyen/ghi/", talks.new, name="talk_new"),
    path("buoi-noi-chuyen/<int:pk>/", talks.page, name="talk"),
    path("buoi-noi-chuyen/<int:pk>/tep/", talks.file, name="talk_file"),
    path("tai-lieu-noi-chuyen/", sheets.choose, name="talk_sheets"),
    path("tai-lieu-noi-chuyen/tai-lieu.docx", sheets.sheet, name="talk_sheet"),
]
