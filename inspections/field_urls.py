"""Addresses of the field app."""

from django.urls import path

from inspections.views import field

app_name = "field"

urlpatterns = [
    path("", field.shell, name="shell"),
    path("sw.js", field.worker, name="worker"),
    path("manifest.webmanifest", field.manifest, name="manifest"),
    path("visits/", field.visits, name="visits"),
    path("visits/<int:pk>/", field.visit, name="visit"),
]
