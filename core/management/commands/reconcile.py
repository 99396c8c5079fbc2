"""Puts right what workers and brokers lost, for installations without the scheduler."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from core.jobs.queueing import reconcile
from core.notifications.delivery import give_up_abandoned


class Command(BaseCommand):
    help = "Send waiting jobs again and requeue those whose worker died. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = reconcile() | {"mails_given_up": give_up_abandoned()}
        self.stdout.write(json.dumps(counts))
