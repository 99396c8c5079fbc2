"""Filters of the lists of this room; every field is optional and lives in the address."""

from inspections.filters.inspections import InspectionFilterForm
from inspections.filters.recommendations import RecommendationFilterForm

__all__ = ["InspectionFilterForm", "RecommendationFilterForm"]
