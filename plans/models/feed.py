"""Addresses under which a calendar program reads visits without signing in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.models.team import InspectionTeam


class CalendarFeed(models.Model):
    """One secret address of one person: of the visits they make, or of a team they may see.

    Only the hash of the secret is stored; the address is shown once, when it is made. `digest` is
    that of the events last given out and `changed_at` the moment they became so.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds",
        verbose_name=_("person"),
    )  # fmt: skip
    team = models.ForeignKey(
        InspectionTeam, models.CASCADE, null=True, blank=True, related_name="calendar_feeds",
        verbose_name=_("team"),
    )  # fmt: skip
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), null=True, editable=False)
    read_at = models.DateTimeField(_("last read at"), null=True, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "team"], name="one_feed_a_person_and_team"),
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(team__isnull=True), name="one_feed_a_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.team or self.owner)
