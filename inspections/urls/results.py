"""Draft result, reply, conclusion; how the inspections of a plan run."""

from django.urls import path

from inspections.views import (
    conclusions,
    explanations,
    procedures,
    replies,
    results,
    tables,
)

urlpatterns = [
    path("procedure/<int:pk>/", procedures.procedure, name="procedure"),
    path("procedure/<int:pk>/choose/", procedures.procedure_choose, name="procedure_choose"),
    path("<int:pk>/extend/", procedures.extension, name="extend"),
    path("<int:pk>/result/", results.result, name="result"),
    path("<int:pk>/result/new/", results.result_new, name="result_new"),
    path("<int:pk>/result/edit/", results.result_edit, name="result_edit"),
    path("<int:pk>/result/release/", results.result_release, name="result_release"),
    path("<int:pk>/result/lapse/", results.result_lapse, name="result_lapse"),
    path("<int:pk>/reply/", replies.reply, name="reply"),
    path("<int:pk>/reply/explain/", replies.reply_explain, name="reply_explain"),
    path("<int:pk>/reply/files/<int:sent>/remove/", replies.reply_file, name="reply_file_remove"),
    path("<int:pk>/reply/check/", replies.reply_check, name="reply_check"),
    path("<int:pk>/reply/receipt/", replies.reply_receipt, name="reply_receipt"),
    path("<int:pk>/explanations/", explanations.explanations, name="explanations"),
    path(
        "<int:pk>/explanations/<int:explanation>/decide/",
        explanations.explanation_decide,
        name="explanation_decide",
    ),
    path(
        "<int:pk>/explanations/<int:explanation>/value/",
        explanations.explanation_value,
        name="explanation_value",
    ),
    path("<int:pk>/conclusion/", conclusions.conclusion, name="conclusion"),
    path("<int:pk>/conclusion/new/", conclusions.conclusion_new, name="conclusion_new"),
    path("<int:pk>/conclusion/edit/", conclusions.conclusion_edit, name="conclusion_edit"),
    path("<int:pk>/conclusion/submit/", conclusions.conclusion_submit, name="conclusion_submit"),
    path(
        "<int:pk>/conclusion/withdraw/", conclusions.conclusion_withdraw, name="conclusion_withdraw"
    ),
    path("<int:pk>/conclusion/decide/", conclusions.conclusion_decide, name="conclusion_decide"),
    path("<int:pk>/conclusion/issue/", conclusions.conclusion_issue, name="conclusion_issue"),
    path("<int:pk>/conclusion/demand/", conclusions.conclusion_demand, name="conclusion_demand"),
    path("<int:pk>/answers/", tables.inspection_answers, name="answers"),
    path("<int:pk>/report/", tables.team_report, name="team_report"),
    path("plans/<int:pk>/answers/", tables.plan_answers, name="plan_answers"),
    path("plans/<int:pk>/report/", tables.plan_report, name="plan_report"),
]
