"""Dated rows: in force from a first to a last day, either of which may be open."""

from datetime import date

from django.db.models import Q


def in_force(day: date, prefix: str = "") -> Q:
    """Rows whose `valid_from` … `valid_to` holds `day`, both ends included."""
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    not_over = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    return begun & not_over
