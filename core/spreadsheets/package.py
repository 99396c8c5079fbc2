"""What a file really is, and whether it is a workbook: judged before anything is parsed."""

import re

from django.utils.translation import gettext as _

from core.files.archives import Archive, ArchiveFault, Fault, open_archive
from core.spreadsheets.refusals import WorkbookRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """The parts of a workbook that passed every check."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def names(self) -> list[str]:
        return self._archive.names()

    def read(self, name: str) -> bytes:
        try:
            return self._archive.read(name)
        except ArchiveFault as fault:
            raise WorkbookRefused(_sentence(fault)) from fault


def is_zip(data: bytes) -> bool:
    return data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}


def refuse_other_kinds(data: bytes) -> None:
    """Known files that are no workbook, each with its own remedy."""
    if not data.strip():
        raise WorkbookRefused(_("The file is empty."))
    if data.startswith(_OLE):
        raise WorkbookRefused(_ole_sentence(data))
    if data[:2] == b"MZ" or data[:4] in {b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe"}:
        raise WorkbookRefused(
            _("This is a program renamed to look like a table. It was not opened.")
        )
    if data[:5] == b"%PDF-":
        raise WorkbookRefused(
            _("This is a PDF. Send the Excel workbook (.xlsx) it was printed from.")
        )
    if re.match(rb"\s*<(?:!doctype|html|table|\?xml)", data[:200], re.IGNORECASE):
        raise WorkbookRefused(
            _("This is a web page saved as Excel. Open it in Excel and save it as “Excel Workbook (.xlsx)”.")
        )  # fmt: skip


def _ole_sentence(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _("The workbook is locked with a password. Remove the password in Excel (File → Info → Protect Workbook), save and send it again.")  # fmt: skip
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return _("This is the old Excel format (.xls). Open it in Excel, choose File → Save As → “Excel Workbook (.xlsx)” and send that file.")  # fmt: skip
    return _("This is not an Excel workbook. Send a file saved as .xlsx.")


def open_package(data: bytes) -> Package:
    """The workbook's parts, after every bound was checked against what the file really holds."""
    try:
        archive = open_archive(data)
    except ArchiveFault as fault:
        raise WorkbookRefused(_sentence(fault)) from fault
    _check_kind({name.lower() for name in archive.names()})
    return Package(archive)


def _sentence(found: ArchiveFault) -> str:
    fault = found.fault
    if fault is Fault.TOO_MANY_PARTS:
        return _("The file holds %(count)s parts, more than a workbook needs. It was not opened.") % {"count": found.count}  # fmt: skip
    if fault is Fault.FORBIDDEN_NAMES:
        return _("The file's parts have forbidden names. It was not opened.")
    if fault is Fault.LOCKED:
        return _("The file is locked with a password. Remove the password and send it again.")
    if fault is Fault.TOO_LARGE:
        return _("Unpacked, the file is larger than 100 MB. Split the list into several files.")
    if fault is Fault.BOMB:
        return _("The file is packed so tightly that it would swell dangerously when opened. It was not opened; copy the cells into a new workbook and send that.")  # fmt: skip
    if fault is Fault.MACROS:
        return _("The workbook holds macros. Save it as “Excel Workbook (.xlsx)” without macros and send that file.")  # fmt: skip
    if fault is Fault.INSTRUCTIONS:
        return _("The file holds instructions that do not belong in a workbook. It was not opened.")
    return _("The file is damaged and cannot be opened. Open it in Excel, save it again and send it once more.")  # fmt: skip


def _check_kind(names: set[str]) -> None:
    if any("/externallinks/" in name for name in names):
        raise WorkbookRefused(
            _("The workbook takes values from other files. In Excel choose Data → Edit Links → Break Link, save and send it again.")
        )  # fmt: skip
    if "xl/workbook.bin" in names or ("mimetype" in names and "content.xml" in names):
        raise WorkbookRefused(
            _("This format is not read here. Save the file as “Excel Workbook (.xlsx)” and send that.")
        )  # fmt: skip
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise WorkbookRefused(_("This is not an Excel workbook. Send a file saved as .xlsx."))
