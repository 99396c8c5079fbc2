"""Which year a plan is carried over to, and how long a unit may go unvisited."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.domain.rolling.verbs import UNVISITED_YEARS
from plans.models import InspectionPlan
from units.models import SchoolYear


class RollOverForm(forms.Form):
    year = forms.ModelChoiceField(
        label=_("To the school year"), queryset=SchoolYear.objects.none(), empty_label=None
    )
    unvisited = forms.IntegerField(
        label=_("Propose units not visited for (years)"), min_value=1, max_value=20,
        initial=UNVISITED_YEARS,
    )  # fmt: skip

    def __init__(self, *args: Any, source: InspectionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = SchoolYear.objects.filter(starts_on__gt=source.school_year.starts_on)
        field: Any = self.fields["year"]
        field.queryset = later.order_by("starts_on")
        field.initial = later.order_by("starts_on").first()
