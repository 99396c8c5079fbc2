"""Addresses of the `units` room."""

from django.urls import path

from units.views import calendar, changes, exports, people, units

app_name = "units"
urlpatterns = [
    path("", units.unit_list, name="unit_list"),
    path("export/", exports.export, name="export"),
    path("tree/", units.tree, name="tree"),
    path("new/", units.unit_new, name="unit_new"),
    path("<int:pk>/", units.unit, name="unit"),
    path("<int:pk>/people/", units.unit_people, name="unit_people"),
    path("<int:pk>/history/", units.unit_history, name="unit_history"),
    path("<int:pk>/edit/", units.unit_edit, name="unit_edit"),
    path("<int:pk>/move/", changes.move, name="unit_move"),
    path("<int:pk>/rename/", changes.rename, name="unit_rename"),
    path("<int:pk>/merge/", changes.merge, name="unit_merge"),
    path("<int:pk>/end/", changes.end, name="unit_end"),
    path("<int:pk>/spellings/new/", changes.spelling, name="spelling_new"),
    path(
        "<int:pk>/spellings/<int:alias>/remove/",
        changes.spelling_remove,
        name="spelling_remove",
    ),
    path("<int:pk>/invite/", people.invite, name="invite"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/end/", people.membership_end, name="membership_end"),
    path("people/<int:pk>/invite-again/", people.invitation_renew, name="invitation_renew"),
    path("invitation/<str:token>/", people.invitation_accept, name="accept_invitation"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/fill/", calendar.calendar_fill, name="calendar_fill"),
    path("calendar/days/new/", calendar.day_new, name="day_new"),
    path("calendar/days/<int:pk>/", calendar.day_edit, name="day_edit"),
    path("calendar/days/<int:pk>/remove/", calendar.day_remove, name="day_remove"),
    path("calendar/school-years/new/", calendar.school_year_new, name="school_year_new"),
    path("calendar/school-years/<str:name>/", calendar.school_year_edit, name="school_year"),
]
