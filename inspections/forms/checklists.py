"""One more checklist: by which set, of which content, and what the set asks beforehand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.models import ContentStream, Visit
from standards.forms.assessments import attribute_field
from standards.models import StandardSet


class ChecklistForm(forms.Form):
    """What one set needs to know of the thing judged, for instance the size of a room's classes."""

    subject = forms.CharField(
        label=_("What is judged"), required=False, max_length=150,
        help_text=_("Where a unit has several: the name of the room."),
    )  # fmt: skip
    stream = forms.ModelChoiceField(
        label=_("Content of the visit"), queryset=ContentStream.objects.none(), required=False,
        empty_label=_("none of them"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, found: StandardSet, visit: Visit) -> None:
        super().__init__(data)
        stream: Any = self.fields["stream"]
        stream.queryset = visit.streams.order_by("order", "pk")
        stream.initial = visit.streams.filter(standard_set=found).first()
        self.asked = [row["key"] for row in found.attributes]
        for row in found.attributes:
            self.fields[f"asked_{row['key']}"] = attribute_field(row)

    @property
    def attributes(self) -> dict[str, str]:
        return {key: str(self.cleaned_data[f"asked_{key}"]) for key in self.asked}
