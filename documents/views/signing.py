"""A digital signature for an issued paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from documents.domain import DocumentRefused
from documents.domain.signing import sign_document
from documents.forms.signing import SignForm
from documents.models import IssuedDocument


@requires("documents.issue", "GET", "POST")
@sensitive_post_parameters("password")
def sign(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The clerk brings a certificate file; the signed PDF becomes one more file of the paper."""
    own = request.user.units_where("documents.issue")
    papers = IssuedDocument.objects.filter(issuer__in=own).select_related("issuer", "pdf")
    found = get_object_or_404(papers, pk=pk)
    form = SignForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        certificate, password = form.cleaned_data["certificate"], form.cleaned_data["password"]
        try:
            kept = sign_document(
                document=found, certificate=certificate.read(), password=password, by=request.user
            )
        except DocumentRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Signed with the certificate of %(name)s.") % {"name": kept.signer})  # fmt: skip
            return redirect(found)
    return render(request, "documents/sign.html", {"document": found, "form": form})
