"""Pages of the `units` room."""
