"""Addresses of what people told."""

from django.urls import path

from neuguong.web.desk.voices import comments, messages, replications, suggestions

urlpatterns = [
    path("loi-gioi-thieu/", suggestions.listing, name="suggestions"),
    path("loi-gioi-thieu/<int:pk>/", suggestions.page, name="suggestion"),
    path("loi-gioi-thieu/<int:pk>/anh/", suggestions.photo, name="suggestion_photo"),
    path("lay-y-kien/", comments.windows, name="comment_windows"),
    path("lay-y-kien/<int:pk>/", comments.entry, name="comment_entry"),
    path("noi-hoc-theo/", replications.listing, name="replications"),
    path("noi-hoc-theo/ghi/", replications.new, name="replication_new"),
    path("noi-hoc-theo/<int:pk>/", replications.page, name="replication"),
    path("noi-hoc-theo/<int:pk>/tep/", replications.file, name="replication_file"),
    path("loi-nhan/", messages.listing, name="exemplar_messages"),
    path("loi-nhan/<int:pk>/", messages.page, name="exemplar_message"),
]
