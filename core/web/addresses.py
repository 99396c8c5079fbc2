"""Addresses of rooms that may or may not be installed."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def address_of(name: str, **arguments: Any) -> str:
    """The address called `name`, or an empty text where no installed room has it.

    A department may run the portal without some of the upper rooms; frames and home pages, which
    point everywhere, then leave those entries out.
    """
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return ""
