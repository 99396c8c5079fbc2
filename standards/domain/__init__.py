"""Verbs of the `standards` room."""
