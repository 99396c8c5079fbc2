"""Putting a unit on an office's list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.models import ProposedUnit
from units.models import Unit


class ProposedUnitForm(forms.ModelForm[ProposedUnit]):
    """Which unit, for what, and why."""

    class Meta:
        model = ProposedUnit
        fields = ["unit", "wanted_for", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"reason": _("The department reads it before it draws.")}

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        field.empty_label = _("Choose a unit")
