"""Engines that turn a laid-out paper into a file."""
