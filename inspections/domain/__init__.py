"""Verbs of the `inspections` room."""
