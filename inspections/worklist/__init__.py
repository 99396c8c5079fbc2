"""What inspections ask of a person, part by part."""

from inspections.worklist import recommendations, visits

__all__ = ["recommendations", "visits"]
