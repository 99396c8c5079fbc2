"""Filters of a list kept under a name: one's own, those of one's unit, the one a list opens with."""
