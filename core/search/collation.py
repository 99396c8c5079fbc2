"""Vietnamese order of names, the same on every database.

A column holds a key made of ASCII letters and digits only, two signs for each letter of the name,
so that no collation of any engine reads it differently: a, ă, â, b, c, d, đ, e, ê … y; digits
before letters and by value ("số 2" before "số 10"); tones decide between equal letters only, in
the order ngang, huyền, hỏi, ngã, sắc, nặng.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db import models

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0306": "b", "\u0302": "c", "\u031b": "d"}  # breve, circumflex, horn
_SPACE, _END = "01", "00"
_WORD = re.compile(r"\d+|[^\W\d_]+")
_LENGTH = 400


def sort_key(text: str) -> str:
    """A key whose plain order is the Vietnamese order of the texts."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    letters = _SPACE.join(_digits(w) if w.isdecimal() else _letters(w) for w in words)
    tones = "".join(_tone(word) for word in words)
    return f"{letters}{_END}{tones}"[:_LENGTH]


def _digits(number: str) -> str:
    value = number.lstrip("0")
    return f"1{min(len(value), 9)}{value}"  # the length comes first: 2 before 10


def _letters(word: str) -> str:
    pairs: list[str] = []
    for sign in unicodedata.normalize("NFD", word):
        if sign in _SHAPES and pairs:
            pairs[-1] = pairs[-1][0] + _SHAPES[sign]
        elif sign == "đ":
            pairs.append("db")
        elif sign.isascii() and sign.isalpha():
            pairs.append(f"{sign}a")
    return "".join(pairs)


def _tone(word: str) -> str:
    marks = [_TONES[sign] for sign in unicodedata.normalize("NFD", word) if sign in _TONES]
    return marks[0] if marks else "0"


class SortKeyField(models.CharField[str, str]):
    """Keeps the key of another field beside it, whichever way the row is written."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        kwargs |= {"max_length": _LENGTH, "editable": False, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "editable", "default"):
            kwargs.pop(fixed, None)
        return name, path, list(args), kwargs | {"source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's
        key = sort_key(getattr(model_instance, self.source, ""))
        setattr(model_instance, self.attname, key)
        return key
