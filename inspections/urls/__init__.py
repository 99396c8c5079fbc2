"""Addresses of the `inspections` room, part by part."""

from inspections.urls import followup, records, results, visits

app_name = "inspections"

urlpatterns = [
    *visits.urlpatterns,
    *followup.urlpatterns,
    *records.urlpatterns,
    *results.urlpatterns,
]
