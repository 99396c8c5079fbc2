"""Capital letters by NĐ 30/2020, Phụ lục II: wrong ones are noticed, right ones left alone."""

import re
from dataclasses import replace

import pytest
import yaml
from django.urls import reverse
from django.utils import translation

from documents.blocks import Annex, Cell, Column, Heading, ListBlock, ListItem, Paragraph, Table
from documents.domain.capitals import DATA, capital_advice, rules
from documents.kinds.samples import SAMPLES
from tests.documents.factories import draft_of
from tests.documents.papers import an_giang_plan, long_bien_letter

BARE = replace(an_giang_plan(chapters=0, annexes=0), bases=(), blocks=())


def advice_on(*lines: str):
    return capital_advice(replace(BARE, blocks=tuple(Paragraph(line) for line in lines)))


# What was written, what should stand there, the clause.
WRONG = [
    ("Theo điểm a khoản 2 điều 13 Nghị định này.", "điều 13", "Điều 13", "V.7"),
    ("Theo điểm a Khoản 2 Điều 13.", "Khoản 2", "khoản 2", "V.7"),
    ("Theo Điểm đ khoản 2 Điều 13.", "Điểm đ", "điểm đ", "V.7"),
    ("Theo quy định tại mục 1 Chương II.", "mục 1", "Mục 1", "V.7"),
    ("Theo quy định tại chương II.", "chương II", "Chương II", "V.7"),
    ("Nêu tại tiểu mục 1 Mục 1.", "tiểu mục 1", "Tiểu mục 1", "V.7"),
    ("Nêu tại phần I của Kế hoạch.", "phần I", "Phần I", "V.7"),
    ("Theo quyết định số 01/2003/QĐ-BGDĐT.", "quyết định số 01", "Quyết định số 01", "V.6"),
    ("Do Ủy ban Nhân dân tỉnh quyết định.", "Ủy ban Nhân dân", "Ủy ban nhân dân", "IV.1.a"),
    ("Gửi Sở giáo dục và đào tạo.", "Sở giáo dục và đào tạo", "Sở Giáo dục và Đào tạo", "IV.1.a"),
    ("Gửi bộ Giáo dục và Đào tạo.", "bộ Giáo dục và Đào tạo", "Bộ Giáo dục và Đào tạo", "IV.1.a"),
    ("Chính sách của nhà nước.", "nhà nước", "Nhà nước", "V.1"),
    ("Vì lợi ích của nhân dân.", "nhân dân", "Nhân dân", "V.1"),
    ("Danh hiệu nhà giáo nhân dân.", "nhà giáo nhân dân", "Nhà giáo Nhân dân", "V.2"),
    ("Nghỉ ngày quốc khánh 02/9.", "ngày quốc khánh", "ngày Quốc khánh", "V.5"),
    ("Nghỉ Tết Nguyên Đán.", "Tết Nguyên Đán", "tết Nguyên đán", "V.8.b"),
    ("Họp sáng thứ hai.", "sáng thứ hai", "sáng thứ Hai", "V.8.c"),
    ("Các trường của Tỉnh An Giang.", "Tỉnh An Giang", "tỉnh An Giang", "III.1.a"),
    ("Các trường của Huyện Tri Tôn.", "Huyện Tri Tôn", "huyện Tri Tôn", "III.1.a"),
    ("Các trường ở quận 1.", "quận 1", "Quận 1", "III.1.b"),
    ("Ở thành phố Hồ Chí Minh.", "thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh", "III.1.c"),
    ("Đã xong. các trường báo cáo.", "các", "Các", "I"),
    ("thực hiện kế hoạch này.", "thực", "Thực", "I"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "found", "wanted", "clause"), WRONG, ids=[w[1] for w in WRONG])
def test_a_wrong_capital_is_named_with_the_right_spelling_and_its_clause(
    line, found, wanted, clause
):
    (advice,) = advice_on(line)
    assert (advice.found, advice.wanted, advice.clause) == (found, wanted, clause)


# Sentences of the annex itself, and of real papers, that are right.
RIGHT = [
    "Căn cứ điểm a khoản 2 Điều 103 Mục 5 Chương XII Phần I của Bộ luật Hình sự.",
    "Theo quy định tại điểm a khoản 1 Điều 24 Tiểu mục 1 Mục 1 Chương III của Nghị quyết số 351/2017/UBTVQH14.",
    "Khoản 1 Điều 5 quy định như sau. Điểm a áp dụng cho trường.",
    "Hội đồng nhân dân tỉnh Sơn La, Sở Tài chính, thành phố Thái Nguyên, tỉnh Nam Định, Quận 1.",
    "Ủy ban nhân dân các cấp, Công an nhân dân, Tòa án nhân dân và Nhân dân trong tỉnh.",
    "Cơ quan quản lý nhà nước, ngân sách nhà nước; các chức vụ mà Nhà nước quy định.",
    "Các sở giáo dục và đào tạo, các phòng giáo dục và đào tạo trong vùng.",
    "UBND TỈNH AN GIANG giao SỞ GIÁO DỤC VÀ ĐÀO TẠO chủ trì.",
    "Ngày Quốc khánh 02/9, ngày Nhà giáo Việt Nam 20/11, tết Nguyên đán, tết Trung thu.",
    "Tết Nguyên đán năm nay các trường nghỉ 07 ngày.",
    "Hộp thư trên tên miền angiang.edu.vn, angiang.gov.vn của đơn vị.",
    "Gửi về TP. Long Xuyên, v.v. trước ngày 27/9/2019.",
    "Phường Điện Biên Phủ mang tên sự kiện lịch sử nên viết hoa.",
    "Tiếp tục khai thác điểm mạnh, mục tiêu 2 và phần mềm; lần thứ hai.",
    "e-Learning là một hình thức dạy học.",
]  # fmt: skip


