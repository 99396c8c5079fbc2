"""Addresses of the `inspections` room."""

from django.urls import path

from inspections.views import inspections

app_name = "inspections"

urlpatterns = [
    path("visits/<int:pk>/open/", inspections.open_visit, name="open"),
    path("<int:pk>/", inspections.inspection, name="inspection"),
]
