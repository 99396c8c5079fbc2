"""The form in which criteria of an older set are put beside those of a newer one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standards.domain.mapping import Continued
from standards.models import Criterion, CriterionLink, StandardSet

NOTE_LENGTH = 300


class MappingForm(forms.Form):
    """Two fields a criterion: which older ones it continues, and what became of them."""

    def __init__(self, *args: Any, new: StandardSet, old: StandardSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = _criteria(new)
        choices = [(str(each.pk), f"{each.code} {each.text}"[:120]) for each in _criteria(old)]
        links = CriterionLink.objects.filter(
            new__standard__standard_set=new, old__standard__standard_set=old
        )
        known: dict[int, list[CriterionLink]] = {}
        for link in links:
            known.setdefault(link.new_id, []).append(link)
        for each in self.criteria:
            linked = known.get(each.pk, [])
            self.fields[f"c{each.pk}"] = forms.MultipleChoiceField(
                label=_("Continues"), choices=choices, required=False,
                initial=[str(link.old_id) for link in linked],
                widget=forms.SelectMultiple(attrs={"class": "form-select", "size": 4}),
            )  # fmt: skip
            self.fields[f"c{each.pk}_note"] = forms.CharField(
                label=_("What changed"), max_length=NOTE_LENGTH, required=False,
                initial=linked[0].note if linked else "",
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )  # fmt: skip

    def rows(self) -> Iterator[tuple[Criterion, forms.BoundField, forms.BoundField]]:
        for each in self.criteria:
            yield each, self[f"c{each.pk}"], self[f"c{each.pk}_note"]

    def pairs(self) -> dict[int, Continued]:
        """After `is_valid`: new criterion → what it continues."""
        given = self.cleaned_data
        return {
            each.pk: Continued(
                tuple(int(pk) for pk in given[f"c{each.pk}"]), given[f"c{each.pk}_note"]
            )
            for each in self.criteria
        }


def _criteria(found: StandardSet) -> list[Criterion]:
    rows = Criterion.objects.filter(standard__standard_set=found)
    return list(rows.order_by("standard__order", "standard_id", "order", "pk"))
