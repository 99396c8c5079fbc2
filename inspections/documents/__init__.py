"""Official papers of inspections; importing the modules registers their kinds."""

from inspections.documents import record

__all__ = ["record"]
