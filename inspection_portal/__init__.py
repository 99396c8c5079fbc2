"""Composition root: settings, URLs, Celery, demonstration data. Imports all, imported by none."""

from inspection_portal.celery import app as celery_app

__all__ = ["celery_app"]
