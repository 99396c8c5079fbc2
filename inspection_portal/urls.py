"""All addresses of the portal, one line a room."""

from django.urls import include, path

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("core.urls")),
    path("accounts/", include("accounts.urls")),
    path("units/", include("units.urls")),
    path("documents/", include("documents.urls")),
    path("standards/", include("standards.urls")),
    path("plans/", include("plans.urls")),
    path("inspections/", include("inspections.urls")),
    path("field/", include("inspections.field_urls")),
    path("libraries/", include("libraries.urls")),
]
