"""What is wrong with a form, line by line, each line knowing the field it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ErrorLine:
    """`target` is the id of the element to go to; empty for what concerns the whole form."""

    text: str
    target: str = ""


def error_lines(form: Any) -> Iterator[ErrorLine]:
    """Lines of a form or of a formset, in the order of the fields on the page."""
    for member in getattr(form, "forms", None) or [form]:
        yield from _lines_of(member)
    if hasattr(form, "non_form_errors"):
        yield from (ErrorLine(str(text)) for text in form.non_form_errors())


def _lines_of(form: Any) -> Iterator[ErrorLine]:
    if form is None or not getattr(form, "is_bound", False):
        return
    for text in form.non_field_errors():
        yield ErrorLine(str(text))
    for name in form.fields:
        bound = form[name]
        target = f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id
        yield from (ErrorLine(str(text), target) for text in bound.errors)
