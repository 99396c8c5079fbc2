"""Builders of every kind: the decree's order of parts, and what they refuse, field by field."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest

from documents.blocks import (
    Annex,
    Heading,
    ListBlock,
    Paragraph,
    Recipient,
    Recipients,
    Signature,
    from_json,
    plain,
    to_json,
)
from documents.enums import DocumentKind, Regime
from documents.kinds import (
    Article,
    Clause,
    Frame,
    PaperIncomplete,
    Part,
    Party,
    Person,
    Sitting,
    announcement,
    decision,
    invitation,
    letter,
    minutes,
    paper_types,
    report,
    submission,
    symbol_of,
    type_of,
)
from documents.kinds.samples import SAMPLES
from tests.documents.papers import HEADER

TEXT = (Paragraph("Một câu."),)
BEGAN, ENDED = datetime(2026, 10, 6, 8, 30), datetime(2026, 10, 6, 11)  # noqa: DTZ001
SITTING = Sitting(
    begun_at=BEGAN, ended_at=ENDED, place="Trường THPT Tịnh Biên",
    parties=(Party("Đoàn kiểm tra", (Person("Lý Thanh Tú", "Phó Giám đốc Sở", "Trưởng đoàn"),)),),
    chair=Person("Lý Thanh Tú"), secretary=Person("Đào Thu Hải"),
)  # fmt: skip
SIGNERS = (Signature(("HIỆU TRƯỞNG",), "A"), Signature(("TRƯỞNG ĐOÀN",), "B"))
WHOLE = {
    decision: {
        "subject": "Về việc X", "authority": "Giám đốc Sở", "bases": ("Căn cứ Y",),
        "articles": (Article("Một."), Article("Hai.")),
    },
    announcement: {"subject": "Kết quả", "blocks": TEXT},
    letter: {"subject": "kiểm tra", "addressees": ("Các trường",), "blocks": TEXT},
    submission: {
        "subject": "Về việc X", "addressees": ("Sở GDĐT",), "reasons": TEXT, "proposals": TEXT,
    },
    report: {"subject": "Kết quả", "parts": (Part("Kết quả", TEXT),)},
    invitation: {
        "subject": "Dự họp", "guests": ("Hiệu trưởng",), "event": "cuộc họp", "chair": "Giám đốc",
        "begins_at": BEGAN, "place": "Sở",
    },
    minutes: {"subject": "Kiểm tra", "sitting": SITTING, "course": TEXT, "signers": SIGNERS},
}  # fmt: skip
KINDS = {
    decision: DocumentKind.DECISION, announcement: DocumentKind.ANNOUNCEMENT,
    letter: DocumentKind.LETTER, submission: DocumentKind.SUBMISSION, report: DocumentKind.REPORT,
    invitation: DocumentKind.INVITATION, minutes: DocumentKind.RECORD,
}  # fmt: skip


def frame(kind: DocumentKind) -> Frame:
    symbol = symbol_of(kind, "SGDĐT", drafted_by="GDTrH")
    return Frame(header=replace(HEADER, symbol=symbol, number=None, issued_on=None))


def built(builder, **changes):
    return builder(frame(KINDS[builder]), **{**WHOLE[builder], **changes})


def refused(builder, **changes) -> dict[str, str]:
    with pytest.raises(PaperIncomplete) as caught:
        built(builder, **changes)
    assert all(gap.sentence in caught.value.sentence for gap in caught.value.gaps)
    return {gap.field: gap.sentence for gap in caught.value.gaps}


def test_the_table_of_types_is_that_of_the_decree():
    rows = [row for row in paper_types() if row.abbreviation and not row.copy]
    assert len(rows) == 27
    assert [row.abbreviation for row in paper_types() if row.copy] == ["SY", "TrS", "SL"]
    assert len({row.abbreviation for row in rows}) == 27


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_every_kind_of_the_portal_stands_in_the_table_under_its_abbreviation(kind):
    assert type_of(kind).abbreviation == ("" if kind == DocumentKind.LETTER else kind.value)


def test_symbols_are_put_together_as_the_decree_says():
    assert symbol_of(DocumentKind.SUBMISSION, "PGDĐT") == "TTr-PGDĐT"
    assert symbol_of(DocumentKind.LETTER, "UBND", drafted_by="GD&ĐT") == "UBND-GD&ĐT"


@pytest.mark.parametrize("builder", WHOLE, ids=lambda builder: builder.__name__)
def test_a_complete_paper_is_built_and_kept_as_json(builder):
    tree = built(builder)
    assert tree.kind_code == KINDS[builder]
    assert from_json(json.loads(json.dumps(to_json(tree)))) == tree


@pytest.mark.parametrize(
    ("builder", "field"),
    [(builder, field) for builder, values in WHOLE.items() for field in values],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_what_the_decree_requires_is_asked_for_at_its_field(builder, field):
    if field == "sitting":
        empty = replace(SITTING, place=" ", begun_at=None, parties=())
        assert {"place", "begun_at", "parties"} == set(refused(minutes, sitting=empty))
        return
    whole = WHOLE[builder][field]
    nothing = "  " if isinstance(whole, str) else None if isinstance(whole, datetime) else ()
    assert set(refused(builder, **{field: nothing})) == {field}


@pytest.mark.parametrize("builder", WHOLE, ids=lambda builder: builder.__name__)
def test_issuer_symbol_and_place_are_asked_for_by_every_kind(builder):
    bare = Frame(header=replace(HEADER, symbol="", issuer=(), place=""))
    with pytest.raises(PaperIncomplete) as caught:
        builder(bare, **WHOLE[builder])
    wanted = {"issuer", "symbol"} if builder is minutes else {"issuer", "symbol", "place"}
    assert {gap.field for gap in caught.value.gaps} == wanted


def test_a_symbol_of_another_type_is_refused_with_its_abbreviation():
    with pytest.raises(PaperIncomplete, match="“QĐ-”"):
        decision(Frame(header=HEADER), **WHOLE[decision])


def test_a_decision_names_the_article_that_names_who_carries_it_out():
    tree = built(decision)
    assert tree.recipients.items[0] == Recipient("Như Điều 2")
    assert tree.enacting == "QUYẾT ĐỊNH:"
    assert tree.title.authority == "Giám đốc Sở"
    assert [block.marker for block in tree.blocks] == ["Điều 1.", "Điều 2."]


def test_clauses_are_numbered_and_points_lettered():
    article = Article(title="Nội dung", clauses=(Clause("Một:", ("a", "b", "c", "d", "đ")),))
    heading, clauses = built(decision, articles=(article,)).blocks
    assert heading.text[0].bold
    assert isinstance(clauses, ListBlock)
    assert clauses.marker == "ordered"
    assert clauses.items[0].children[0].marker == "letter"


def test_an_annex_that_the_text_does_not_mention_is_refused():
    annexes = (Annex("Danh sách", TEXT),)
    assert set(refused(decision, annexes=annexes)) == {"articles"}
    mentioned = (Article("Công nhận các trường (có danh sách kèm theo)."),)
    assert built(decision, annexes=annexes, articles=mentioned).annexes == annexes


@pytest.mark.parametrize("builder", [letter, submission], ids=lambda builder: builder.__name__)
def test_addressed_papers_begin_their_recipients_with_nhu_tren_once(builder):
    assert built(builder).recipients.items == (Recipient("Như trên"),)
    given = replace(
        frame(KINDS[builder]), recipients=Recipients((Recipient("Như trên"), Recipient("Website")))
    )
    tree = builder(given, **WHOLE[builder])
    assert [item.text for item in tree.recipients.items] == ["Như trên", "Website"]


def test_a_report_to_nobody_above_has_no_nhu_tren():
    assert built(report).recipients.items == ()
    assert built(report, addressees=("UBND tỉnh",)).recipients.items == (Recipient("Như trên"),)


def test_parts_of_a_report_are_numbered_in_roman_and_none_is_empty():
    tree = built(report, parts=(Part("Một", TEXT), Part("Hai", TEXT)), ending="Hết")
    headings = [block.marker for block in tree.blocks if isinstance(block, Heading)]
    assert headings == ["I.", "II."]
    assert "“Ba”" in refused(report, parts=(Part("Ba", ()),))["parts"]


def test_an_invitation_says_its_five_things_in_the_order_of_the_form():
    words = [plain(block.text) for block in built(invitation).blocks]
    assert [line.partition(":")[0] for line in words] == [
        "Sở Giáo dục và Đào tạo tỉnh An Giang trân trọng kính mời", "Tới dự", "Chủ trì",
        "Thời gian", "Địa điểm",
    ]  # fmt: skip
    assert words[3] == "Thời gian: 08 giờ 30 phút, ngày 06 tháng 10 năm 2026."


def test_a_record_has_no_day_in_its_header_and_is_read_back_before_it_is_signed():
    tree = built(minutes, copies=3)
    assert not tree.header.dated
    words = [plain(block.text) for block in tree.blocks if hasattr(block, "text")]
    assert words[0] == "Thời gian bắt đầu: 08 giờ 30 phút, ngày 06 tháng 10 năm 2026."
    assert words[-2] == "Buổi làm việc kết thúc vào 11 giờ, ngày 06 tháng 10 năm 2026."
    assert "đã được đọc lại" in words[-1]
    assert "03 bản" in words[-1]
    assert (*tree.cosigners, tree.signature) == SIGNERS


def test_a_record_that_ends_before_it_begins_is_refused():
    assert set(refused(minutes, sitting=replace(SITTING, ended_at=BEGAN))) == {"ended_at"}


def test_a_record_keeps_the_signatures_of_those_who_were_there_and_other_papers_do_not():
    clerk_knows = Signature(("GIÁM ĐỐC",), "C")
    on = date(2026, 10, 7)
    assert built(minutes).issued(number=1, on=on, signature=clerk_knows).signature == SIGNERS[1]
    assert built(report).issued(number=1, on=on, signature=clerk_knows).signature == clerk_knows


@pytest.mark.parametrize("regime", Regime.values)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_a_draft_of_its_kind(name, regime):
    tree = SAMPLES[name](regime)
    assert tree.draft
    assert tree.regime == regime
    assert from_json(to_json(tree)) == tree


def test_there_is_a_sample_of_every_builder():
    made = {SAMPLES[name]("nd30").kind_code for name in SAMPLES}
    assert made == {kind.value for kind in KINDS.values()}
