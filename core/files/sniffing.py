"""What a file really is, whatever its name says."""

import warnings
from io import BytesIO

import pikepdf
import puremagic
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from core.files.office import office_kind
from core.files.refusals import FileRefused

MAX_PIXELS = 60_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_IMAGES = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


def sniff(data: bytes) -> str:
    """The kind of content: "pdf", "docx", "xlsx", "png", "jpg", "webp", or what it seems to be.

    Raises:
        FileRefused: a program, or a file that is locked, damaged or dangerous to open.
    """
    if data.startswith(_PROGRAMS):
        raise FileRefused(_("This is a program, not a document. It was not kept."))
    if data.startswith(_OLE):
        raise FileRefused(_old_office(data))
    if data.startswith(b"PK"):
        return office_kind(data)
    if data.startswith(b"%PDF-"):
        return _checked_pdf(data)
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or data[8:12] == b"WEBP":
        return _checked_image(data)
    return _guess(data)


def _guess(data: bytes) -> str:
    """A name for content that is not taken anyway, so that the refusal can say what it is."""
    try:
        return str(puremagic.from_string(data[:4096])).lstrip(".")
    except (puremagic.PureError, ValueError):
        return ""


def _old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _("The file is locked with a password. Remove the password and send it again.")
    return _("This is an old format of Word or Excel. Open it, choose File → Save As → .docx or .xlsx, and send that file.")  # fmt: skip


def _checked_pdf(data: bytes) -> str:
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            pages, encrypted = len(pdf.pages), pdf.is_encrypted
    except pikepdf.PasswordError as error:
        raise FileRefused(_("The file is locked with a password. Remove the password and send it again.")) from error  # fmt: skip
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise FileRefused(_("The PDF is damaged and cannot be opened. Make it again and send that file.")) from error  # fmt: skip
    if encrypted:
        raise FileRefused(_("The PDF is protected. Print it to a new PDF and send that file."))
    if not pages:
        raise FileRefused(_("The PDF has no page."))
    return "pdf"


def _checked_image(data: bytes) -> str:
    """Its size is read before its pixels: a small file may unfold into gigabytes."""
    too_large = _("The picture has too many pixels. Make it smaller and send it again.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=list(_IMAGES)) as image:
                kind = _IMAGES[str(image.format)]
                if image.width * image.height > MAX_PIXELS:
                    raise FileRefused(too_large)
                image.load()
    except Image.DecompressionBombError as error:
        raise FileRefused(too_large) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise FileRefused(
            _("The picture is damaged and cannot be opened. Take or save it again.")
        ) from error
    return kind
