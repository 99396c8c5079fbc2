"""The questions of a draw by lot."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plans.forms.plan import DateInput
from plans.models import CoverageRule

# SQLite and PostgreSQL keep whole numbers up to here.
LARGEST_SEED = 2**63 - 1


class DrawForm(forms.Form):
    """Seed and day of the list; why, when units were drawn already."""

    seed = forms.IntegerField(
        label=_("Seed"), min_value=0, max_value=LARGEST_SEED,
        help_text=_("Any whole number; usually the day, as in 20191001. Who knows it draws the same units again."),
    )  # fmt: skip
    listed_on = forms.DateField(
        label=_("List of units as of"), widget=DateInput(),
        help_text=_("Units that exist on this day and answer to the same authority as then."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why are units drawn again?"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Units were drawn already. Write why they are drawn again.")},
    )  # fmt: skip

    def __init__(self, *args: Any, rule: CoverageRule, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["seed"].initial = f"{today:%Y%m%d}"
        self.fields["listed_on"].initial = _usual_day(rule, today)
        if not again:
            del self.fields["reason"]


def _usual_day(rule: CoverageRule, today: date) -> date:
    """Today within the plan's school year, else the day the plan speaks from."""
    year = rule.plan.school_year
    return today if year.starts_on <= today <= year.ends_on else rule.plan.reference_day
