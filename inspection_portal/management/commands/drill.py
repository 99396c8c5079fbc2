"""Runs fault drills in a laboratory of their own: no row of the installation is touched."""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inspection_portal import drills
from inspection_portal.drills.laboratory import laboratory
from inspection_portal.drills.registry import all_drills, drill_called

INSIDE = "PORTAL_DRILL_LABORATORY"


class Command(BaseCommand):
    help = "Break something on purpose and count what was lost; without a name all drills run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        drills.load()
        parser.add_argument("name", nargs="?", help=", ".join(all_drills()))
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        drills.load()
        name = options["name"]
        if name and name not in all_drills():
            raise CommandError(
                f"No drill is called {name!r}. There are: {', '.join(all_drills())}."
            )
        if name and os.environ.get(INSIDE):
            self.stdout.write(json.dumps(drill_called(name)().as_json()))
            return
        reports = [self.in_laboratory(each) for each in ([name] if name else all_drills())]
        if options["json"]:
            self.stdout.write(json.dumps(reports[0] if name else reports, ensure_ascii=False))
        else:
            self.print_table(reports)
        if not all(report["passed"] for report in reports):
            raise SystemExit(1)

    def in_laboratory(self, name: str) -> dict[str, Any]:
        """The same command once more, on a database and a broker made for it alone."""
        self.stderr.write(f"{name} …")
        with laboratory() as environment:
            command = [sys.executable, "manage.py", "drill", name, "--json"]
            finished = subprocess.run(  # noqa: S603 - this project's own command
                command, env=environment | {INSIDE: "1"}, stdout=subprocess.PIPE, check=False
            )
        if finished.returncode:
            raise CommandError(f"The drill {name} could not be carried out.")
        report: dict[str, Any] = json.loads(finished.stdout)
        return report

    def print_table(self, reports: list[dict[str, Any]]) -> None:
        for report in reports:
            self.stdout.write(f"{report['name']}: {'passed' if report['passed'] else 'FAILED'}")
            for label, figures in (
                ("guard on", report["figures"]),
                ("guard off", report["control"]["figures"]),
            ):
                words = ", ".join(f"{name} {value}" for name, value in figures.items())
                self.stdout.write(f"  {label:10} {words}")
