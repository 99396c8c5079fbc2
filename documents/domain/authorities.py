"""Who may sign: entered, changed, ended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.recording import record, snapshot
from documents.domain.refusals import DocumentRefused
from documents.models import SigningAuthority
from documents.rules import may_keep_registers

if TYPE_CHECKING:
    from accounts.models import User

FIELDS = ["person", "unit", "mode", "post", "head_post", "collective", "valid_from", "valid_to",
          "basis"]  # fmt: skip


@transaction.atomic
def save_authority(*, authority: SigningAuthority, by: User) -> SigningAuthority:
    """Enter a signing authority or change one that has signed nothing yet.

    Raises:
        DocumentRefused: not this unit's registrar, or papers were signed under it.
    """
    if not may_keep_registers(by, authority.unit):
        raise DocumentRefused(_("You do not have the right to take this step."))
    before = {}
    if authority.pk:
        stored = SigningAuthority.objects.get(pk=authority.pk)
        before = snapshot(stored, FIELDS)
        if stored.documents.exists() and _changed_beyond_end(stored, authority):
            raise DocumentRefused(
                _("Papers were signed under this authority: only its last day can change. Enter a new one.")
            )  # fmt: skip
    authority.save()
    after = snapshot(authority, FIELDS)
    record("document.authority", authority, by=by, before=before, after=after)
    return authority


def _changed_beyond_end(stored: SigningAuthority, wanted: SigningAuthority) -> bool:
    names = [name for name in FIELDS if name not in {"valid_to", "basis"}]
    return snapshot(stored, names) != snapshot(wanted, names)


@transaction.atomic
def end_authority(*, authority: SigningAuthority, on: date, by: User) -> None:
    """The authority's last day is `on`."""
    authority.valid_to = on
    save_authority(authority=authority, by=by)
