"""Reading single cells: each parser takes the text of a filled cell or refuses it in a sentence."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from core.search.keys import search_key
from core.spreadsheets.refusals import CellRefused

_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: \d{2}:\d{2}(?::\d{2})?)?")
_GROUPED = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+")
_NUMBER_SIGNS = re.compile(r"[.,\s]")
_PHONE = re.compile(r"\+?\d{8,15}")
_PHONE_SIGNS = re.compile(r"[\s.()-]")
_EARLIEST, _LATEST = 1900, 2100
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

_email = EmailValidator()


def text(limit: int) -> Callable[[str], str]:
    """Text of at most `limit` characters."""

    def parse(raw: str) -> str:
        if _CONTROL.search(raw):
            raise CellRefused(_("The text holds invisible signs. Type it anew."))
        if len(raw) > limit:
            raise CellRefused(
                _("The text has %(length)s characters; at most %(limit)s are possible.")
                % {"length": len(raw), "limit": limit}
            )
        return raw

    return parse


def whole_number(most: int) -> Callable[[str], int]:
    """A number from 0 to `most`; thousands may be grouped."""

    def parse(raw: str) -> int:
        if not raw.isascii() or not (raw.isdigit() or _GROUPED.fullmatch(raw)):
            raise CellRefused(_("“%(text)s” is not a whole number.") % {"text": raw[:60]})
        number = int(_NUMBER_SIGNS.sub("", raw)[:20])
        if number > most:
            raise CellRefused(
                _("%(number)s is more than the most possible, %(most)s.")
                % {"number": raw[:30], "most": most}
            )
        return number

    return parse


def day(raw: str) -> date:
    """A day written dd/mm/yyyy (Excel's own dates arrive so), or yyyy-mm-dd."""
    match = _DAY_FIRST.fullmatch(raw)
    parts = (match[3], match[2], match[1]) if match else None
    if not parts and (match := _YEAR_FIRST.fullmatch(raw)):
        parts = (match[1], match[2], match[3])
    if not parts:
        raise CellRefused(_("“%(text)s” is not a day like 05/09/2019.") % {"text": raw[:60]})
    try:
        found = date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError as error:
        raise CellRefused(_("There is no day %(text)s.") % {"text": raw[:60]}) from error
    if not _EARLIEST <= found.year <= _LATEST:
        raise CellRefused(_("The year of %(text)s is not plausible.") % {"text": raw[:60]})
    return found


def email(raw: str) -> str:
    try:
        _email(raw)
    except ValidationError as error:
        raise CellRefused(_("“%(text)s” is not an e-mail address.") % {"text": raw[:60]}) from error
    if len(raw) > 254:
        raise CellRefused(_("“%(text)s” is not an e-mail address.") % {"text": raw[:60]})
    return raw


def phone(raw: str) -> str:
    """Telephone numbers as written; a leading zero that Excel swallowed is put back."""
    numbers = [_PHONE_SIGNS.sub("", part) for part in re.split(r"[;,/]", raw) if part.strip()]
    if not numbers or len(raw) > 58 or not all(_PHONE.fullmatch(number) for number in numbers):
        raise CellRefused(_("“%(text)s” is not a telephone number.") % {"text": raw[:60]})
    bare = raw.isdigit() and raw[0] not in "01" and len(raw) in {9, 10}
    return f"0{raw}" if bare else raw


def choice(known: Mapping[str, str], example: str) -> Callable[[str], str]:
    """One of several words; `known` maps search keys to values."""

    def parse(raw: str) -> str:
        value = known.get(search_key(raw)) or known.get(raw.strip().casefold())
        if value is None:
            raise CellRefused(
                _("“%(text)s” is not known here. Possible: %(example)s.")
                % {"text": raw[:60], "example": example}
            )
        return value

    return parse
