"""The invitation to the day of a cluster, from its visit, cluster and team."""

from datetime import time

import pytest

from documents.blocks import plain
from documents.domain import DocumentRefused, open_draft, pdf_for
from documents.kinds import PaperIncomplete
from documents.registry import build, kind_of, may_read
from tests.documents.test_commands import run
from tests.plans.factories import far_day, make_team, make_visit, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(plan, tree):
    made = plan.clusters.create(name="cụm Chợ Mới", host=tree.thpt, order=1)
    for unit in (tree.th, tree.thcs):
        made.members.create(unit=unit)
    return made


@pytest.fixture
def day(plan, tree, people, cluster):
    team = make_team(plan, people.specialist, [people.leader, people.specialist])
    visit = make_visit(plan, tree.thpt, people.specialist)
    visit.cluster = cluster
    visit.save()
    return place(visit, people.specialist, team=team, at=(time(8, 30), time(10)))


def test_the_units_of_the_cluster_are_invited_to_its_host(day, tree, plan):
    paper = build(f"plans.invitation:{day.pk}")
    assert paper.kind_code == "GM"
    assert paper.header.symbol == f"GM-{plan.issuer.symbol}"
    lead, guests, *lines = paper.blocks
    assert plain(lead.text) == f"{plan.issuer.name} trân trọng kính mời:"
    assert [item.text for item in guests.items] == [
        f"Hiệu trưởng {tree.th.name};", f"Hiệu trưởng {tree.thcs.name}.",
    ]  # fmt: skip
    words = [plain(line.text) for line in lines]
    assert words[1].endswith("Lãnh đạo Sở, Trưởng đoàn.")
    assert words[2].startswith("Thời gian: 08 giờ 30 phút, ngày ")
    assert f"năm {far_day().year}" in words[2]
    assert words[3] == f"Địa điểm: {tree.thpt.name}."


def test_only_dated_days_at_a_host_have_an_invitation(day, plan, tree, people):
    make_visit(plan, tree.th, people.specialist)
    assert list(kind_of("plans.invitation").keys()) == [f"plans.invitation:{day.pk}"]


def test_it_is_printed(day):
    assert pdf_for(build(f"plans.invitation:{day.pk}")).startswith(b"%PDF")


def test_without_a_lead_it_is_refused_in_a_sentence(day):
    day.team.members.filter(role="lead").delete()
    with pytest.raises(PaperIncomplete) as caught:
        build(f"plans.invitation:{day.pk}")
    assert [gap.field for gap in caught.value.gaps] == ["chair"]
    with pytest.raises(DocumentRefused) as refused:
        open_draft(key=f"plans.invitation:{day.pk}", issuer=day.plan.issuer, by=None)
    assert refused.value.sentence == caught.value.sentence


def test_strangers_do_not_read_it(day, people):
    key = f"plans.invitation:{day.pk}"
    assert may_read(people.specialist, key)
    assert not may_read(people.stranger, key)


def test_an_incomplete_one_stands_in_the_list_with_what_it_lacks(day):
    day.team.members.filter(role="lead").delete()
    rows = {row["key"]: row for row in run("list", "--json")}
    assert rows[f"plans.invitation:{day.pk}"]["title"] == "Giấy mời phải ghi người chủ trì."


@pytest.mark.parametrize("form", ["paper", "word"])
def test_neither_page_nor_file_of_an_incomplete_one_exists(day, people, client_for, form):
    day.team.members.filter(role="lead").delete()
    url = f"/documents/preview/plans.invitation:{day.pk}/{form}/"
    assert client_for(people.specialist).get(url).status_code == 404


def test_the_preview_of_an_incomplete_one_leads_back_to_the_visit(day, people, client_for):
    day.team.members.filter(role="lead").delete()
    answer = client_for(people.specialist).get(f"/documents/preview/plans.invitation:{day.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, day.get_absolute_url())
