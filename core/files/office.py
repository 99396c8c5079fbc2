"""Which kind of office file a zip is, and whether it may be kept."""

from django.utils.translation import gettext as _

from core.files.archives import Archive, ArchiveFault, Fault, open_archive
from core.files.refusals import FileRefused

_MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_PROGRAMS = (".exe", ".dll", ".js", ".vbs", ".bat", ".scr")


def office_kind(data: bytes) -> str:
    """The kind of office file ("docx", "xlsx") inside a zip, or "zip" for any other.

    Raises:
        FileRefused: it is damaged, locked, swells when unpacked, or holds what it should not.
    """
    try:
        archive = open_archive(data)
        _check_sums(archive)
    except ArchiveFault as fault:
        raise FileRefused(_sentence(fault.fault)) from fault
    names = set(archive.names())
    if any(name.lower().endswith(_PROGRAMS) for name in names):
        raise FileRefused(_("A program is hidden inside the file. It was not kept."))
    kinds = {kind for part, kind in _MAIN_PARTS.items() if part in names}
    if "[Content_Types].xml" not in names or len(kinds) != 1:
        return "zip"
    return kinds.pop()


def _check_sums(archive: Archive) -> None:
    """What is kept for years is held against its checksums once."""
    for name in archive.names():
        if not name.endswith("/"):
            archive.read(name)


def _sentence(fault: Fault) -> str:
    if fault is Fault.TOO_MANY_PARTS:
        return _("The file holds more parts than a document needs. It was not kept.")
    if fault is Fault.FORBIDDEN_NAMES:
        return _("The parts of the file have forbidden names. It was not kept.")
    if fault is Fault.LOCKED:
        return _("The file is locked with a password. Remove the password and send it again.")
    if fault in {Fault.TOO_LARGE, Fault.BOMB}:
        return _("Unpacked, the file would be dangerously large. Save its content as a new file and send that.")  # fmt: skip
    if fault is Fault.MACROS:
        return _("The file holds macros. Save it without macros (.docx or .xlsx) and send that file.")  # fmt: skip
    if fault is Fault.INSTRUCTIONS:
        return _("The file holds instructions that do not belong in a document. It was not kept.")
    return _("The file is damaged and cannot be opened. Open it in Word or Excel, save it again and send that file.")  # fmt: skip
