"""Rich text: the few tags an official paper can print, and nothing else."""

import nh3

_TAGS = {"p", "div", "br", "strong", "b", "em", "i", "u", "ul", "ol", "li", "h2", "h3"}


def clean_html(html: str) -> str:
    """The text with every tag, attribute and address removed that a paper does not print."""
    return nh3.clean(html, tags=_TAGS, attributes={}, url_schemes=set(), link_rel=None).strip()
