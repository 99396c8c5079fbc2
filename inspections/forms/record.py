"""Forms around minutes: their words, a signature, a refusal to sign."""

from __future__ import annotations

import binascii
import uuid
from base64 import b64decode
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import Side
from inspections.models import InspectionRecord

# A drawing of 200 KB as a `data:` address.
SKETCH_MAX_CHARS = 280_000
_PNG = "data:image/png;base64,"
NAME_MAX, POST_MAX = 150, 200
SIDES = {"people_team": Side.TEAM, "people_unit": Side.UNIT, "people_other": Side.OTHER}


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip


def _people(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )  # fmt: skip


class RecordForm(forms.ModelForm[InspectionRecord]):
    """In the order of the paper. People are lines: "Bà Đào Thu Hải; Hiệu trưởng"."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    begun_at = _moment(gettext_lazy("Began at"))
    ended_at = _moment(gettext_lazy("Ended at"))
    place = forms.CharField(
        label=gettext_lazy("Place of the inspection"), max_length=300, required=False
    )
    people_team = _people(gettext_lazy("Present for the team"), 4, gettext_lazy("One per line: name; post."))  # fmt: skip
    people_unit = _people(gettext_lazy("Present for the unit inspected"), 3, gettext_lazy("One per line: name; post. Whoever stands first signs for the unit."))  # fmt: skip
    people_other = _people(gettext_lazy("Others present"), 2)

    class Meta:
        model = InspectionRecord
        fields = ["number", "no_strengths", "no_shortcomings", "remarks", "opinions", "copies"]
        labels = {"opinions": gettext_lazy("Opinion of the unit inspected")}
        help_texts = {
            "number": gettext_lazy("Leave it empty where the team does not number its minutes."),
            "opinions": gettext_lazy(
                "In the unit's own words. After the reading it only changes when the minutes are opened again."
            ),
        }  # fmt: skip
        widgets = {
            "remarks": forms.Textarea(attrs={"rows": 4}),
            "opinions": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, instance: InspectionRecord, **kwargs: Any) -> None:
        inspection = instance.inspection
        present = list(inspection.attendances.all())
        initial = {
            "version": instance.version, "begun_at": inspection.begun_at,
            "ended_at": inspection.ended_at, "place": inspection.place,
            **{
                name: "\n".join(_line(one) for one in present if one.side == side)
                for name, side in SIDES.items()
            },
        }  # fmt: skip
        super().__init__(*args, **{**kwargs, "instance": instance, "initial": initial})

    def clean_copies(self) -> int:
        copies: int = self.cleaned_data["copies"]
        if not 2 <= copies <= 20:
            raise forms.ValidationError(_("Each side keeps one: from 2 to 20 copies."))
        return copies

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        begun, ended = values.get("begun_at"), values.get("ended_at")
        if begun and ended and ended <= begun:
            self.add_error("ended_at", _("The end lies before the beginning."))
        return values

    def people(self, name: str) -> list[tuple[str, str]]:
        """Names and posts of one field."""
        found = []
        for line in self.cleaned_data[name].splitlines():
            person, _sign, post = line.partition(";")
            if person.strip():
                found.append((person.strip()[:NAME_MAX], post.strip()[:POST_MAX]))
        return found

    @property
    def own(self) -> dict[str, Any]:
        """Values of the minutes themselves."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def _line(one: Any) -> str:
    return f"{one.name}; {one.post}" if one.post else str(one.name)


class SketchField(forms.CharField):
    """A signature drawn in the page, as the `data:` address of a PNG; its bytes, or None."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=SKETCH_MAX_CHARS, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if not text.startswith(_PNG):
            raise forms.ValidationError(_("The drawn signature cannot be read. Draw it again."))
        try:
            return b64decode(text.removeprefix(_PNG), validate=True)
        except (binascii.Error, ValueError) as error:
            raise forms.ValidationError(
                _("The drawn signature cannot be read. Draw it again.")
            ) from error


class SignForm(forms.Form):
    """One signature: drawn, or the typed name with a confirmation."""

    name = forms.CharField(label=gettext_lazy("Name of who signs"), max_length=NAME_MAX)
    post = forms.CharField(label=gettext_lazy("Post"), max_length=POST_MAX, required=False)
    sketch = SketchField()
    typed = forms.BooleanField(
        label=gettext_lazy("I sign with my typed name instead of drawing"), required=False
    )
    content = forms.CharField(widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and values["sketch"] is None and not values["typed"]:
            raise forms.ValidationError(
                _("Sign in the field, or tick that your typed name is your signature.")
            )
        return values


class RefusalForm(forms.Form):
    """The unit does not sign: why, and who witnessed it."""

    name = forms.CharField(label=gettext_lazy("Who refuses to sign"), max_length=NAME_MAX)
    post = forms.CharField(label=gettext_lazy("Post"), max_length=POST_MAX, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason, as they gave it"), widget=forms.Textarea(attrs={"rows": 3})
    )
    witness_name = forms.CharField(
        label=gettext_lazy("Witness"), max_length=NAME_MAX,
        help_text=gettext_lazy(
            "Of the People's Committee of the commune, or another person who is not of the team."
        ),
    )  # fmt: skip
    witness_post = forms.CharField(
        label=gettext_lazy("Post of the witness"), max_length=POST_MAX, required=False
    )
    sketch = SketchField()
    content = forms.CharField(widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class ReopenForm(forms.Form):
    """Why minutes that were read back are opened again."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Signatures given so far become void; they are kept with what they signed."),
    )  # fmt: skip
