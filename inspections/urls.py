"""Addresses of the `inspections` room."""

from django.urls import path

from inspections.views import (
    assigning,
    carrying_out,
    filling,
    findings,
    inspections,
    listing,
    official,
    preparing,
    recommendation,
    recommendations,
    recommending,
)

app_name = "inspections"

urlpatterns = [
    path("visits/<int:pk>/open/", inspections.open_visit, name="open"),
    path("<int:pk>/", inspections.inspection, name="inspection"),
    # The list, preparing and carrying out in the browser
    path("", listing.inspection_list, name="inspection_list"),
    path("excel/", listing.inspection_export, name="inspection_export"),
    path("<int:pk>/prepare/", preparing.prepare, name="prepare"),
    path("<int:pk>/begin/", carrying_out.begin, name="begin"),
    path("<int:pk>/end/", carrying_out.end, name="end"),
    path("<int:pk>/announce/", carrying_out.announcement, name="announce"),
    path("<int:pk>/people/", carrying_out.people, name="people"),
    path("<int:pk>/people/<int:person>/remove/", carrying_out.person_remove, name="person_remove"),
    path("<int:pk>/checklists/add/", preparing.checklist_add, name="checklist_add"),
    path("<int:pk>/checklists/<int:checklist>/assign/", assigning.assign, name="assign"),
    path("<int:pk>/checklists/<int:checklist>/finish/", filling.desk_finish, name="desk_finish"),
    path("<int:pk>/checklists/<int:checklist>/reopen/", filling.desk_reopen, name="desk_reopen"),
    path("<int:pk>/checklists/<int:checklist>/official/", official.official, name="official"),
    path(
        "<int:pk>/checklists/<int:checklist>/official/take-over/", official.official_take_over,
        name="official_take_over",
    ),
    path(
        "<int:pk>/checklists/<int:checklist>/official/<int:criterion>/", official.official_decide,
        name="official_decide",
    ),
    path("<int:pk>/checklists/<int:checklist>/<str:stage>/", filling.fill, name="fill"),
    path(
        "<int:pk>/checklists/<int:checklist>/<str:stage>/<int:criterion>/", filling.answer,
        name="answer",
    ),
    # What was seen, and what is followed until it is done
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
