"""Cell values as the text a person sees, and text that only looks like Vietnamese."""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

# Letters of Latin-1 that Vietnamese never uses: what TCVN3 (.VnTime) and VNI text turns into.
_STRAY = "¡¢£¤¥¦§¨©ª«¬\xad®¯°±²³´µ¶·¸¹º»¼½¾¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ"
_LEGACY = re.compile(f"[A-Za-z][{_STRAY}]|[{_STRAY}][A-Za-z]")
_REAL_VIETNAMESE = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]")
_SPACES = re.compile(r"[ \t\xa0\u2000-\u200b\u202f\u3000\ufeff]+")


def cell_text(value: Any) -> str:
    """One value as text: whole numbers without a decimal point, days as dd/mm/yyyy, NFC."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    return str(value) if isinstance(value, int | time | timedelta) else ""


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def tidy(text: str) -> str:
    """NFC, one space between words, line breaks kept as spaces."""
    if text.isascii() and text.isalnum():
        return text
    text = unicodedata.normalize("NFC", text)
    return _SPACES.sub(" ", " ".join(text.split()))


def looks_legacy(text: str) -> bool:
    """Text typed in a TCVN3 or VNI font: unreadable without that font."""
    if text.isascii() or _REAL_VIETNAMESE.search(text):
        return False
    return len(_LEGACY.findall(text)) >= 2
