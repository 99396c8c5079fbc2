"""Papers as data: to JSON and back without loss; the editor's HTML as blocks, and nothing else."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.blocks import (
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    RichText,
    Run,
    blocks_of,
    digest,
    from_json,
    inline,
    plain,
    to_json,
)
from tests.documents.papers import an_giang_plan, as_draft, long_bien_letter


@pytest.mark.parametrize(
    "paper", [an_giang_plan(), an_giang_plan(regime="nd30"), long_bien_letter(), as_draft(an_giang_plan())]
)  # fmt: skip
def test_a_paper_comes_back_from_json_as_it_was(paper):
    kept = json.loads(json.dumps(to_json(paper), ensure_ascii=False))
    assert from_json(kept) == paper
    assert digest(kept) == digest(to_json(paper))


def test_any_change_of_a_word_changes_the_hash():
    paper = an_giang_plan()
    other = replace(paper, bases=("Căn cứ khác",))
    assert digest(to_json(paper)) != digest(to_json(other))


def test_json_that_is_no_paper_is_refused():
    for wrong in ({"type": "Paragraph", "text": "x"}, {"type": "Popen"}, {}):
        with pytest.raises(ValueError, match="document"):
            from_json(wrong)


def test_the_editors_tags_become_runs():
    (paragraph,) = blocks_of(
        "<p>Theo <strong>mẫu</strong> <em>Phụ&nbsp;lục 5</em><br>và <u>hết</u></p>"
    )
    assert paragraph == Paragraph((
        Run("Theo "), Run("mẫu ", bold=True), Run("Phụ lục 5", italic=True),
        Run("\nvà "), Run("hết", underline=True),
    ))  # fmt: skip


def test_lists_nest_and_headings_are_headings():
    blocks = blocks_of(
        "<h2>Yêu cầu</h2><ul><li>một<ul><li>hai</li></ul></li></ul><ol><li>ba</li></ol>"
    )
    assert blocks == (
        Heading("clause", "", "Yêu cầu"),
        ListBlock((ListItem("một", (ListBlock((ListItem("hai"),), "+"),)),)),
        ListBlock((ListItem("ba"),), "ordered"),
    )


def test_lines_typed_with_a_dash_are_a_list():
    (block,) = blocks_of("<div>- một</div><div>- hai</div><div>+ của hai</div><div>– ba</div>")
    assert block == ListBlock((
        ListItem("một"), ListItem("hai", (ListBlock((ListItem("của hai"),), "+"),)), ListItem("ba"),
    ))  # fmt: skip


def test_stars_in_plain_lines_are_styles():
    assert inline("Báo cáo (*Theo mẫu*) **gấp**") == (
        Run("Báo cáo ("), Run("Theo mẫu", italic=True), Run(") "), Run("gấp", bold=True),
    )  # fmt: skip
    assert inline("2 * 3 = 6") == "2 * 3 = 6"


HOSTILE = (
    "<script>alert(1)</script><style>@import url(http://x/)</style><iframe src='file:///etc/passwd'>"
    "</iframe><img src=x onerror=alert(1)><link rel=attachment href='file:///etc/passwd'>"
    "<p onclick='x' style='background:url(http://x/)'>chữ</p><object data='file:///etc/passwd'>"
    "</object><svg><image href='http://x/'/></svg>"
)


def test_of_hostile_html_only_the_words_remain():
    assert RichText(HOSTILE).blocks() == (Paragraph("chữ"),)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>/pbiulo \"'=&;aáđ\n-+*", max_size=80))
def test_whatever_is_typed_becomes_blocks_that_json_keeps(html):
    paper = replace(an_giang_plan(chapters=0), blocks=blocks_of(html))
    assert from_json(json.loads(json.dumps(to_json(paper)))) == paper
    assert all(plain(block.text) for block in paper.blocks if isinstance(block, Paragraph))
