"""Addresses of the plans."""

from django.urls import path

from neuguong.web.desk.plans import telling, trying, views, writing

urlpatterns = [
    path("ke-hoach/", views.plans, name="plans"),
    path("ke-hoach/pho-bien/mo/", telling.begin, name="dissemination_new"),
    path("ke-hoach/pho-bien/<int:pk>/", telling.dissemination, name="dissemination"),
    path("ke-hoach/pho-bien/<int:pk>/nam-duoc/", telling.know, name="dissemination_know"),
    path("ke-hoach/pho-bien/<int:pk>/them/", telling.names, name="dissemination_names"),
    path("ke-hoach/pho-bien/<int:pk>/ky-giay/", telling.tick, name="dissemination_tick"),
    path("ke-hoach/pho-bien/<int:pk>/ket-thuc/", telling.close, name="dissemination_close"),
    path("ke-hoach/pho-bien/<int:pk>/rut/", telling.withdraw, name="dissemination_withdraw"),
    path("ke-hoach/pho-bien/<int:pk>/danh-sach/", telling.signed_list, name="dissemination_list"),
    path("ke-hoach/thu/", trying.trial, name="plan_trial"),
    path("ke-hoach/nap/", trying.load, name="plan_load"),
    path("ke-hoach/don-vi/lap/", writing.begin, name="unit_plans_new"),
    path("ke-hoach/don-vi/<int:pk>/", views.unit_plan, name="unit_plan"),
    path("ke-hoach/don-vi/<int:pk>/soan/", writing.edit, name="unit_plan_edit"),
    path("ke-hoach/don-vi/<int:pk>/cap-nhat/", writing.renew, name="unit_plan_renew"),
    path("ke-hoach/don-vi/<int:pk>/ban-hanh/", writing.issue, name="unit_plan_issue"),
    path("ke-hoach/don-vi/<int:pk>/bo/", writing.drop, name="unit_plan_drop"),
    path("ke-hoach/don-vi/<int:pk>/gop-y/", writing.remark, name="unit_plan_remark"),
    path("ke-hoach/don-vi/<int:pk>/van-ban/", views.paper, name="unit_plan_paper"),
]
