"""Special days and school years."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.enums import DayKind
from units.forms.fields import DayField
from units.models import CalendarDay, SchoolYear

_SATURDAY = 5


class CalendarDayForm(forms.ModelForm[CalendarDay]):
    on = DayField(label=gettext_lazy("Day"))

    class Meta:
        model = CalendarDay
        fields = ("on", "kind", "name", "source", "verified")
        labels = {"verified": gettext_lazy("I have read the decision: this day is right")}
        help_texts = {
            "source": gettext_lazy("Number and date of the decision, or where it was announced.")
        }

    def clean(self) -> dict[str, Any]:
        """A working Saturday on a weekday would be an error nobody notices."""
        values = super().clean() or {}
        day, kind = values.get("on"), values.get("kind")
        if kind == DayKind.WORKING_SATURDAY and day and day.weekday() < _SATURDAY:
            self.add_error("on", _("This day is no Saturday or Sunday: it is worked anyway."))
        if day and self._is_taken(day, kind):
            self.add_error("on", _("This day is on file with this kind already."))
        return values

    def _is_taken(self, day: date, kind: str | None) -> bool:
        same = CalendarDay.objects.filter(on=day, kind=kind, unit=self.instance.unit)
        return same.exclude(pk=self.instance.pk).exists()


class SchoolYearForm(forms.ModelForm[SchoolYear]):
    """A year with its two semesters."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=20,
        help_text=gettext_lazy("Two years with a dash: 2026-2027."),
    )  # fmt: skip
    starts_on = DayField(label=gettext_lazy("Begins on"))
    ends_on = DayField(label=gettext_lazy("Ends on"))
    second_semester_on = DayField(
        label=gettext_lazy("The second semester begins"), required=False,
        help_text=gettext_lazy("As the province's yearly time frame says."),
    )  # fmt: skip
    verified = forms.BooleanField(
        label=gettext_lazy("Checked against the province's decision"), required=False
    )

    class Meta:
        model = SchoolYear
        fields = ("name", "starts_on", "ends_on")

    def __init__(self, data: Any = None, *, instance: SchoolYear | None = None) -> None:
        super().__init__(data, instance=instance)
        second = instance.semesters.filter(number=2).first() if instance else None
        if second:
            self.fields["second_semester_on"].initial = second.starts_on
            self.fields["verified"].initial = second.verified

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).replace("–", "-").replace(" ", "")
        first, _dash, second = name.partition("-")
        if not (first.isdecimal() and second.isdecimal() and int(second) == int(first) + 1):
            raise forms.ValidationError(_("Write two years that follow each other: 2026-2027."))
        return name

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, middle = values.get("starts_on"), values.get("second_semester_on")
        end = values.get("ends_on")
        if start and end and end <= start:
            self.add_error("ends_on", _("The last day lies before the first."))
        elif start and middle and end and not start < middle < end:
            self.add_error("second_semester_on", _("This day lies outside the school year."))
        return values
