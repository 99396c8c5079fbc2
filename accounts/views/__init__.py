"""Pages of the `accounts` room."""
