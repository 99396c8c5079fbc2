"""What the portal's first page gathers from every room."""
