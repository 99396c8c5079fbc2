"""Whether a department's own Word template may be used: everything that is wrong with it, at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from unicodedata import normalize
from zipfile import BadZipFile

import docx
from django.utils.translation import gettext as _
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from documents.enums import CURRENT_LAYOUT, DocumentKind, Regime
from documents.kinds.samples import sample_of
from documents.layouts.docx import fill
from documents.layouts.docx.placeholders import (
    COUNTRY,
    MOTTO,
    WRITTEN,
    Placeholder,
    known_in,
    names_in,
    paragraphs_of,
    parts_of,
    words_of,
)

# Fields of Word that fetch something from outside when the file is opened.
_FETCHING = re.compile(r"^\s*(INCLUDE\w*|LINK|DDE\w*|IMPORT|DATABASE)\b", re.IGNORECASE)
_BROKEN = (KeyError, ValueError, BadZipFile, PackageNotFoundError, SyntaxError)


def gaps_of(data: bytes, kind: str) -> list[str]:
    """What keeps a Word file from being the template of a kind, as sentences; empty when it fits.

    The required places are the parts that NĐ 30/2020, Điều 8 khoản 2 asks of every paper. The file
    has passed the checks of `core.files` already.
    """
    try:
        file = docx.Document(BytesIO(data))
    except _BROKEN:
        return [_("Word's own parts are missing in the file. Open it in Word, save it again as .docx and send that file.")]  # fmt: skip
    found = [*_outside(file), *_unknown(file, kind), *missing(file, kind), *_misplaced(file, kind)]
    return found or _untried(data, kind)


def _outside(file: Any) -> Iterator[str]:
    """Nothing is fetched from elsewhere when somebody opens a paper; a link to press may stay."""
    relations = file.part.package.iter_rels()
    fetched = sorted({
        relation.target_ref for relation in relations
        if relation.is_external and relation.reltype != RELATIONSHIP_TYPE.HYPERLINK
    })  # fmt: skip
    for target in fetched:
        yield _("The file fetches something from outside when it is opened (%(target)s). Put pictures into the file itself and take the link away.") % {"target": target[:120]}  # fmt: skip
    for part in parts_of(file):
        for field in _fields(part):
            if _FETCHING.match(field):
                yield _("A field of the file fetches something from outside (%(field)s). Take it away.") % {"field": field.strip()[:120]}  # fmt: skip


def _fields(part: Any) -> Iterator[str]:
    """Instructions of fields; Word may split one over several runs of a paragraph."""
    for simple in part.iter(qn("w:fldSimple")):
        yield simple.get(qn("w:instr")) or ""
    for paragraph in paragraphs_of(part):
        yield "".join(piece.text or "" for piece in paragraph.iter(qn("w:instrText")))


def _unknown(file: Any, kind: str) -> Iterator[str]:
    known = known_in(kind)
    for paragraph in _paragraphs(file):
        words = words_of(paragraph)
        for name in names_in(words):
            if name not in known:
                yield _("“%(place)s” is no placeholder of this type of paper. Take one from the list or remove it.") % {"place": f"{{{{{name}}}}}"}  # fmt: skip
        if "{{" in WRITTEN.sub("", words) or "}}" in WRITTEN.sub("", words):
            yield _("Braces are not closed in “%(words)s”. A placeholder is written with two before and two after its name.") % {"words": words.strip()[:80]}  # fmt: skip


def missing(file: Any, kind: str) -> Iterator[str]:
    """Parts the law asks of a paper of this kind for which the template has no place."""
    words = [words_of(paragraph) for paragraph in _paragraphs(file)]
    there = {name for text in words for name in names_in(text)}
    for place in known_in(kind).values():
        if kind in place.required and place.name not in there:
            yield _("The placeholder “%(place)s” is missing: %(meaning)s") % {"place": place.written, "meaning": place.meaning}  # fmt: skip
    whole = _plain(" ".join(words))
    for fixed in (COUNTRY, MOTTO):
        if _plain(fixed) not in whole:
            yield _("The words “%(words)s” are missing in the template.") % {"words": fixed}


def _misplaced(file: Any, kind: str) -> Iterator[str]:
    known = known_in(kind)
    for part in parts_of(file):
        for paragraph in paragraphs_of(part):
            words = words_of(paragraph)
            blocks = [
                known[name] for name in names_in(words) if name in known and known[name].block
            ]
            for place in blocks:
                yield from _misplacement(place, words, paragraph, in_body=part is file.element.body)


def _misplacement(
    place: Placeholder, words: str, paragraph: Any, *, in_body: bool
) -> Iterator[str]:
    shown = {"place": place.written}
    if not WRITTEN.fullmatch(words.strip()):
        yield _("“%(place)s” has to stand alone in its line: several lines take its place.") % shown
    in_table = next(paragraph.iterancestors(qn("w:tc")), None) is not None
    in_box = next(paragraph.iterancestors(qn("w:txbxContent")), None) is not None
    if not in_body or in_box or (in_table and place.wide):
        yield _("“%(place)s” has to stand in the text of the page, outside tables, text boxes, headers and footers.") % shown if place.wide else _("“%(place)s” has to stand in the text of the page, not in a text box, header or footer.") % shown  # fmt: skip


def _untried(data: bytes, kind: str) -> list[str]:
    """A sample paper is written into it, as any paper will be."""
    try:
        made = fill(data, sample_of(kind), CURRENT_LAYOUT[Regime.ND30])
        left = any("{{" in words_of(each) for each in _paragraphs(docx.Document(BytesIO(made))))
    except _BROKEN:
        left = True
    if not left:
        return []
    label = DocumentKind(kind).label
    return [_("A sample of “%(kind)s” could not be written into the file. Begin with the example and edit that.") % {"kind": label}]  # fmt: skip


def _paragraphs(file: Any) -> Iterator[Any]:
    for part in parts_of(file):
        yield from paragraphs_of(part)


def _plain(words: str) -> str:
    """Letters only: "HOÀ" and "HÒA", hyphens, dashes and blanks are not what is asked here."""
    folded = normalize("NFC", words).casefold().replace("hoà", "hòa")
    return "".join(letter for letter in folded if letter.isalnum())
