"""Tags of the page frame: what every page carries is worked out once, not by every request."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.base import NodeList, Parser, Token
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.web.navigation import keys_of
from core.web.navigation import navigation as entries_of

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> SafeString:
    """{% navigation as entries %}: the list items of the navigation, the current one marked."""
    return entries_of(context["request"])


@register.inclusion_tag("components/_keys.html", takes_context=True)
def keys_dialog(context: Context) -> dict[str, Any]:
    """{% keys_dialog %}: the keys of one character, for whoever presses "?"."""
    return {"keys": keys_of(context["request"])}


class SharedNode(template.Node):
    """Its text is kept for each language; it is rendered without any variable of the page."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._kept: dict[tuple[str, str, str], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language() or "", settings.ROOT_URLCONF, get_script_prefix())
        if key not in self._kept:
            # No variable reaches the inside, so nothing of one person can be kept for another.
            self._kept[key] = self.nodelist.render(context.new())
        return self._kept[key]


@register.tag
def shared(parser: Parser, token: Token) -> SharedNode:
    """{% shared %}…{% endshared %}: words, addresses and icons that are the same for everybody."""
    nodelist = parser.parse(("endshared",))
    parser.delete_first_token()
    return SharedNode(nodelist)
