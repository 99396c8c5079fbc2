"""The shipped sets, and the strict reading of their files."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from documents.domain.laws import load_legal_documents
from standards.domain.data_files import DataRefused, read_set
from standards.domain.loading import data_files, load_standard_sets
from standards.enums import SetState
from standards.models import Criterion, CriterionLink, StandardSet

GOOD = """\
code: A
version: 1
name: Bộ mẫu
purpose: library
levels: [TH]
provenance: thử
publish: true
standards:
  - code: "1"
    title: Một
    verified: true
    source: thử
    criteria:
      - {code: "1.1", text: "Có?", kind: yes_no, verified: true, source: thử}
"""


@pytest.fixture
def loaded(db):
    load_legal_documents()
    return load_standard_sets()


def test_every_shipped_file_is_sound():
    assert len(data_files()) == 9
    for path in data_files():
        read_set(path)


def test_national_sets_are_published_and_local_ones_are_left_out(loaded):
    assert loaded == 5
    assert set(StandardSet.objects.values_list("state", flat=True)) == {SetState.PUBLISHED}
    assert not StandardSet.objects.filter(code="THDT-LB5296-2017").exists()


def test_loading_twice_adds_nothing(loaded):
    assert load_standard_sets() == 0


def test_long_bien_gets_a_draft_whose_points_are_missing(loaded, tree):
    files = [path for path in data_files() if path.name.startswith("thdt")]
    assert load_standard_sets(files, owner=tree.department) == 1
    draft = StandardSet.objects.with_parts().get(code="THDT-LB5296-2017")
    assert draft.is_draft
    assert len(draft.gaps()) == 10


def test_what_is_not_certain_is_marked(loaded):
    """rules.md: TT 16 areas of primary to upper secondary are from memory; 4 and 5 books are read."""
    area = Criterion.objects.get(standard__standard_set__code="TV-TT16-2022", code="2.1")
    marks = {"".join(b.levels): b.verified for b in area.as_value().requirements}
    assert marks == {"MN": True, "TH": False, "THCS": False, "THPT": False}
    books = Criterion.objects.get(standard__standard_set__code="TV-TT16-2022", code="1.1")
    marks = {"".join(b.levels): b.verified for b in books.as_value().requirements}
    assert marks == {"MN": False, "TH": False, "THCS": True, "THPT": True}
    second = Criterion.objects.filter(
        standard__standard_set__code="CDS-QD4725-2022", standard__code="2"
    )
    assert not second.filter(verified=True).exists()


def test_every_criterion_says_where_it_comes_from(loaded):
    assert not Criterion.objects.filter(source="").exists()


def test_a_plan_of_2019_finds_the_sets_of_then(loaded):
    def codes(day):
        return set(StandardSet.objects.in_force_on(day).values_list("code", flat=True))

    assert {"TV-QD01-2003", "PHBM-QD37-2008"} <= codes(date(2019, 10, 1))
    assert not {"TV-TT16-2022", "PHBM-TT14-2020"} & codes(date(2019, 10, 1))
    assert {"TV-TT16-2022", "PHBM-TT14-2020"} <= codes(date(2026, 11, 20))
    assert "TV-QD01-2003" in codes(date(2023, 1, 6))
    assert "TV-QD01-2003" not in codes(date(2023, 1, 7))


def test_old_and_new_are_linked(loaded):
    links = CriterionLink.objects.filter(new__standard__standard_set__code="TV-TT16-2022")
    assert links.filter(old__code="1.10", new__code="1.1").exists()


def test_all_faults_come_at_once_with_line_and_path(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        GOOD.replace("purpose: library", "purpose: kitchen")
        .replace("publish: true", "publish: maybe\ncolour: red")
        .replace("kind: yes_no", 'kind: measure, requires: ["> many"]'),
        encoding="utf-8",
    )
    with pytest.raises(DataRefused) as refused:
        read_set(path)
    places = [(fault.line, fault.path) for fault in refused.value.faults]
    assert places == [
        (4, "purpose"), (7, "publish"), (8, "colour"),
        (15, "standards[0].criteria[0].requires[0]"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("    title: Một\n", ""), "standards[0].title"),
        (("code: A\n", "code: A\ncode: B\n"), "code"),
        (("levels: [TH]", "levels: TH"), "levels"),
        (("version: 1", "version: một"), "version"),
    ],
)
def test_the_control_each_fault_alone_is_found(tmp_path: Path, change, path):
    file = tmp_path / "x.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert read_set(file)["code"] == "A"
    file.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(DataRefused) as refused:
        read_set(file)
    assert [fault.path for fault in refused.value.faults] == [path]


def test_codes_are_unique_and_conditions_name_what_is_there(tmp_path):
    file = tmp_path / "x.yaml"
    again = '      - {code: "1.1", text: "Lại?", kind: yes_no, verified: true, source: thử}\n'
    rule = "outcomes:\n  - {title: T, verified: true, source: s, conditions: [criterion 9.9 met]}\n"
    file.write_text(GOOD + again + rule, encoding="utf-8")
    with pytest.raises(DataRefused) as refused:
        read_set(file)
    assert [fault.line for fault in refused.value.faults] == [15, 17]


def test_one_wrong_file_loads_nothing(db, tmp_path):
    good, bad = tmp_path / "a.yaml", tmp_path / "b.yaml"
    good.write_text(GOOD, encoding="utf-8")
    bad.write_text(GOOD.replace("yes_no", "maybe"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"b\.yaml:14: standards\[0\]\.criteria\[0\]\.kind"):
        call_command("standards", "load", good, bad)
    assert not StandardSet.objects.exists()
