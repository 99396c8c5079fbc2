"""Verbs and queries of planning."""
