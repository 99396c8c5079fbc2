"""Addresses of the `reports` room."""

from django.urls import path

from reports.views.home import home
from reports.views.search import search

urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
]
