"""Pieces written as text: what a person typed never becomes markup."""

import pytest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from core.web.markup import filled, filled_each

VALUES = [
    "Trường <b>A</b>", "\"'&", "", 5, 2.5, None, mark_safe("<i>đã viết</i>"), gettext_lazy("Unit"),
    format_html("<u>{}</u>", "<x>"),
]  # fmt: skip


class Written:
    """Something that writes itself, as a form's field does."""

    def __html__(self) -> str:
        return "<input>"


@pytest.mark.parametrize("value", [*VALUES, Written()])
def test_it_writes_what_django_writes(value):
    assert filled("<td>{}</td>", value) == format_html("<td>{}</td>", value)
    assert filled("<td>{name}</td>", name=value) == format_html("<td>{name}</td>", name=value)


def test_rows_one_after_the_other():
    rows = [("<", 1), (mark_safe("<b>"), 2)]
    assert filled_each("<p>{}{}</p>", rows) == format_html_join("", "<p>{}{}</p>", rows)


def test_the_piece_itself_is_markup():
    assert filled("{}", filled("<b>{}</b>", "<")) == "<b>&lt;</b>"
