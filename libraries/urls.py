"""Addresses of the `libraries` room."""

from django.urls import path

from libraries import views

app_name = "libraries"
urlpatterns = [
    path("delegations/", views.delegation_list, name="delegation_list"),
    path("delegations/add/", views.delegation_add, name="delegation_add"),
    path("delegations/<int:pk>/end/", views.delegation_end, name="delegation_end"),
]
