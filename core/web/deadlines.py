"""How far away a day is, in words a person says at work."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON_DAYS = 7


@dataclass(frozen=True)
class Deadline:
    """`tone` is late, soon, later or done; `words` say it; `icon` repeats it without colour."""

    on: date
    tone: str
    words: str
    icon: str


def deadline(on: date | datetime, *, today: date | None = None, done: bool = False) -> Deadline:
    """Words for a due day seen from `today`; a duty that is done is no longer counted down."""
    day = timezone.localdate(on) if isinstance(on, datetime) and timezone.is_aware(on) else on
    day = day.date() if isinstance(day, datetime) else day
    if done:
        return Deadline(day, "done", _("done"), "check-circle-fill")
    left = (day - (today or timezone.localdate())).days
    if left < 0:
        words = ngettext("overdue by %(n)d day", "overdue by %(n)d days", -left) % {"n": -left}
        return Deadline(day, "late", words, "exclamation-circle-fill")
    if left == 0:
        return Deadline(day, "soon", _("today"), "clock-fill")
    words = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
    if left <= SOON_DAYS:
        return Deadline(day, "soon", words, "clock")
    return Deadline(day, "later", words, "calendar3")
