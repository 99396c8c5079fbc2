"""The bell rings for whoever waits for a job."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.jobs.models import Job
from core.notifications.registry import IN_APP, NotificationKind, register
from core.notifications.sending import notify

register(
    NotificationKind("core.job_done", _("Finished: %(title)s"), (IN_APP,), _("%(sentence)s")),
    NotificationKind("core.job_failed", _("Failed: %(title)s"), (IN_APP,), _("%(sentence)s")),
)


def tell_done(job: Job, sentence: str) -> None:
    notify(
        "core.job_done", event=f"job:{job.pk}:done:{job.lease_token}",
        recipients=job.followers.all(), context={"title": str(job), "sentence": sentence},
        url=reverse("core:job", args=[job.pk]),
    )  # fmt: skip


def tell_failure(job: Job, reason: str) -> None:
    notify(
        "core.job_failed", event=f"job:{job.pk}:failed:{job.lease_token}",
        recipients=job.followers.all(), context={"title": str(job), "sentence": reason},
        url=reverse("core:job", args=[job.pk]),
    )  # fmt: skip
