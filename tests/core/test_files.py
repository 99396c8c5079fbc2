"""What comes in through the door of files, and what does not."""

import io
import zipfile
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from core.files import owners
from core.files.models import StoredFile
from core.files.storing import Accept, FileRefused, keep_generated, store

pytestmark = pytest.mark.django_db

CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="x"></Types>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def pdf(pages=1, **options):
    document = pikepdf.new()
    for _number in range(pages):
        document.add_blank_page()
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def xlsx():
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Trường THCS Vĩnh Lộc", 12])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def package(**parts):
    """A zip with the parts given; a double underscore stands for the slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", parts.pop("types", CONTENT_TYPES))
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def docx(**more):
    return package(**{"word__document.xml": b"<w:document/>"}, **more)


def zip_with(*entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def picture(kind="PNG", size=(40, 30)):
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def pixel_flood():
    """A PNG whose head promises 30,000 × 30,000 pixels."""
    data = bytearray(picture())
    data[16:24] = (30_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


def encrypted_entry():
    data = bytearray(docx())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def lying_entry():
    """The directory says a part is 10 bytes; unpacked it is 50 MB."""
    data = bytearray(zip_with(("xl/sheet.xml", b"a" * 50_000_000)))
    place = data.rindex(b"xl/sheet.xml") - 46
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(data)


HOSTILE = {
    "empty": ("công văn.pdf", b""),
    "a program called pdf": ("công văn.pdf", b"MZ\x90\0" + b"\0" * 200),
    "a program of Linux called xlsx": ("bảng.xlsx", b"\x7fELF" + b"\0" * 200),
    "a script called docx": ("thư.docx", b"#!/bin/sh\nrm -rf ~\n"),
    "a program by its name": ("setup.exe", b"MZ\x90\0"),
    "two endings": ("kế hoạch.pdf.exe", pdf()),
    "text called pdf": ("a.pdf", b"xin chao"),
    "a web page called pdf": ("a.pdf", b"<html><script>alert(1)</script>"),
    "a drawing with a script called png": ("a.png", b"<svg onload='alert(1)'/>"),
    "svg": ("a.svg", b"<svg/>"),
    "a picture called pdf": ("a.pdf", picture()),
    "a pdf called xlsx": ("a.xlsx", pdf()),
    "a workbook called docx": ("a.docx", xlsx()),
    "any zip called xlsx": ("a.xlsx", package(a=b"b")),
    "both kinds at once": ("a.xlsx", package(**{"word__document.xml": b"", "xl__workbook.xml": b""})),
    "cut off pdf": ("a.pdf", pdf()[:60]),
    "pdf with a password": ("a.pdf", pdf(encryption=pikepdf.Encryption(owner="x", user="y"))),
    "protected pdf": ("a.pdf", pdf(encryption=pikepdf.Encryption(owner="x", user=""))),
    "pdf without a page": ("a.pdf", pdf(pages=0)),
    "cut off zip": ("a.xlsx", xlsx()[:-40]),
    "damaged part": ("a.xlsx", xlsx().replace(b"PK\x03\x04", b"PK\x03\x05", 1)),
    "old Word": ("a.docx", OLE),
    "old Excel by its name": ("a.xls", OLE),
    "workbook with a password": ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")),
    "macros": ("a.docx", docx(**{"word__vbaProject.bin": b"x"})),
    "macros hidden by the ending": ("a.docx", docx(types=b"application/vnd.ms-word.document.macroEnabled.main+xml")),
    "macro workbook by its name": ("a.xlsm", xlsx()),
    "a program inside": ("a.docx", docx(**{"word__embeddings__run.exe": b"MZ"})),
    "bomb by ratio": ("a.xlsx", zip_with(("xl/sheet.xml", b"0" * 60_000_000))),
    "bomb by sum": ("a.xlsx", zip_with(*((f"xl/{n}.xml", b"0" * 30_000_000) for n in range(4)))),
    "a part longer than the directory says": ("a.xlsx", lying_entry()),
    "too many parts": ("a.xlsx", zip_with(*((f"xl/{n}.xml", b"") for n in range(2_100)))),
    "leaving its folder": ("a.xlsx", zip_with(("../../etc/passwd", b"x"))),
    "absolute name": ("a.xlsx", zip_with(("/etc/passwd", b"x"))),
    "entities": ("a.docx", docx(**{"word__styles.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})),
    "outside entities": ("a.xlsx", zip_with(("xl/a.xml", b'<?xml version="1.0"?><!doctype x SYSTEM "file:///etc/passwd"><x/>'))),
    "entities in UTF-16": ("a.docx", docx(**{"word__styles.xml": '<!DOCTYPE x>'.encode("utf-16")})),
    "locked part": ("a.docx", encrypted_entry()),
    "pixel flood": ("a.png", pixel_flood()),
    "cut off picture": ("a.jpg", picture("JPEG", (200, 200))[:300]),
    "NUL in the name": ("a.pdf\0.png", pdf()),
    "right-to-left name": ("k\u202efdp.exe.pdf", pdf()),
    "invisible mark in the name": ("a\u200b.pdf", pdf()),
    "no name": (".pdf", pdf()),
    "no ending": ("pdf", pdf()),
    "EICAR": ("a.pdf", rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"),
    "not wanted here": ("a.gif", b"GIF89a"),
}  # fmt: skip

GENUINE = {
    "pdf": ("Kế hoạch số 760 năm 2019.pdf", pdf()),
    "several endings": ("760.KH-SGDĐT.signed.pdf", pdf(pages=3)),
    "xlsx": ("Bảng tổng hợp (bản cuối).xlsx", xlsx()),
    "docx": ("Biên bản.docx", docx()),
    "capital ending": ("BAOCAO.PDF", pdf()),
    "png": ("anh-thu-vien.png", picture()),
    "jpg": ("IMG_2041.JPG", picture("JPEG")),
    "jpeg": ("ảnh phòng máy.jpeg", picture("JPEG")),
    "webp": ("ảnh.webp", picture("WEBP")),
    "decomposed accents": ("Trươ\u031bng.pdf", pdf()),
    "a path of Windows": ("C:\\Users\\GV\\Desktop\\báo cáo.pdf", pdf()),
    "a very long name": ("a" * 400 + ".pdf", pdf()),
    "a table of much repetition": ("a.xlsx", zip_with(("xl/a.xml", b"<c/>" * 20_000))),
}


def upload(name, data):
    sent = SimpleUploadedFile("x", data)
    sent._name = name  # what a hostile client sends, before Django trims it
    return sent


@pytest.mark.parametrize(("name", "data"), HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_with_a_sentence(name, data, user):
    with pytest.raises(FileRefused) as refusal:
        store(upload(name, data), accept=Accept.DOCUMENT, by=user)
    assert len(refusal.value.sentence) > 15
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(("name", "data"), GENUINE.values(), ids=GENUINE)
def test_it_is_kept_as_it_was_sent(name, data, user):
    stored = store(upload(name, data), accept=Accept.DOCUMENT, by=user)
    assert stored.content.open().read() == data
    assert stored.size == len(data)
    assert "\\" not in stored.name
    assert "/" not in stored.name


def test_too_large_is_refused_before_it_is_read(user, settings):
    settings.UPLOAD_MAX_BYTES = 1_000
    with pytest.raises(FileRefused, match="150 dpi"):
        store(upload("a.pdf", b"%PDF-" + b"0" * 2_000), accept=Accept.PDF, by=user)


@pytest.mark.parametrize(
    ("accept", "name", "data"),
    [
        (Accept.PDF, "a.docx", docx()),
        (Accept.EXCEL, "a.pdf", pdf()),
        (Accept.IMAGE, "a.pdf", pdf()),
    ],
)
def test_each_field_takes_only_its_kind(accept, name, data, user):
    with pytest.raises(FileRefused):
        store(upload(name, data), accept=accept, by=user)


def test_a_picture_is_measured_before_it_is_unfolded(user):
    from django.utils import translation

    with translation.override("en"), pytest.raises(FileRefused, match="too many pixels"):
        store(upload("a.png", pixel_flood()), accept=Accept.IMAGE, by=user)


def test_the_refusal_speaks_the_readers_language(user):
    from django.utils import translation

    with translation.override("vi"), pytest.raises(FileRefused, match="mật khẩu"):
        store(upload(*HOSTILE["pdf with a password"]), accept=Accept.PDF, by=user)


def test_the_users_name_never_reaches_the_disk(user):
    stored = store(upload("Kế hoạch.pdf", pdf()), accept=Accept.PDF, by=user)
    assert stored.content.name == f"{stored.pk.hex[:2]}/{stored.pk.hex[2:4]}/{stored.pk.hex}"


# Serving ------------------------------------------------------------------------------------------
@pytest.fixture
def rule(monkeypatch):
    """A room's rule over an empty registry: the uploader may open a file."""
    monkeypatch.setattr(owners, "_rules", [lambda user, stored: stored.uploaded_by_id == user.pk])


