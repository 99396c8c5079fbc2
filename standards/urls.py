"""Addresses of the `standards` room."""

from django.urls import path

from standards.views import assessments, editing, mapping, opening, sets

app_name = "standards"
urlpatterns = [
    path("", sets.set_list, name="set_list"),
    path("new/", editing.set_new, name="set_new"),
    path("<int:pk>/", sets.standard_set, name="set"),
    path("<int:pk>/preview/", sets.set_preview, name="set_preview"),
    path("<int:pk>/excel/", sets.set_excel, name="set_excel"),
    path("<int:pk>/compare/<int:other>/", sets.set_compare, name="set_compare"),
    path("<int:pk>/continues/", mapping.set_mapping_choose, name="set_mapping_choose"),
    path("<int:pk>/continues/<int:other>/", mapping.set_mapping, name="set_mapping"),
    path("<int:pk>/edit/", editing.set_edit, name="set_edit"),
    path("<int:pk>/publish/", editing.set_publish, name="set_publish"),
    path("<int:pk>/new-version/", editing.set_new_version, name="set_new_version"),
    path("<int:pk>/<str:kind>/add/", editing.part_add, name="part_add"),
    path("<int:pk>/<str:kind>/<int:part>/", editing.part_edit, name="part_edit"),
    path("<int:pk>/<str:kind>/<int:part>/delete/", editing.part_delete, name="part_delete"),
    path(
        "<int:pk>/<str:kind>/<int:part>/move/<str:direction>/", editing.part_move, name="part_move"
    ),
    path("<int:pk>/assess/", opening.assessment_new, name="assessment_new"),
    path("assessments/", assessments.assessment_list, name="assessment_list"),
    path("assessments/<int:pk>/", assessments.assessment, name="assessment"),
    path("assessments/<int:pk>/<str:stage>/", assessments.assessment_fill, name="assessment_fill"),
    path(
        "assessments/<int:pk>/<str:stage>/reopen/", assessments.assessment_reopen,
        name="assessment_reopen",
    ),
]  # fmt: skip
