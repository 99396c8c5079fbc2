"""Benchmarks measure in turns and say the truth about their goals."""

import json

import pytest
from django.core.management import CommandError, call_command

from inspection_portal.bench.measuring import Row, in_turns, table
from inspection_portal.bench.registry import benchmarks, scales_up_to
from inspection_portal.management.commands import bench


def test_actions_take_turns_and_the_warm_up_does_not_count():
    calls = []
    medians = in_turns({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=3)
    assert calls == ["a", "b"] * 4
    assert medians.keys() == {"a", "b"}


def test_a_row_gives_its_ratios_and_every_promised_key():
    row = Row("home@demo", 30.0, "ms", "≤ 3 × floor", ok=False, floor=8.0)
    assert row.as_json() == {
        "name": "home@demo", "ours": 30.0, "floor": 8.0, "peer": None, "unit": "ms",
        "ratio_floor": 3.75, "ratio_peer": None, "goal": "≤ 3 × floor", "ok": False, "note": "",
    }  # fmt: skip
    assert "MISSED" in table([row])


def test_a_scale_is_measured_with_the_smaller_ones_before_it():
    assert scales_up_to("province") == ("demo", "province")


def test_an_unknown_benchmark_is_named():
    with pytest.raises(CommandError, match="no benchmark nothing"):
        call_command("bench", "nothing")


def test_measuring_again_replaces_rows_and_keeps_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(bench, "BASE_DIR", tmp_path)
    command = bench.Command()
    command.write_file([Row("a", 1, "ms", "", ok=True), Row("b", 2, "ms", "", ok=True)])
    command.write_file([Row("a", 3, "ms", "", ok=True)])
    kept = {row["name"]: row["ours"] for row in json.loads((tmp_path / "bench.json").read_text())}
    assert kept == {"a": 3, "b": 2}


def test_the_promised_benchmarks_are_there():
    assert {"pages", "plan-pdf", "annex-750", "units-import"} <= benchmarks().keys()
