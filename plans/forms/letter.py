"""The words of a schedule letter and the visits it names."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from plans.enums import VisitState
from plans.models import ScheduleLetter, Visit


class LetterForm(forms.ModelForm[ScheduleLetter]):
    """What is printed, in the order of the paper."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    visits = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Visits the letter names"), queryset=Visit.objects.none(),
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = ScheduleLetter
        fields = [
            "subject", "symbol", "addressees", "bases", "intro", "contents", "note", "team",
            "method", "preparation", "closing", "recipients", "archive_mark",
        ]  # fmt: skip
        widgets = {
            "subject": forms.Textarea(attrs={"rows": 2}),
            "addressees": forms.Textarea(attrs={"rows": 2}),
            "bases": forms.Textarea(attrs={"rows": 3}),
            "intro": forms.Textarea(attrs={"rows": 3}),
            "contents": forms.Textarea(attrs={"rows": 5}),
            "note": forms.Textarea(attrs={"rows": 2}),
            "method": forms.Textarea(attrs={"rows": 8}),
            "preparation": forms.Textarea(attrs={"rows": 8}),
            "closing": forms.Textarea(attrs={"rows": 3}),
            "recipients": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "subject": gettext_lazy("Printed after “V/v”."),
            "symbol": gettext_lazy("What follows the number, for instance UBND-GD&ĐT."),
            "contents": gettext_lazy("Begin a line with “-” or “+” to make a list."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letter = self.instance
        fields: dict[str, Any] = self.fields
        fields["team"].queryset = letter.plan.teams.all()
        possible = Q(on__isnull=False, state__in=VisitState.movable()) | Q(letters=letter.pk)
        visits = letter.plan.visits.filter(possible).distinct().select_related("unit")
        fields["visits"].queryset = visits.order_by("on", "starts_at", "unit__sort_key")
        fields["visits"].label_from_instance = visit_label
        self.initial["version"] = letter.version
        self.initial["visits"] = list(letter.visits.values_list("pk", flat=True))


def visit_label(visit: Visit) -> str:
    """Unit and time, as people look for them."""
    if visit.on is None:
        return str(visit.unit)
    return f"{visit.on:%d/%m/%Y} {visit.starts_at:%H:%M} · {visit.unit}"
