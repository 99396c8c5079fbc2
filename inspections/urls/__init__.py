"""Addresses of the `inspections` room, part by part."""

from inspections.urls import arrivals, followup, records, results, visits

app_name = "inspections"

urlpatterns = [
    *visits.urlpatterns,
    *followup.urlpatterns,
    *records.urlpatterns,
    *results.urlpatterns,
    *arrivals.urlpatterns,
]
