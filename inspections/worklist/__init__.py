"""What inspections ask of a person, part by part."""

from inspections.worklist import recommendations, records, results, visits

__all__ = ["recommendations", "records", "results", "visits"]
