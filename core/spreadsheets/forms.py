"""The two forms of an import: the file, and what its columns mean."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.spreadsheets.layout import column_letters
from core.spreadsheets.models import ImportBatch
from core.spreadsheets.registry import ImportKind, Scope

SAMPLE_LENGTH = 40


class UploadForm(forms.Form):
    """Under which unit the rows belong, and the table itself."""

    scope = forms.TypedChoiceField(
        coerce=int,
        error_messages={"required": gettext_lazy("Choose the unit.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Excel file"),
        help_text=gettext_lazy(
            "Excel (.xlsx) or CSV in UTF-8, at most 20,000 rows. Your own headings may stay as they are."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": gettext_lazy("Choose the Excel file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def __init__(self, *args: Any, kind: ImportKind, scopes: list[Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scopes = {scope.scope_unit: scope for scope in scopes}
        self.fields["scope"].label = kind.scope_label
        self.fields["scope"].help_text = kind.scope_help
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            (scope.scope_unit, scope.label) for scope in scopes
        ]

    @property
    def chosen_scope(self) -> Scope:
        return self.scopes[self.cleaned_data["scope"]]


class ColumnsForm(forms.Form):
    """One choice a field: which column of the table holds it."""

    def __init__(self, *args: Any, kind: ImportKind, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [
            (str(number), _described(batch, number, heading))
            for number, heading in enumerate(batch.headings, start=1)
            if heading
        ]
        for known in kind.fields:
            self.fields[known.key] = forms.ChoiceField(
                label=known.heading,
                required=known.required,
                help_text=known.help_text,
                choices=[("", _("– not in this table –")), *columns],
                initial=str(batch.mapping.get(known.key, "")),
                error_messages={
                    "required": _("Choose the column of “%(field)s”.") % {"field": known.heading}
                },
            )

    @property
    def mapping(self) -> dict[str, int]:
        return {key: int(column) for key, column in self.cleaned_data.items() if column}


def _described(batch: ImportBatch, number: int, heading: str) -> str:
    """Like "B · Tên trường (TH Mỹ Hòa Hưng)": letter, heading, a value from the first rows."""
    values = (row[number - 1] for row in batch.samples if number <= len(row))
    sample = next((value for value in values if value), "")[:SAMPLE_LENGTH]
    name = f"{column_letters(number)} · {heading[:SAMPLE_LENGTH]}"
    return f"{name} ({sample})" if sample else name
