"""Looking into a zip, which is what Word and Excel files are, before anything opens it."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
SMALL_PART = 256 * 1024  # a short part may be all repetition without being a bomb
_CHUNK = 256 * 1024
_LOCAL_HEADER = 30
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Fault(StrEnum):
    """Why an archive is not opened; whoever asked words it for the kind of file it wanted."""

    DAMAGED = auto()
    TOO_MANY_PARTS = auto()
    FORBIDDEN_NAMES = auto()
    LOCKED = auto()
    TOO_LARGE = auto()
    BOMB = auto()
    INSTRUCTIONS = auto()
    MACROS = auto()


class ArchiveFault(Exception):
    def __init__(self, fault: Fault, count: int = 0) -> None:
        super().__init__(fault.value)
        self.fault, self.count = fault, count


@dataclass(frozen=True)
class Archive:
    """An archive whose every part unpacks, within bounds, to what its directory promised."""

    zip: ZipFile

    def names(self) -> list[str]:
        return self.zip.namelist()

    def read(self, name: str) -> bytes:
        """One part, unpacked. Raises ArchiveFault: its checksum is wrong."""
        try:
            return self.zip.read(name)
        except (BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError) as error:
            raise ArchiveFault(Fault.DAMAGED) from error


def open_archive(data: bytes) -> Archive:
    """The archive, after every bound was checked against what it really holds.

    Raises:
        ArchiveFault: it is damaged, locked, swells, carries macros or instructions to a parser.
    """
    try:
        archive = ZipFile(BytesIO(data))
        entries = archive.infolist()
    except (BadZipFile, LargeZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ArchiveFault(Fault.DAMAGED) from error
    _check_directory(entries)
    left = MAX_UNPACKED
    for entry in entries:
        left -= _unpacked_size(data, entry, left)
    return Archive(archive)


def _check_directory(entries: list[ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise ArchiveFault(Fault.TOO_MANY_PARTS, len(entries))
    if any(map(_leaves_folder, names)) or len(set(names)) != len(names):
        raise ArchiveFault(Fault.FORBIDDEN_NAMES)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ArchiveFault(Fault.LOCKED)
    if any(entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for entry in entries):
        raise ArchiveFault(Fault.DAMAGED)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ArchiveFault(Fault.TOO_LARGE)
    if any(_swells(entry.file_size, entry.compress_size) for entry in entries):
        raise ArchiveFault(Fault.BOMB)
    if any(map(_is_macro, names)):
        raise ArchiveFault(Fault.MACROS)


def _leaves_folder(name: str) -> bool:
    forbidden = any(mark in name for mark in ("\\", "\0", ":"))
    return forbidden or name.startswith("/") or ".." in name.split("/")


def _is_macro(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in lower


def _swells(unpacked: int, packed: int) -> bool:
    return unpacked > SMALL_PART and unpacked > MAX_RATIO * max(packed, 1)


def _unpacked_size(data: bytes, entry: ZipInfo, allowance: int) -> int:
    """Size of a part as it really unpacks: the directory's word is not taken for it."""
    size, first = 0, b""
    try:
        for piece in _unpack(data, entry):
            size += len(piece)
            first = first or piece[:4096]
            if size > allowance:
                raise ArchiveFault(Fault.TOO_LARGE)
            if _swells(size, entry.compress_size):
                raise ArchiveFault(Fault.BOMB)
    except zlib.error as error:
        raise ArchiveFault(Fault.DAMAGED) from error
    if size != entry.file_size:
        raise ArchiveFault(Fault.DAMAGED)
    if _declares_entities(entry.filename, first) or _is_wide_text(entry.filename, first):
        raise ArchiveFault(Fault.INSTRUCTIONS)
    if entry.filename == "[Content_Types].xml" and b"macroEnabled" in first:
        raise ArchiveFault(Fault.MACROS)
    return size


def _declares_entities(name: str, first: bytes) -> bool:
    """Only drawings (SVG) may begin with a document type; nothing here parses them."""
    return "/media/" not in name and bool(_DOCTYPE.search(first))


def _is_wide_text(name: str, first: bytes) -> bool:
    """Parts in UTF-16 would slip past a byte search; no office program writes them so."""
    if not name.lower().endswith((".xml", ".rels")):
        return False
    return first[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in first[:4]


def _unpack(data: bytes, entry: ZipInfo) -> Iterator[bytes]:
    start = entry.header_offset
    header = data[start : start + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise ArchiveFault(Fault.DAMAGED)
    start += _LOCAL_HEADER + int.from_bytes(header[26:28], "little")
    start += int.from_bytes(header[28:30], "little")
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == ZIP_STORED:
        for offset in range(0, len(packed), _CHUNK):
            yield bytes(packed[offset : offset + _CHUNK])
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for offset in range(0, len(packed), _CHUNK):
        pending: bytes = bytes(packed[offset : offset + _CHUNK])
        while pending and not stream.eof:
            yield stream.decompress(pending, _CHUNK)
            pending = stream.unconsumed_tail
    yield stream.flush()