@pytest.mark.parametrize("line", RIGHT)
def test_right_spellings_are_left_alone(line):
    assert [(one.found, one.wanted) for one in advice_on(line)] == []


def test_decomposed_letters_are_judged_like_composed_ones():
    import unicodedata

    (advice,) = advice_on(unicodedata.normalize("NFD", "Theo điều 13 Nghị định này."))
    assert advice.wanted == "Điều 13"


def test_every_part_of_a_paper_is_read_and_named():
    wrong = "Gửi Sở giáo dục và đào tạo, theo điều {}."
    table = Table((Column("Nội dung"),), ((Cell(wrong.format(4)),),))
    paper = replace(
        BARE,
        title=replace(BARE.title, subject=wrong.format(1)),
        bases=(wrong.format(2),),
        blocks=(
            Heading("section", "I.", "in hoa cả theo điều 9"),
            ListBlock((ListItem("Một:", (ListBlock((ListItem(wrong.format(3)),), "letter"),)),)),
            table,
        ),
        annexes=(Annex("Danh sách", (Paragraph(wrong.format(5)),)),),
    )
    found = capital_advice(paper)
    places = {(one.words.part, one.wanted) for one in found if one.clause == "V.7"}
    assert places == {
        ("subject", "Điều 1"), ("bases", "Điều 2"), ("text", "Điều 3"), ("table", "Điều 4"),
        ("annex", "Điều 5"),
    }  # fmt: skip
    (department,) = [one for one in found if one.clause == "IV.1.a"]
    assert (department.words.part, department.times) == ("subject", 5)


def test_the_sentence_says_where_what_and_why():
    (advice,) = advice_on(
        "Câu thứ nhất.", "Các đơn vị thực hiện theo quy định tại điều 13 của Nghị định."
    )
    with translation.override("en"):
        sentence = advice.sentence
    assert "Paragraph 2" in sentence
    assert "“Điều 13”, not “điều 13”" in sentence
    assert "Annex II, V.7" in sentence
    assert "quy định tại điều 13 của" in sentence


def test_what_the_annex_does_not_settle_is_called_usual_and_cites_nothing():
    (advice,) = advice_on("Theo mẫu tại phụ lục 5.")
    assert not advice.verified
    assert "30/2020" not in advice.sentence


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_of_the_portal_are_spelt_as_the_annex_says(name):
    assert capital_advice(SAMPLES[name]("nd30")) == []


def test_the_data_file_names_a_clause_of_the_annex_for_every_rule():
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    clauses = [row["clause"] for row in (*data["names"], *data["patterns"])]
    clauses += [data["sentences"]["clause"], data["places"]["clause"]]
    assert all(re.fullmatch(r"(I|II|III|IV|V)(\.\d+)?(\.[a-zđ])?", clause) for clause in clauses)
    assert len(rules()) == len(data["names"]) + len(data["patterns"]) + len(data["places"]["nouns"])


def test_a_right_spelling_satisfies_its_own_rule():
    """Guards the data: a name whose own spelling is reported could never be satisfied."""
    for row in yaml.safe_load(DATA.read_text(encoding="utf-8"))["names"]:
        assert [one.found for one in advice_on(f"Về {row['wanted']}.")] == [], row["wanted"]


@pytest.mark.django_db
def test_the_clerk_reads_the_advice_and_may_issue_all_the_same(
    department, clerk, deputy, client_for
):
    letter = replace(long_bien_letter(), annexes=(), blocks=(Paragraph("Theo điều 13 Nghị định."),))
    draft = draft_of(department, document=letter)
    client, url = client_for(clerk), reverse("documents:issue", args=[draft.pk])
    answers = {"number": "5", "issued_on": "2026-10-06", "authority": deputy.pk}
    page = client.post(url, answers).content.decode()
    assert "“Điều 13”" in page
    assert client.post(url, {**answers, "confirmed": "1"}).status_code == 302
    draft.refresh_from_db()
    assert draft.is_issued


@pytest.mark.django_db
def test_without_doubts_the_clerk_sees_no_such_panel(department, clerk, deputy, client_for):
    letter = replace(
        long_bien_letter(), annexes=(), blocks=(Paragraph("Theo Điều 13 Nghị định."),),
        bases=(), addressees=("Các trường",), subject_line="V/v kiểm tra",
    )  # fmt: skip
    draft = draft_of(department, document=letter)
    answers = {"number": "5", "issued_on": "2026-10-06", "authority": deputy.pk}
    page = client_for(clerk).post(reverse("documents:issue", args=[draft.pk]), answers)
    assert "capitals-title" not in page.content.decode()
