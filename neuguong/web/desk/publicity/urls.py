"""Addresses of outlets, calendar, what ran, reach, gaps and scripts."""

from django.urls import path

from neuguong.web.desk.publicity import broadcasts, calendar, gaps, outlets, radio, reach

urlpatterns = [
    path("tuyen-truyen/", calendar.calendar, name="publicity"),
    path("tuyen-truyen/lich/moi/", calendar.new, name="planned_run_new"),
    path("tuyen-truyen/lich/<int:pk>/", calendar.page, name="planned_run"),
    path("tuyen-truyen/lich/<int:pk>/sua/", calendar.edit, name="planned_run_edit"),
    path("tuyen-truyen/da-phat/", broadcasts.listing, name="broadcasts"),
    path("tuyen-truyen/da-phat/ghi/", broadcasts.new, name="broadcast_new"),
    path("tuyen-truyen/da-phat/<int:pk>/", broadcasts.page, name="broadcast"),
    path("tuyen-truyen/tiep-can/", reach.upload, name="reach"),
    path("tuyen-truyen/tiep-can/mau.csv", reach.sample, name="reach_sample"),
    path("tuyen-truyen/tiep-can/lan-phat.csv", reach.to_fill, name="reach_to_fill"),
    path("tuyen-truyen/kenh/", outlets.listing, name="outlets"),
    path("tuyen-truyen/kenh/mo/", outlets.new, name="outlet_new"),
    path("tuyen-truyen/kenh/<int:pk>/", outlets.page, name="outlet"),
    path("tuyen-truyen/khoang-trong/", gaps.page, name="gaps"),
    path("tuyen-truyen/khoang-trong/khoang-trong.xlsx", gaps.xlsx, name="gaps_xlsx"),
    path("tuyen-truyen/bai-doc/", radio.page, name="radio_script"),
    path("tuyen-truyen/bai-doc/bai-doc.docx", radio.docx, name="radio_script_docx"),
]
