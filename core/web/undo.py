"""Undo: what was done is said with a button that takes it back, instead of a question before."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from core.web.icons import icon_svg
from core.web.markup import filled, filled_each

_FORM = (
    '{}<form class="undo" method="post" action="{}">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
    '<button class="btn btn-sm">{}{}</button></form>'
)


def undoable(request: HttpRequest, sentence: str, url: str, values: Mapping[str, Any]) -> None:
    """Say what was done; the button posts `values` to `url`, which takes it back.

    A value that is False or empty is left out, True is sent as "on", as a form would.
    """
    sent = [
        (name, "on" if value is True else value)
        for name, value in values.items()
        if value not in (False, None, "")
    ]
    fields = filled_each('<input type="hidden" name="{}" value="{}">', sent)
    button = icon_svg("arrow-counterclockwise"), _("Undo")
    messages.success(request, filled(_FORM, sentence, url, get_token(request), fields, *button))
