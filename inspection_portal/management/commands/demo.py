"""Loads the demonstration, adds synthetic provinces for measuring, or takes everything away."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from inspection_portal.demo.counting import Counts
from inspection_portal.demo.loading import load
from inspection_portal.demo.removing import remove
from inspection_portal.demo.scale import SCALES, load_scale


class Command(BaseCommand):
    help = "Demonstration data: idempotent, removable. Prints counts as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale", choices=sorted(SCALES), help="add synthetic provinces for measuring"
        )
        parser.add_argument(
            "--remove", action="store_true", help="take away everything of the demonstration"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        counts = Counts(quiet=options["verbosity"] == 0)
        if options["remove"]:
            remove(counts)
        else:
            load(counts)
            if options["scale"]:
                load_scale(options["scale"], counts)
        self.stdout.write(json.dumps(+counts.rows, sort_keys=True))
