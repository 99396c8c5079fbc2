"""`manage.py bench [NAME ...] [--scale province] [--json]`: every figure beside its floor."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inspection_portal.bench import (  # noqa: F401 - they register
    batches,
    minutes,
    pages,
    papers,
    schedule,
    spreadsheets,
    sync,
)
from inspection_portal.bench.databases import build, collect_static, manage
from inspection_portal.bench.measuring import Row, table
from inspection_portal.bench.registry import SCALES, Benchmark, benchmarks, scales_up_to
from inspection_portal.settings.environment import BASE_DIR


class Command(BaseCommand):
    help = "Run benchmarks; without names all of them. Writes bench.json, prints a table or JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", help=", ".join(benchmarks()))
        parser.add_argument("--scale", choices=SCALES, default="province")
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--here", action="store_true", help="measure on the present database")

    def handle(self, *args: Any, **options: Any) -> None:
        known = benchmarks()
        names = options["names"] or list(known)
        if unknown := set(names) - known.keys():
            raise CommandError(f"There is no benchmark {', '.join(sorted(unknown))}.")
        if options["here"]:
            rows = [row for name in names for row in known[name].measure(options["scale"])]
        else:
            collect_static()
            rows = [row for name in names for row in self.measured(known[name], options["scale"])]
            self.write_file(rows)
        if options["as_json"]:
            self.stdout.write(json.dumps([row.as_json() for row in rows], ensure_ascii=False))
        else:
            self.stdout.write(table(rows))

    def measured(self, benchmark: Benchmark, scale: str) -> list[Row]:
        """Each scale in a process of its own, which opens that scale's database."""
        rows = []
        for each in scales_up_to(scale) if benchmark.per_scale else SCALES[:1]:
            build(each)
            sys.stderr.write(f"{benchmark.title}, {each} …\n")
            printed = manage(each, "bench", benchmark.name, "--here", "--json", "--scale", each)
            for row in json.loads(printed):
                del row["ratio_floor"], row["ratio_peer"]
                rows.append(Row(**row))
        return rows

    def write_file(self, rows: list[Row]) -> None:
        """Replace the rows measured now; keep those of other benchmarks."""
        path = BASE_DIR / "bench.json"
        kept = json.loads(path.read_text()) if path.exists() else []
        named = {row.name for row in rows}
        fresh = [row.as_json() for row in rows]
        kept = [row for row in kept if row["name"] not in named]
        path.write_text(json.dumps([*kept, *fresh], ensure_ascii=False, indent=1) + "\n")
