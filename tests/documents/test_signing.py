"""Digital signatures: made, validated anew, and a tampered file found out."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.audit.models import AuditEntry
from core.jobs.models import Job
from core.jobs.running import run_job
from documents.domain import DocumentRefused, issue, pdf_for, revoke
from documents.domain.signing import sign_document
from documents.models import SignedFile
from documents.rendering.archive import faults
from documents.rendering.signing import CertificateUnusable, signatures_of, signed
from tests.documents.certificates import PASSWORD, make_certificate
from tests.documents.factories import draft_of
from tests.documents.papers import an_giang_plan

DAY = date(2026, 9, 17)


@pytest.fixture(scope="module")
def plain():
    return pdf_for(an_giang_plan(chapters=0))


@pytest.fixture(scope="module")
def two(plain):
    one, _person = signed(plain, make_certificate("Lý Thanh Tú"), PASSWORD, place="An Giang")
    return signed(one, make_certificate("Sở GDĐT An Giang"), PASSWORD, place="An Giang")[0]


def test_person_and_body_sign_one_after_the_other_and_both_hold(plain, two):
    found = signatures_of(two)
    assert [one.certificate.name for one in found] == ["Lý Thanh Tú", "Sở GDĐT An Giang"]
    assert all(one.holds for one in found)
    assert two.startswith(plain)
    with pikepdf.open(BytesIO(two)) as opened:
        assert faults(opened) == []


def test_one_changed_byte_breaks_the_signatures(two):
    broken = bytearray(two)
    broken[broken.find(b"stream\n", 1_000) + 20] ^= 1
    assert not any(one.is_intact for one in signatures_of(bytes(broken)))


def test_a_page_changed_after_signing_is_found_out(two):
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(two))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    assert not any(one.covers_the_file for one in signatures_of(out.getvalue()))


@pytest.mark.parametrize(
    ("certificate", "password", "fault"),
    [
        (lambda: make_certificate("A"), "sai", "unreadable"),
        (lambda: b"no certificate", PASSWORD, "unreadable"),
        (lambda: make_certificate("A", days=-1), PASSWORD, "expired"),
        (lambda: make_certificate("A", signing=False), PASSWORD, "not_for_signing"),
    ],
)
def test_a_useless_certificate_is_refused(plain, certificate, password, fault):
    with pytest.raises(CertificateUnusable) as refused:
        signed(plain, certificate(), password, place="")
    assert refused.value.fault == fault


@pytest.fixture
def paper(department, clerk, deputy):
    issued = issue(document=draft_of(department), on=DAY, authority=deputy, by=clerk)
    assert run_job(Job.objects.get(kind="documents.render").pk)
    issued.refresh_from_db()
    return issued


def test_the_clerk_signs_and_the_public_page_says_by_whom(client_for, client, clerk, paper):
    before = paper.pdf_sha256
    file = SimpleUploadedFile("chung-thu.p12", make_certificate("Lý Thanh Tú"))
    sent = {"certificate": file, "password": PASSWORD}
    client_for(clerk).post(reverse("documents:sign", args=[paper.pk]), sent)
    kept = SignedFile.objects.get(document=paper)
    paper.refresh_from_db()
    assert paper.pdf_sha256 == before
    with kept.file.content.open("rb") as handle:
        data = handle.read()
    assert signatures_of(data)[0].holds
    url = reverse("documents:checked", args=[paper.code])
    page = client.get(url).content.decode()
    assert "Lý Thanh Tú" in page
    assert "chữ ký số còn nguyên vẹn" in page
    same = client.post(url, {"file": SimpleUploadedFile("a.pdf", data)})
    assert same.context["same"]
    other = client.post(url, {"file": SimpleUploadedFile("a.pdf", data + b" ")})
    assert not other.context["same"]


def test_neither_password_nor_certificate_leaves_a_trace(clerk, paper):
    data = make_certificate("Lý Thanh Tú")
    sign_document(document=paper, certificate=data, password=PASSWORD, by=clerk)
    said = str(list(AuditEntry.objects.values()))
    assert PASSWORD not in said
    assert "Lý Thanh Tú" in said


def test_a_revoked_paper_and_a_wrong_password_are_refused_in_words(client_for, clerk, paper):
    file = SimpleUploadedFile("chung-thu.p12", make_certificate("A"))
    url = reverse("documents:sign", args=[paper.pk])
    page = client_for(clerk).post(url, {"certificate": file, "password": "sai"}).content.decode()
    assert "mật khẩu" in page
    revoke(document=paper, reason="Sai", by=clerk)
    with pytest.raises(DocumentRefused):
        sign_document(
            document=paper, certificate=make_certificate("A"), password=PASSWORD, by=clerk
        )
