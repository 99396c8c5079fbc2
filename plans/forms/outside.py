"""An inspection by an authority outside the portal."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.forms.plan import DateInput
from plans.models import OutsideInspection
from units.forms.fields import UnitField


class OutsideForm(forms.ModelForm[OutsideInspection]):
    """Which unit, by whom, about what, from when to when, and how that is known."""

    unit = UnitField(
        label=gettext_lazy("Unit"), max_length=200,
        help_text=gettext_lazy("A name without diacritics or a part of it is enough."),
        error_messages={"required": gettext_lazy("Say which unit is inspected.")},
    )  # fmt: skip

    class Meta:
        model = OutsideInspection
        fields = ["unit", "authority", "subject", "starts_on", "ends_on", "source"]
        widgets = {"starts_on": DateInput(), "ends_on": DateInput()}
        help_texts = {
            "authority": gettext_lazy("For instance Thanh tra tỉnh, Kiểm toán nhà nước."),
            "source": gettext_lazy("Number of the paper, or who said so and when."),
        }

    def __init__(self, *args: Any, within: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].within = within  # type: ignore[attr-defined]
        if self.instance.unit_id:
            self.initial["unit"] = self.instance.unit

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("It ends on the day it begins, or later."))
        return values
