"""Offline work: what devices journalled arrives once, in any order, and nothing of it is lost."""
