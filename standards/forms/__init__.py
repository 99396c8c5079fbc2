"""Forms of the `standards` room."""
