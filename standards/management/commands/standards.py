"""Loads and checks the sets of criteria in `standards/data`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from standards.domain.data_files import DataRefused, read_set
from standards.domain.loading import data_files, load_standard_sets
from standards.models import StandardSet
from units.models import Unit


class Command(BaseCommand):
    help = "check: every error of the data files, with line and path. load: add sets not there yet. list: sets as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["check", "load", "list"])
        parser.add_argument("files", nargs="*", type=Path, help="data files, by default all")
        parser.add_argument("--owner", type=int, help="number of the unit that sets them")

    def handle(self, *args: Any, action: str, files: list[Path], **options: Any) -> None:
        if action == "list":
            self.stdout.write(json.dumps(_listed(), ensure_ascii=False, indent=1))
        elif action == "check":
            self._check(files or data_files())
        else:
            owner = Unit.objects.get(pk=options["owner"]) if options["owner"] else None
            try:
                count = load_standard_sets(files or None, owner=owner)
            except DataRefused as refusal:
                raise CommandError(str(refusal)) from refusal
            self.stdout.write(json.dumps({"added": count}))

    def _check(self, files: list[Path]) -> None:
        wrong = []
        for path in files:
            try:
                read_set(path)
            except DataRefused as refusal:
                wrong.append(str(refusal))
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(json.dumps({"checked": len(files), "faults": 0}))


def _listed() -> list[dict[str, Any]]:
    return [
        {
            "code": found.code, "version": found.version, "name": found.name, "state": found.state,
            "valid_from": found.valid_from and found.valid_from.isoformat(),
            "valid_to": found.valid_to and found.valid_to.isoformat(),
            "criteria": sum(len(standard.criteria.all()) for standard in found.standards.all()),
        }
        for found in StandardSet.objects.with_parts()
    ]  # fmt: skip
