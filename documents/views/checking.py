"""Public pages: is this paper genuine, and does it still hold?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.web.access import public
from documents.domain.checking import is_the_file, paper_of, signatures_in
from documents.forms.checking import CodeForm, FileForm


@public("GET")
def check(request: HttpRequest) -> HttpResponse:
    """Where the code of a paper is typed."""
    form = CodeForm(request.GET or None)
    if form.is_valid():
        return redirect("documents:checked", form.cleaned_data["code"])
    return render(request, "documents/check.html", {"form": form})


@public("GET", "POST")
def checked(request: HttpRequest, code: str) -> HttpResponse:
    """What the register knows of the paper with this code; a PDF can be compared with it."""
    found = paper_of(code)
    if found is None:
        context: dict[str, Any] = {"form": CodeForm(initial={"code": code}), "unknown": code}
        return render(request, "documents/check.html", context, status=404)
    form = FileForm(request.POST or None, request.FILES or None)
    context = {"document": found, "form": form, "signatures": signatures_in(found)}
    if request.method == "POST" and form.is_valid():
        context["same"] = is_the_file(found, form.cleaned_data["file"])
    return render(request, "documents/checked.html", context)
