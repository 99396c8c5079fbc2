"""The one door through which files come in: name, size and content are judged, then it is kept."""

import hashlib
import unicodedata
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from core.files.models import StoredFile
from core.files.refusals import FileRefused
from core.files.sniffing import sniff

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["Accept", "FileRefused", "keep_generated", "store"]

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
}
_SAME = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
_OLD_OFFICE = {"doc": "docx", "xls": "xlsx", "docm": "docx", "xlsm": "xlsx", "xlsb": "xlsx"}
LONGEST_NAME = 180


class Accept(Enum):
    """What a field takes; `accept` of the file input is `.html_accept`."""

    PDF = frozenset({"pdf"})
    WORD = frozenset({"docx"})
    EXCEL = frozenset({"xlsx"})
    IMAGE = frozenset({"png", "jpg", "webp"})
    DOCUMENT = frozenset({"pdf", "docx", "xlsx", "png", "jpg", "webp"})

    @property
    def html_accept(self) -> str:
        named = sorted(self.value | ({"jpeg"} if "jpg" in self.value else set()))
        return ",".join(f".{extension}" for extension in named)

    @property
    def words(self) -> str:
        return ", ".join(sorted(extension.upper() for extension in self.value))


def store(upload: File[Any], *, accept: Accept, by: "User | None") -> StoredFile:
    """Keep a file somebody sent.

    Raises:
        FileRefused: with a sentence that says what is wrong and what to do.
    """
    name = safe_name(upload.name or "")
    extension = _checked_extension(name, accept)
    if not upload.size:
        raise FileRefused(_("The file is empty. Save it again and send that one."))
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise FileRefused(
            _("The file has %(size)s; at most %(limit)s are taken. Make it smaller, or scan it in black and white at 150 dpi.")
            % {"size": filesizeformat(upload.size), "limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}
        )  # fmt: skip
    upload.seek(0)
    data = upload.read()
    found = sniff(data)
    if found != extension:
        raise FileRefused(_mismatch(extension, found))
    return _keep(name, data, MEDIA_TYPES[found], by)


def keep_generated(name: str, data: bytes, media_type: str, by: "User | None" = None) -> StoredFile:
    """Keep a file the portal has made itself."""
    return _keep(safe_name(name), data, media_type, by)


def _keep(name: str, data: bytes, media_type: str, by: "User | None") -> StoredFile:
    stored = StoredFile(
        name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type, uploaded_by=by,
    )  # fmt: skip
    stored.content.save(name, ContentFile(data), save=False)
    stored.save(force_insert=True)
    return stored


def safe_name(name: str) -> str:
    """The file's own name, shown and offered for download but never used on disk.

    Raises:
        FileRefused: marks that are invisible or turn the reading direction hide the real ending.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    if any(unicodedata.category(mark) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for mark in name):
        raise FileRefused(_("The file's name holds invisible characters. Rename it and send it again."))  # fmt: skip
    stem, dot, extension = name.rpartition(".")
    if not stem.strip(". ") or not dot:
        raise FileRefused(_("The file has no proper name with an ending. Rename it and send it again."))  # fmt: skip
    return f"{stem[:LONGEST_NAME]}.{extension[:10]}"


def _checked_extension(name: str, accept: Accept) -> str:
    extension = name.rpartition(".")[2].lower()
    extension = _SAME.get(extension, extension)
    if extension in accept.value:
        return extension
    newer = _OLD_OFFICE.get(extension)
    if newer in accept.value:
        raise FileRefused(
            _("Files ending in .%(old)s are not taken. Open it, choose File → Save As → .%(new)s, and send that file.")
            % {"old": extension, "new": newer}
        )  # fmt: skip
    raise FileRefused(
        _("Files ending in .%(ending)s are not taken here. Send one of these: %(wanted)s.")
        % {"ending": extension, "wanted": accept.words}
    )


def _mismatch(extension: str, found: str) -> str:
    if found:
        return _("The file's name ends in .%(ending)s, but its content is .%(found)s. Save it as .%(ending)s properly and send that file.") % {"ending": extension, "found": found}  # fmt: skip
    return _("The file's name ends in .%(ending)s, but its content is something else. Save it as .%(ending)s properly and send that file.") % {"ending": extension}  # fmt: skip
