"""Keeping what people type until they save it, and giving it back after a crash."""

import json
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.drafts.models import EditDraft

if TYPE_CHECKING:
    from accounts.models import User

MAX_BYTES = 500_000
MAX_DRAFTS = 200


class DraftRefused(Exception):
    """The draft cannot be kept; the message says why."""


def keep_draft(*, key: str, fields: QueryDict, by: "User") -> EditDraft:
    """Remember the typed fields under a key, replacing what was kept there.

    Raises:
        DraftRefused: no key, too much text, or too many forms left open.
    """
    if not key or len(key) > EditDraft._meta.get_field("key").max_length:  # type: ignore[operator]
        raise DraftRefused(_("This form cannot be kept."))
    data = {name: fields.getlist(name) for name in fields}
    if len(json.dumps(data, ensure_ascii=False).encode()) > MAX_BYTES:
        raise DraftRefused(_("The text is too long to be kept. Save it in parts."))
    kept = EditDraft.objects.filter(user=by)
    if not kept.filter(key=key).exists() and kept.count() >= MAX_DRAFTS:
        oldest = kept.order_by("saved_at").values_list("pk", flat=True)[:1]
        EditDraft.objects.filter(pk__in=list(oldest)).delete()
    draft, _created = EditDraft.objects.update_or_create(user=by, key=key, defaults={"data": data})
    return draft


def draft_for(user: "User", key: str) -> EditDraft | None:
    """What the person typed into this form last time and did not save."""
    return EditDraft.objects.filter(user=user, key=key).first()


def typed(draft: EditDraft) -> QueryDict:
    """The kept fields as a form receives them: `PlanForm(typed(draft), instance=plan)`."""
    fields = QueryDict(mutable=True)
    for name, values in draft.data.items():
        fields.setlist(name, values)
    return fields


def discard_draft(user: "User", key: str) -> None:
    """The form was saved, or its draft is not wanted any more."""
    EditDraft.objects.filter(user=user, key=key).delete()
