"""What was removed can be brought back for thirty days, with everything that hung on it."""
