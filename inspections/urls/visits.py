"""The list, preparing and carrying out in the browser."""

from django.urls import path

from inspections.views import (
    assigning,
    carrying_out,
    filling,
    inspections,
    listing,
    official,
    preparing,
)

urlpatterns = [
    path("visits/<int:pk>/open/", inspections.open_visit, name="open"),
    path("<int:pk>/", inspections.inspection, name="inspection"),
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
]  # fmt: skip
