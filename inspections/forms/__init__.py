"""Forms of the `inspections` room."""
