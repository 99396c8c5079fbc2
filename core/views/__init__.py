"""Views of the `core` room."""
