"""What arrived from devices."""

from django.urls import path

from inspections.views import arrivals

urlpatterns = [
    path("<int:pk>/arrivals/", arrivals.arrivals, name="arrivals"),
    path("<int:pk>/arrivals/events/<int:event>/", arrivals.arrival, name="arrival"),
    path(
        "<int:pk>/arrivals/conflicts/<int:conflict>/", arrivals.arrival_conflict,
        name="arrival_conflict",
    ),
]  # fmt: skip