@pytest.fixture
def stored(user):
    return store(upload("Kế hoạch “mới”.pdf", pdf()), accept=Accept.PDF, by=user)


def address(stored):
    return reverse("core:file", args=[stored.pk])


def test_whom_a_room_lets_in_receives_the_file(rule, stored, user, client_for):
    response = client_for(user).get(address(stored))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == stored.content.open().read()
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''K%E1%BA%BF")
    assert "no-store" in response["Cache-Control"]
    assert "script-src" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_file_is_saved_when_it_is_asked_for_so(rule, stored, user, client_for):
    response = client_for(user).get(address(stored) + "?download")
    assert response["Content-Disposition"].startswith("attachment")


def test_what_a_browser_might_run_is_never_shown_in_place(rule, user, client_for):
    page = keep_generated("trang.html", b"<script>alert(1)</script>", "text/html", by=user)
    response = client_for(user).get(address(page))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"].startswith("sandbox")


def test_anybody_else_is_told_that_it_does_not_exist(rule, stored, make_user, client_for):
    assert client_for(make_user()).get(address(stored)).status_code == 404


def test_a_file_nobody_answers_for_stays_closed(monkeypatch, stored, user, client_for):
    monkeypatch.setattr(owners, "_rules", [])
    assert client_for(user).get(address(stored)).status_code == 404


def test_without_sign_in_the_door_is_shut(rule, stored, client):
    response = client.get(address(stored))
    assert response.status_code == 302
    assert b"%PDF" not in response.content
