"""A piece of background work. The row is the truth; Celery only carries its number to a worker."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.files.models import StoredFile
from core.jobs.registry import is_known, kind_of


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting its turn")
    RUNNING = "running", _("Running")
    DONE = "done", _("Finished")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> JobQuerySet:
        """The jobs one asked for; an administrator sees all."""
        if user.may("core.administer"):
            return self.all()
        return self.filter(pk__in=self.model.objects.filter(followers=user).values("pk"))

    def claimable(self, now: datetime) -> JobQuerySet:
        """Waiting and due, or running under a lease that is out: its worker is dead."""
        due = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
        return self.filter(
            Q(due, state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
        )

    def held_by(self, job: Job) -> JobQuerySet:
        """The row, as long as the claim under which `job` was read still stands."""
        return self.filter(pk=job.pk, state=JobState.RUNNING, lease_token=job.lease_token)


class Job(models.Model):
    """`lease_token` belongs to one claim: whoever lost the lease can neither report nor finish."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=80)
    title = models.CharField(_("title"), max_length=250, blank=True)
    params = models.JSONField(_("parameters"), default=dict)
    key = models.CharField(_("key"), max_length=200, null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    sentence = models.CharField(_("progress"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(null=True, editable=False)
    lease_token = models.CharField(max_length=32, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    next_try_at = models.DateTimeField(_("next attempt at"), null=True)
    cancel_requested = models.BooleanField(_("to be cancelled"), default=False)
    result_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("resulting file")
    )
    result_url = models.CharField(_("page of the result"), max_length=500, blank=True)
    result = models.JSONField(_("result"), default=dict)
    error = models.CharField(_("why it failed"), max_length=500, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("asked for by"),
    )  # fmt: skip
    followers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("wait for it")
    )
    created_at = models.DateTimeField(_("asked for at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="job_once_per_key")]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        if self.title:
            return self.title
        return str(kind_of(self.kind).title) if is_known(self.kind) else self.kind

    def get_absolute_url(self) -> str:
        return reverse("core:job", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    @property
    def may_be_retried(self) -> bool:
        return self.state in {JobState.FAILED, JobState.CANCELLED} and is_known(self.kind)

    @property
    def result_address(self) -> str:
        """Where the result is: its page, else its file."""
        if self.state != JobState.DONE:
            return ""
        if self.result_url or self.result_file_id is None:
            return self.result_url
        return reverse("core:file", args=[self.result_file_id])


class Pulse(models.Model):
    """When a part of the installation last gave a sign of life; `manage.py doctor` reads it."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%d/%m/%Y %H:%M:%S}"
