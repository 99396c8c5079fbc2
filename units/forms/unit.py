"""The facts of a unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from units.enums import SchoolLevel, UnitKind
from units.forms.fields import DayField, UnitField
from units.models import Unit
from units.models.unit import UnitQuerySet


class UnitForm(forms.ModelForm[Unit]):
    """Facts only: names, managers and the end of a unit have verbs and dates of their own."""

    level_list = forms.MultipleChoiceField(
        label=_("Levels"), choices=SchoolLevel, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Unit
        fields = (
            "locality", "district", "commune", "symbol",
            "paper_superior", "paper_name", "email", "phone", "head_name", "classes",
            "pupils", "latitude", "longitude",
        )  # fmt: skip
        help_texts = {
            "locality": _("Stands before the date on papers: “An Giang, ngày …”."),
            "symbol": _("Stands behind the number on papers: “126/KH-SGDĐT” has SGDĐT."),
            "latitude": _("In degrees, for the map: 10.371663."),
        }

    field_order = ["level_list", *Meta.fields]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level_list"].initial = self.instance.level_list
        self.fields["version"].initial = self.instance.version
        if not self.instance.is_inspected:
            self._drop("level_list", "classes", "pupils")
        else:
            self._drop("paper_superior", "paper_name")

    def _drop(self, *names: str) -> None:
        for name in names:
            del self.fields[name]

    def accept_version(self, theirs: Any) -> None:
        """After a refusal for someone else's save: the next save means to replace that one."""
        self.data = MultiValueDict(self.data.lists() if isinstance(self.data, QueryDict) else {})
        self.data["version"] = str(theirs.version)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class NewUnitForm(forms.ModelForm[Unit]):
    manager = UnitField(
        label=_("Managed by"), help_text=_("Name or code of the department, office or commune.")
    )
    level_list = forms.MultipleChoiceField(
        label=_("Levels"), choices=SchoolLevel, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    code = forms.CharField(label=_("Sector database code"), max_length=60, required=False)
    on = DayField(
        label=_("Exists since"),
        required=False,
        help_text=_("Leave empty when it always was there."),
    )

    class Meta:
        model = Unit
        fields = ("kind", "name", "short_name", "district", "commune", "email", "phone")
        help_texts = {
            "name": _("As papers print it: “Trường THPT Quốc Thái”."),
            "short_name": _("As people say it. Left empty, it is taken from the full name."),
        }

    field_order = [
        "kind", "name", "short_name", "manager", "on", "level_list", "code", "district", "commune",
        "email", "phone",
    ]  # fmt: skip

    def __init__(self, data: Any, *, managers: UnitQuerySet) -> None:
        super().__init__(data)
        self.fields["short_name"].required = False
        self.fields["kind"].initial = UnitKind.SCHOOL
        field = self.fields["manager"]
        if isinstance(field, UnitField):
            field.within = managers

    def values(self) -> dict[str, Any]:
        """Arguments of `add_unit`."""
        values = dict(self.cleaned_data)
        code, levels, on = values.pop("code"), values.pop("level_list"), values["on"]
        codes = {"CSDL ngành": code} if code else {}
        return values | {"codes": codes, "levels": levels, "valid_from": on}
