"""Addresses of what a summary states: binding, deciding, questions and answers."""

from django.urls import path

from neuguong.web.desk.claims import answering, deciding

urlpatterns = [
    path("ho-so/<int:pk>/kiem-chung/", deciding.claims_decide, name="claims_decide"),
    path("ho-so/<int:pk>/kiem-chung/bo-qua/", deciding.statement_dismiss, name="statement_dismiss"),
    path("ho-so/<int:pk>/kiem-chung/bo-qua/<int:dismissal_pk>/thoi/", deciding.dismissal_back, name="dismissal_back"),
    path("ho-so/<int:pk>/kiem-chung/<int:claim_pk>/<str:act>/", deciding.claim_act, name="claim_act"),
    path("ho-so/<int:pk>/hoi-dap/", answering.claim_questions, name="claim_questions"),
    path("ho-so/<int:pk>/hoi-dap/<int:question_pk>/", answering.claim_answer, name="claim_answer"),
]
