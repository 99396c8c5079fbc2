"""Reads of the `inspections` room."""
