"""A plan carried over to a later school year: changes proposed, accepted, undone."""
