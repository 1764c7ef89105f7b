"""The board's addresses."""

from django.urls import path

from neuguong.web.desk.board import cell, trend, views

urlpatterns = [
    path("bang-theo-doi/", views.board, name="board"),
    path("bang-theo-doi/bang.xlsx", views.board_xlsx, name="board_xlsx"),
    path("bang-theo-doi/bang.csv", views.board_csv, name="board_csv"),
    path("bang-theo-doi/dien-bien/", trend.board_trend, name="board_trend"),
    path("bang-theo-doi/viec/<int:pk>/", cell.obligation, name="obligation"),
    path("bang-theo-doi/viec/<int:pk>/<slug:step>/", cell.obligation_step, name="obligation_step"),
]
