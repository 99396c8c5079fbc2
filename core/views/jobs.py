"""Background work as its requester sees it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from core.jobs.models import Job
from core.jobs.queueing import cancel_job, retry_job
from core.web.access import signed_in
from core.web.http import AuthenticatedRequest
from core.web.pages import paginate


@signed_in("GET")
def job_list(request: AuthenticatedRequest) -> HttpResponse:
    jobs = Job.objects.visible_to(request.user).select_related("requested_by")
    return render(request, "core/job_list.html", {"page": paginate(request, jobs)})


@signed_in("GET")
def job(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The page of one job; htmx fetches only its progress."""
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    template = "core/_job_progress.html" if request.htmx else "core/job.html"
    response = render(request, template, {"job": found})
    patch_vary_headers(response, ["HX-Request"])
    return response


@signed_in("POST")
def job_cancel(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not cancel_job(job=found, by=request.user):
        messages.info(request, _("It had ended already."))
    return redirect(found)


@signed_in("POST")
def job_retry(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not found.may_be_retried or not retry_job(job=found, by=request.user):
        messages.info(request, _("It cannot be started again now."))
    return redirect(found)
