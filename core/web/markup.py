"""Writing pieces of a page as text, for what stands a hundred times on it."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString


def filled(form: str, *values: Any, **named: Any) -> SafeString:
    """`form` with the values in its places, each escaped unless it is markup already.

    The same as Django's `format_html` in a third of the time: the texts of a row are plain strings,
    which need none of its questions.
    """
    if named:
        written = {name: _escaped(value) for name, value in named.items()}
        return SafeString(form.format(*map(_escaped, values), **written))
    return SafeString(form.format(*map(_escaped, values)))


def filled_each(form: str, rows: Iterable[Iterable[Any]]) -> SafeString:
    """`filled` for every row, one after the other."""
    return SafeString("".join([form.format(*map(_escaped, row)) for row in rows]))


def _escaped(value: Any) -> str:
    if type(value) is str:
        return escape(value)
    return value if isinstance(value, SafeData) and isinstance(value, str) else _asked(value)


def _asked(value: Any) -> str:
    """Numbers need nothing; what is translated late or writes itself is left to Django."""
    return str(value) if type(value) is int else str(conditional_escape(value))
