"""The design system on one page: every archetype and every component with real content."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.web.access import signed_in
from core.web.form_errors import error_lines
from core.web.pages import ListPage
from core.web.pieces import Step, Tab
from core.workflow.engine import Gap


class SampleForm(forms.Form):
    """One question group, with every kind of field."""

    title = forms.CharField(
        label=_("Title of the plan"),
        help_text=_("As it will stand on the paper, without the words “Kế hoạch”."),
        error_messages={"required": _("Write the title of the plan.")},
    )
    month = forms.ChoiceField(
        label=_("Month"), choices=[("10", "10/2019"), ("11", "11/2019"), ("12", "12/2019")]
    )
    due_on = forms.DateField(
        label=_("Due day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the due day.")},
    )
    levels = forms.MultipleChoiceField(
        label=_("School levels"),
        required=False,
        choices=[("MN", "Mầm non"), ("TH", "Tiểu học"), ("THCS", "THCS"), ("THPT", "THPT")],
        widget=forms.CheckboxSelectMultiple,
    )
    mode = forms.ChoiceField(
        label=_("How the visit is made"),
        choices=[("on_site", _("On site")), ("remote", _("On the systems, from afar"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    minutes = forms.FileField(label=_("Signed minutes (PDF)"), required=False)
    told = forms.BooleanField(label=_("The school was told by telephone"), required=False)


@signed_in("GET")
def design(request: HttpRequest) -> HttpResponse:
    """The page the portal's pages are compared with."""
    return render(request, "core/design.html", _sample())


def _sample() -> dict[str, Any]:
    today = timezone.localdate()
    faulty = SampleForm(prefix="faulty", data={"faulty-mode": "on_site", "faulty-month": "11"})
    return {
        "days": {name: today + timedelta(days=n) for name, n in _OFFSETS.items()},
        "sample_form": SampleForm(prefix="sample", initial={"mode": "on_site", "month": "11"}),
        "faulty_form": faulty,
        "faulty_lines": list(error_lines(faulty)),
        "steps": _steps(),
        "tabs": [
            Tab(_("Content"), "#dossier", current=True),
            Tab(_("Files"), "#dossier", count=4),
            Tab(_("Schedule"), "#dossier", count=16),
            Tab(_("Documents"), "#dossier", count=2),
            Tab(_("History"), "#dossier"),
        ],
        "gaps": [
            Gap(gettext("Long Biên district: 3 schools have no inspector yet."), "#calendar"),
            Gap(gettext("The legal basis “QĐ 01/2003/QĐ-BGDĐT” has expired: name its successor.")),
            Gap(gettext("No signing authority is named for the day of issue."), "#form"),
        ],
        "chips": [
            {"label": _("District"), "value": "Long Xuyên", "url": "#list"},
            {"label": _("Month"), "value": "11/2019", "url": "#list"},
        ],
        "sample_page": ListPage(rows=[], number=2, per_page=50, counted=214, capped=False),
        "person": SimpleNamespace(
            addressed_name="Chuyên viên Sở An Giang", post="Phòng GDTrH-TX, Sở GDĐT An Giang"
        ),
        "swatches": _SWATCHES,
    }


def _steps() -> list[Step]:
    now = timezone.now()
    return [
        Step(_("Drafted"), "done", "Chuyên viên Sở An Giang", now - timedelta(days=6)),
        Step(_("Submitted"), "done", "Chuyên viên Sở An Giang", now - timedelta(days=2)),
        Step(_("Approval"), "now", "Lãnh đạo Sở An Giang"),
        Step(_("Issued"), "next", "Văn thư Sở An Giang"),
    ]


_OFFSETS = {"late": -1, "today": 0, "tomorrow": 1, "week": 7, "month": 30}
_SWATCHES = [
    "page",
    "surface",
    "ink",
    "ink-soft",
    "line",
    "accent",
    "accent-soft",
    "late",
    "soon",
    "done",
]
