"""Inputs of the bar above a list, written without a template each.

The bar stands on pages opened all day, and its lists name every team and every office; rendered
by Django's own templates one of these lists costs as much as the page's whole table.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe

from core.web.markup import filled, filled_each

Choices = Iterable[tuple[Any, Any]]
_CHOSEN = mark_safe(" selected")


class BarSelect(forms.Select):
    """A list to choose from; its options have no groups."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = filled_each( '<option value="{}"{}>{}</option>',
            (
                (key, _CHOSEN if str(key) in chosen else "", label)
                for key, label in self.choices
            ),
        )  # fmt: skip
        written = self.build_attrs({"name": name, **self.attrs}, attrs)
        return filled("<select{}>{}</select>", flatatt(written), options)

    def use_required_attribute(self, initial: Any) -> bool:
        """Nothing above a list is required; asking would read the options."""
        return False


class _BarInput(forms.widgets.Input):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        written = {"type": widget["type"], "name": name}
        if widget["value"] is not None:
            written["value"] = widget["value"]
        return filled("<input{}>", flatatt(written | widget["attrs"]))


class BarText(_BarInput, forms.TextInput):
    """A line of text."""


class BarDate(_BarInput, forms.DateInput):
    """A day or a month."""


class BarCheck(_BarInput, forms.CheckboxInput):
    """A box to tick."""


def offer(form: forms.Form, name: str, empty: Any, rows: Callable[[], Choices]) -> None:
    """Give a field its options, asked for only when drawn or checked; the first chooses nothing."""
    field: Any = form.fields[name]
    # Cached, for the form draws them and words the chips; as texts, for so they are sent back.
    field.choices = cache(lambda: [("", empty), *((str(key), label) for key, label in rows())])
