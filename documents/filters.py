"""Filters of the lists of papers; every field is optional and lives in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.bar import BarCheck, BarDate, BarSelect, BarText
from documents.enums import DocumentKind, DocumentState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from documents.models.issued import IssuedDocumentQuerySet
    from documents.models.legal import LegalDocumentQuerySet


class DocumentFilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=BarText)
    year = forms.TypedChoiceField(
        label=_("Year"), required=False, coerce=int, empty_value=None, widget=BarSelect
    )
    kind = forms.ChoiceField(
        label=_("Type of paper"), required=False,
        choices=[("", _("All types")), *DocumentKind.choices], widget=BarSelect,
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *DocumentState.choices],
        widget=BarSelect,
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All years")), *((str(year), str(year)) for year in years)]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]

    def apply(self, documents: IssuedDocumentQuerySet) -> IssuedDocumentQuerySet:
        """Narrow a queryset by what is valid."""
        values: dict[str, Any] = getattr(self, "cleaned_data", {})
        if values.get("q"):
            documents = documents.search(values["q"])
        if values.get("year"):
            documents = documents.filter(issued_on__year=values["year"])
        for name in ("kind", "state"):
            if values.get(name):
                documents = documents.filter(**{name: values[name]})
        return documents


class LegalFilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=BarText)
    on = forms.DateField(
        label=_("In force on"),
        required=False,
        widget=BarDate({"type": "date"}, format="%Y-%m-%d"),
    )
    unchecked = forms.BooleanField(
        label=_("Not checked against the text"), required=False, widget=BarCheck
    )
    unread = forms.BooleanField(label=_("Not yet read by me"), required=False, widget=BarCheck)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def apply(self, laws: LegalDocumentQuerySet) -> LegalDocumentQuerySet:
        """Narrow a queryset by what is valid."""
        values: dict[str, Any] = getattr(self, "cleaned_data", {})
        if values.get("q"):
            laws = laws.search(values["q"])
        if values.get("on"):
            laws = laws.on(values["on"])
        if values.get("unchecked"):
            laws = laws.filter(verified=False)
        if values.get("unread"):
            laws = laws.exclude(readings__person=self.user)
        return laws


class ReadingFilterForm(forms.Form):
    """Who has confirmed that they read a legal document."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=BarText)
    read = forms.ChoiceField(
        label=_("Read"), required=False, widget=BarSelect,
        choices=[("", _("All units")), ("no", _("Not yet read")), ("yes", _("Read by the unit"))],
    )  # fmt: skip

    def apply(self, units: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """Narrow units with `has_read` by what is valid."""
        values: dict[str, Any] = getattr(self, "cleaned_data", {})
        if values.get("q"):
            units = units.search(values["q"])  # type: ignore[attr-defined]
        if values.get("read"):
            units = units.filter(has_read=values["read"] == "yes")
        return units


def recent_years() -> list[int]:
    """Years a list of papers offers: this one and the nine before it."""
    this = timezone.localdate().year
    return list(range(this, this - 10, -1))
