"""People: who holds which role, inviting, ending a role, accepting an invitation."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms import NewPasswordForm
from accounts.permissions import Permission
from core.web.access import public, requires
from core.web.http import AuthenticatedRequest
from core.web.pages import Filters, paginate
from units.domain import ChangeRefused
from units.domain.people import (
    Invited,
    accept_invitation,
    end_membership,
    invite_again,
    invite_person,
    open_invitation,
)
from units.filters import PeopleFilterForm, narrowed_people
from units.forms import EndMembershipForm, InviteForm
from units.models import Membership, Unit
from units.rules import holds, roles_to_give
from units.tables import person_rows
from units.views.scope import unit_in_scope

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@requires(Permission.MANAGE_PEOPLE)
def people(request: AuthenticatedRequest) -> HttpResponse:
    """Everyone with a role in the units whose people one looks after."""
    units = Unit.objects.under(request.user.units_where(Permission.MANAGE_PEOPLE))
    filters = Filters(request, PeopleFilterForm(request.GET))
    held = Membership.objects.filter(unit__in=units).select_related("user", "unit")
    page = paginate(request, narrowed_people(held, filters.values))
    own = units.filter(pk__in=request.user.units_where(Permission.MANAGE_PEOPLE))
    context = {"filters": filters, "page": page, "rows": person_rows(page), "own": own[:3]}
    return render(request, "units/people.html", context)


@requires(Permission.MANAGE_PEOPLE, "GET", "POST")
def invite(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    unit = unit_in_scope(request, pk, Permission.MANAGE_PEOPLE)
    form = InviteForm(request.POST or None, roles=roles_to_give(request.user, unit))
    if request.method == "POST" and form.is_valid():
        try:
            invited = invite_person(unit=unit, by=request.user, **form.cleaned_data)
        except ChangeRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            return _show_link(request, invited)
    return render(request, "units/invite.html", {"unit": unit, "form": form})


@requires(Permission.MANAGE_PEOPLE, "POST")
def invitation_renew(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A new link for someone who has not chosen a password yet."""
    membership = _membership(request, pk)
    return _show_link(request, invite_again(membership=membership, by=request.user))


@requires(Permission.MANAGE_PEOPLE, "GET", "POST")
def membership_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    form = EndMembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        end_membership(membership=membership, on=form.cleaned_data["on"], by=request.user)
        messages.success(request, _("The role of %(person)s ends.") % {"person": membership.user})
        return redirect("units:unit_people", pk=membership.unit_id)
    return render(request, "units/membership_end.html", {"membership": membership, "form": form})


@public("GET", "POST")
@sensitive_post_parameters()
@never_cache
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password, once; then one is signed in."""
    invitation = open_invitation(token)
    if invitation is None:
        return render(request, "units/invitation_over.html", status=410)
    user = invitation.membership.user
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accept_invitation(invitation=invitation, password=form.cleaned_data["new_password1"])
        except ChangeRefused as refused:
            messages.error(request, refused.sentence)
            return redirect("accounts:sign_in")
        login(request, user, backend=_BACKEND)
        return redirect("home")
    return render(request, "units/invitation_accept.html", {"invitation": invitation, "form": form})


def _membership(request: AuthenticatedRequest, pk: int) -> Membership:
    visible = Membership.objects.visible_to(request.user).select_related("user", "unit")
    membership = get_object_or_404(visible, pk=pk)
    if not holds(request.user, Permission.MANAGE_PEOPLE, membership.unit):
        raise Http404
    return membership


@never_cache
def _show_link(request: HttpRequest, invited: Invited) -> HttpResponse:
    link = f"{settings.SITE_URL}{invited.path}" if invited.path else ""
    context = {"membership": invited.membership, "link": link, "days": settings.INVITATION_DAYS}
    return render(request, "units/invited.html", context)
