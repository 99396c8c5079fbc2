"""A paper is numbered, frozen and read back; it is refused in words."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from core.audit.models import AuditEntry
from core.jobs.models import Job
from core.workflow.engine import TransitionRefused
from documents.domain import (
    DocumentRefused,
    content_of,
    issue,
    issue_warnings,
    open_draft,
    pdf_for,
    propose_number,
    reserve_number,
    revoke,
    save_authority,
    supersede,
    verify,
)
from documents.enums import DocumentState, Regime, SigningMode
from documents.models import (
    IssuedDocument,
    LegalDocument,
    NumberingRule,
    NumberRegister,
    RegisteredNumber,
    SigningAuthority,
)
from documents.signals import document_issued
from documents.triggers import drop_triggers, install_triggers
from tests.documents.factories import (
    SigningAuthorityFactory,
    draft_of,
    make_office,
    make_person,
    make_school,
    reworded,
)
from tests.documents.papers import an_giang_plan

DAY = date(2019, 9, 17)


def test_numbers_run_from_one_in_each_series_and_year(department, clerk, deputy):
    numbers = [
        issue(document=draft_of(department, at=at), on=day, authority=deputy, by=clerk).number
        for at, day in enumerate([DAY, DAY, date(2020, 1, 2), date(2020, 1, 2)])
    ]
    assert numbers == [1, 2, 1, 2]


def test_an_issuer_with_one_series_numbers_all_types_in_one_book(department, clerk, deputy):
    NumberingRule.objects.create(issuer=department, one_series=True)
    guidance = replace(an_giang_plan(chapters=0), kind_code="HD")
    plan = issue(document=draft_of(department, at=1), on=DAY, authority=deputy, by=clerk)
    other = issue(
        document=draft_of(department, at=2, document=guidance), on=DAY, authority=deputy, by=clerk
    )
    assert (plan.number, other.number) == (1, 2)


def test_a_number_asked_for_is_given_and_the_next_one_follows_it(department, clerk, deputy):
    first = draft_of(department, at=1)
    issue(document=first, number=126, on=DAY, authority=deputy, by=clerk)
    assert first.number_line == "126/KH-SGDĐT"
    assert propose_number(document=draft_of(department, at=2), on=DAY) == 127


def test_a_number_that_is_taken_is_refused_with_its_holder_and_the_next_free_one(
    department, clerk, deputy
):
    issue(document=draft_of(department, at=1), number=7, on=DAY, authority=deputy, by=clerk)
    second = draft_of(department, at=2)
    with pytest.raises(DocumentRefused) as refused:
        issue(document=second, number=7, on=DAY, authority=deputy, by=clerk)
    assert "07" in refused.value.sentence
    assert "08" in refused.value.sentence
    second.refresh_from_db()
    assert second.state == DocumentState.DRAFT
    assert second.number is None


def test_a_reserved_number_waits_for_its_paper(department, clerk, deputy):
    register = NumberRegister.objects.create(issuer=department, year=2019, series="KH")
    reserve_number(register=register, number=5, note="Kế hoạch ký ngày 10/9", by=clerk)
    with pytest.raises(DocumentRefused):
        reserve_number(register=register, number=5, note="Lần nữa", by=clerk)
    document = issue(document=draft_of(department), number=5, on=DAY, authority=deputy, by=clerk)
    assert document.registered_number.note == "Kế hoạch ký ngày 10/9"


def test_a_number_without_a_paper_needs_a_note(department, clerk):
    register = NumberRegister.objects.create(issuer=department, year=2019, series="KH")
    with pytest.raises(DocumentRefused):
        reserve_number(register=register, number=5, note=" ", by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisteredNumber.objects.create(register=register, number=5)


def test_a_failed_issue_leaves_no_gap(department, clerk, deputy):
    def fail(**_kwargs):
        raise DocumentRefused("Kế hoạch chưa được duyệt.")

    document_issued.connect(fail)
    try:
        with pytest.raises(DocumentRefused):
            issue(document=draft_of(department, at=1), on=DAY, authority=deputy, by=clerk)
    finally:
        document_issued.disconnect(fail)
    assert not RegisteredNumber.objects.exists()
    assert (
        issue(document=draft_of(department, at=2), on=DAY, authority=deputy, by=clerk).number == 1
    )


def test_a_paper_is_issued_once(department, clerk, deputy):
    document = issue(document=draft_of(department), on=DAY, authority=deputy, by=clerk)
    with pytest.raises(TransitionRefused):
        issue(document=document, on=DAY, authority=deputy, by=clerk)
    with pytest.raises(DocumentRefused):
        open_draft(key=document.key, issuer=department, by=clerk)
    assert RegisteredNumber.objects.count() == 1


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.LEADER, Role.VIEWER])
def test_only_a_clerk_of_the_issuer_issues(department, deputy, role):
    person = make_person(department, role)
    with pytest.raises(TransitionRefused):
        issue(document=draft_of(department), on=DAY, authority=deputy, by=person)


def test_a_clerk_of_the_department_does_not_number_an_offices_paper(department, clerk):
    office = make_office(department)
    signer = SigningAuthorityFactory(unit=office)
    with pytest.raises(TransitionRefused):
        issue(document=draft_of(office), on=DAY, authority=signer, by=clerk)


def test_who_signs_must_sign_for_the_issuer(department, clerk):
    signer = SigningAuthorityFactory(unit=make_office(department))
    with pytest.raises(DocumentRefused):
        issue(document=draft_of(department), on=DAY, authority=signer, by=clerk)


@pytest.mark.parametrize(
    ("valid_from", "valid_to"),
    [(date(2019, 9, 18), None), (date(2018, 1, 1), date(2019, 9, 16))],
)
def test_who_signs_must_be_in_office_on_the_day(department, clerk, valid_from, valid_to):
    signer = SigningAuthorityFactory(unit=department, valid_from=valid_from, valid_to=valid_to)
    with pytest.raises(DocumentRefused):
        issue(document=draft_of(department), on=DAY, authority=signer, by=clerk)


def test_a_deputy_without_kt_is_refused(department, clerk):
    """BC144 prints "TRƯỞNG PHÒNG / PHÓ TRƯỞNG PHÒNG" without "KT."."""
    signer = SigningAuthorityFactory(unit=department, mode=SigningMode.DIRECT)
    with pytest.raises(DocumentRefused, match=r"KT\. GIÁM ĐỐC"):
        issue(document=draft_of(department), on=DAY, authority=signer, by=clerk)
    with pytest.raises(ValidationError):
        signer.full_clean()


def test_the_lines_over_the_name_follow_the_way_of_signing(department):
    def lines(**fields):
        return SigningAuthority(unit=department, **fields).lines

    assert lines(mode="KT", post="Phó Giám đốc", head_post="Giám đốc") == (
        "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC",
    )  # fmt: skip
    assert lines(
        mode="KT", post="Phó Chủ tịch", head_post="Chủ tịch", collective="Ủy ban nhân dân"
    ) == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert lines(mode="direct", post="Giám đốc", head_post="Giám đốc") == ("GIÁM ĐỐC",)
    assert lines(mode="Q", post="Phó Giám đốc", head_post="Giám đốc") == ("Q. GIÁM ĐỐC",)
    assert lines(mode="TL", post="Trưởng phòng", head_post="Giám đốc") == (
        "TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG",
    )  # fmt: skip


def test_an_authorisation_needs_its_paper_and_an_end(department):
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningAuthorityFactory(unit=department, mode=SigningMode.AUTHORISED, post="Trưởng phòng")
    with pytest.raises(ValidationError):
        SigningAuthorityFactory.build(
            unit=department, mode=SigningMode.AUTHORISED, person=make_person(department)
        ).full_clean()


def test_an_authority_under_which_papers_were_signed_only_ends(department, clerk, deputy):
    issue(document=draft_of(department), on=DAY, authority=deputy, by=clerk)
    deputy.valid_to = date(2020, 12, 31)
    save_authority(authority=deputy, by=clerk)
    deputy.post = "Giám đốc"
    with pytest.raises(DocumentRefused):
        save_authority(authority=deputy, by=clerk)


def test_the_law_of_the_layout_follows_the_day_of_the_paper(department, clerk, deputy):
    old = issue(
        document=draft_of(department, at=1), on=date(2020, 3, 4), authority=deputy, by=clerk
    )
    new = issue(
        document=draft_of(department, at=2), on=date(2020, 3, 5), authority=deputy, by=clerk
    )
    assert (old.regime, old.layout_version) == (Regime.TT01, "tt01_v4")
    assert (new.regime, new.layout_version) == (Regime.ND30, "nd30_v4")


def test_the_paper_is_frozen_with_number_day_and_signature(department, clerk, deputy):
    document = issue(document=draft_of(department), number=126, on=DAY, authority=deputy, by=clerk)
    document.refresh_from_db()
    tree = content_of(document)
    assert (tree.header.number, tree.header.issued_on) == (126, DAY)
    assert tree.signature.lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert tree.signature.signer == "Lý Thanh Tú"
    assert not tree.draft


def test_changing_the_source_after_the_issue_changes_neither_blocks_nor_pdf(
    department, clerk, deputy
):
    document = issue(document=draft_of(department), on=DAY, authority=deputy, by=clerk)
    before = pdf_for(content_of(document), document.layout_version)
    hash_before = document.blocks_sha256
    reworded(1, "Một trích yếu khác hẳn")
    document = IssuedDocument.objects.get(pk=document.pk)
    assert pdf_for(content_of(document), document.layout_version) == before
    assert document.blocks_sha256 == hash_before
    assert verify(document).ok


def test_a_draft_follows_its_source(department):
    document = draft_of(department)
    reworded(1, "Một trích yếu khác hẳn")
    assert content_of(document).title.subject == "Một trích yếu khác hẳn"
    assert content_of(document).draft


def test_the_database_refuses_to_change_an_issued_paper(department, clerk, deputy):
    document = issue(document=draft_of(department), on=DAY, authority=deputy, by=clerk)
    stored = IssuedDocument.objects.filter(pk=document.pk)
    for change in (
        {"number": 9},
        {"blocks": {}},
        {"state": "draft"},
        {"issued_on": date(2019, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            stored.update(**change)


def test_what_was_tampered_with_past_the_trigger_shows(department, clerk, deputy):
    document = issue(document=draft_of(department), on=DAY, authority=deputy, by=clerk)
    assert verify(document).ok
    drop_triggers(connection)
    try:
        values = {**document.blocks, "bases": ["Căn cứ giả"]}
        IssuedDocument.objects.filter(pk=document.pk).update(blocks=values)
    finally:
        install_triggers(connection)
    document.refresh_from_db()
    assert not verify(document).ok


def test_a_revoked_paper_keeps_its_number_and_says_why(department, clerk, deputy):
    document = issue(document=draft_of(department), on=DAY, authority=deputy, by=clerk)
    with pytest.raises(TransitionRefused):
        revoke(document=document, reason="  ", by=clerk)
    revoke(document=document, reason="Sai thẩm quyền ký", by=clerk)
    document.refresh_from_db()
    assert (document.state, document.revoked_reason) == ("revoked", "Sai thẩm quyền ký")
    again = issue(document=draft_of(department), on=DAY, authority=deputy, by=clerk)
    assert again.number == 2


def test_a_superseded_paper_points_to_the_later_one(department, clerk, deputy):
    old, new = (
        issue(document=draft_of(department, at=at), on=DAY, authority=deputy, by=clerk)
        for at in (1, 2)
    )
    supersede(document=old, new=new, by=clerk)
    old.refresh_from_db()
    assert (old.state, old.superseded_by) == (DocumentState.SUPERSEDED, new)
    assert verify(old).ok


def test_issuing_asks_for_the_pdf_once_and_is_on_the_audit_chain(department, clerk, deputy):
    document = issue(document=draft_of(department), on=DAY, authority=deputy, by=clerk)
    assert Job.objects.filter(kind="documents.render").count() == 1
    actions = AuditEntry.objects.about(document).values_list("action", flat=True)
    assert {"document.draft", "document.issue", "document.number"} <= set(actions)


def test_a_clerk_is_warned_of_days_and_numbers_out_of_order(department, clerk, deputy):
    issue(document=draft_of(department, at=1), number=3, on=DAY, authority=deputy, by=clerk)
    draft = draft_of(department, at=2)
    assert issue_warnings(document=draft, on=DAY) == []
    assert len(issue_warnings(document=draft, on=date(2019, 9, 16))) == 1
    assert len(issue_warnings(document=draft, on=DAY, number=9)) == 1


def test_a_clerk_is_warned_of_a_basis_that_is_out_of_force(department):
    later = LegalDocument.objects.create(
        number="16/2022/TT-BGDĐT", kind="Thông tư", issuer="Bộ Giáo dục và Đào tạo",
        issued_on=date(2022, 11, 22), valid_from=date(2023, 1, 7),
    )  # fmt: skip
    LegalDocument.objects.create(
        number="01/2003/QĐ-BGDĐT", kind="Quyết định", issuer="Bộ Giáo dục và Đào tạo",
        issued_on=date(2003, 1, 2), valid_to=date(2023, 1, 6), replaced_by=later,
    )  # fmt: skip
    cites = replace(
        an_giang_plan(chapters=0),
        bases=("Căn cứ Quyết định số 01/2003/QĐ/BGD&ĐT ngày 02 tháng 01 năm 2003;",),
    )
    draft = draft_of(department, document=cites)
    assert issue_warnings(document=draft, on=DAY) == []
    (warning,) = issue_warnings(document=draft, on=date(2023, 1, 7))
    assert "16/2022/TT-BGDĐT" in warning


def test_issued_papers_are_read_along_the_line_and_drafts_only_where_they_are_made(
    department, clerk, deputy
):
    office = make_office(department)
    school = make_school(office)
    readers = [make_person(unit, Role.VIEWER) for unit in (department, office, school)]
    specialist = make_person(department, Role.SPECIALIST)
    draft = draft_of(department, at=1)
    issued = issue(document=draft_of(department, at=2), on=DAY, authority=deputy, by=clerk)
    for reader in readers:
        assert set(IssuedDocument.objects.visible_to(reader)) == {issued}
    for maker in (specialist, clerk):
        assert set(IssuedDocument.objects.visible_to(maker)) == {draft, issued}
