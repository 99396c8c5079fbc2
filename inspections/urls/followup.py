"""What was seen, and what is followed until it is done."""

from django.urls import path

from inspections.views import findings, recommendation, recommendations, recommending

urlpatterns = [
    path("<int:pk>/findings/", findings.findings, name="findings"),
    path("findings/<int:pk>/edit/", findings.finding_edit, name="finding_edit"),
    path("findings/<int:pk>/withdraw/", findings.finding_withdraw, name="finding_withdraw"),
    path("findings/<int:pk>/reinstate/", findings.finding_reinstate, name="finding_reinstate"),
    path("findings/<int:pk>/repeat/", findings.finding_repeat, name="finding_repeat"),
    path("<int:pk>/recommendations/", recommending.recommendations, name="recommendations"),
    path(
        "<int:pk>/recommendations/add/", recommending.recommendation_add, name="recommendation_add"
    ),
    path(
        "<int:pk>/recommendations/carry/", recommending.recommendation_carry,
        name="recommendation_carry",
    ),
    path(
        "recommendations/", recommendations.recommendation_list, name="recommendation_list"
    ),
    path(
        "recommendations/export/", recommendations.recommendation_export,
        name="recommendation_export",
    ),
    path(
        "recommendations/summary/", recommendations.recommendation_summary,
        name="recommendation_summary",
    ),
    path("recommendations/<int:pk>/", recommendation.recommendation, name="recommendation"),
    path(
        "recommendations/<int:pk>/edit/", recommending.recommendation_edit,
        name="recommendation_edit",
    ),
    path(
        "recommendations/<int:pk>/remove/", recommending.recommendation_remove,
        name="recommendation_remove",
    ),
    path(
        "recommendations/<int:pk>/report/", recommendation.recommendation_report,
        name="recommendation_report",
    ),
    path(
        "recommendations/<int:pk>/extend/", recommendation.recommendation_extend,
        name="recommendation_extend",
    ),
    path(
        "recommendations/<int:pk>/step/<str:name>/", recommendation.recommendation_step,
        name="recommendation_step",
    ),
]  # fmt: skip
