"""Bootstrap Icons as inline SVG, read from the package once per process."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

_TAG = re.compile(r"<svg[^>]*>", re.DOTALL)


@cache
def icon_svg(name: str) -> SafeString:
    """The icon called `name` ("calendar3"), hidden from screen readers: a word stands beside it.

    Raises:
        LookupError: no icon of that name; a misspelt name must not pass silently.
    """
    path = Path(settings.ICONS_DIR) / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise LookupError(f"There is no icon called {name!r} in {settings.ICONS_DIR}.")
    drawing = _TAG.sub("", path.read_text(), count=1).replace("\n", "")
    return mark_safe(  # noqa: S308 - a file of the pinned icon package, no user's text
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">' + drawing
    )
