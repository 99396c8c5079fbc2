"""Verbs of the `accounts` room."""

from accounts.domain.people import change_profile, demo_people, set_password

__all__ = ["change_profile", "demo_people", "set_password"]
