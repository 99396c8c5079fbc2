"""Addresses of the `inspections` room."""

from django.urls import path

from inspections.views import arrivals, inspections

app_name = "inspections"

urlpatterns = [
    path("visits/<int:pk>/open/", inspections.open_visit, name="open"),
    path("<int:pk>/", inspections.inspection, name="inspection"),
    # What arrived from devices
    path("<int:pk>/arrivals/", arrivals.arrivals, name="arrivals"),
    path("<int:pk>/arrivals/events/<int:event>/", arrivals.arrival, name="arrival"),
    path(
        "<int:pk>/arrivals/conflicts/<int:conflict>/", arrivals.arrival_conflict,
        name="arrival_conflict",
    ),
]  # fmt: skip
