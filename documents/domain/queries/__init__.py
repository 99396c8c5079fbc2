"""Reads of papers and laws that pages share."""
