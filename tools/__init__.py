"""Tools of the people who maintain the portal."""
