"""The demonstration: real public plans of 2017–2020, and synthetic data marked as such."""
