"""Signatures under minutes that were read back, each bound to the hash of what was read; refusals."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from accounts.models import User
from core.audit.recording import record as note
from core.files.models import StoredFile
from core.files.refusals import FileRefused
from core.files.storing import Accept, store
from inspections.domain.refusals import InspectionRefused
from inspections.enums import RecordState, Signer
from inspections.models import InspectionRecord, RecordSignature
from inspections.models.record_gaps import signers_wanted
from inspections.rules import carries_out, leads, replies_for
from plans.enums import TeamRole

SKETCH_MAX_BYTES = 200_000
_PNG = b"\x89PNG\r\n\x1a\n"


@transaction.atomic
def sign(
    *, record: InspectionRecord, role: str, name: str, post: str = "", user: User | None = None,
    sketch: bytes | None = None, by: User, client_id: uuid.UUID | None = None,
    device_at: datetime | None = None,
) -> RecordSignature:  # fmt: skip
    """One side signs what was read back; `sketch` is the drawn signature as PNG, None a typed name.

    Lead and secretary sign in their own accounts; the unit's representative in theirs (`user`), or
    on the device of a member of the team (`user` None). The same `client_id` again is the same
    signature.

    Raises:
        InspectionRefused: not read back, not theirs to sign, signed already, a drawing that is none.
    """
    given = RecordSignature.objects.filter(client_id=client_id).first() if client_id else None
    if given is not None:
        return _same(given, record, role, name)
    side = _guard(record, role, user, by)
    if not name.strip():
        raise InspectionRefused(_("Write the name of who signs."))
    fields = {"sketch": _kept(sketch, by), "user": user}
    return _add(record, side, name, post, by, client_id, device_at, **fields)


@transaction.atomic
def refuse(
    *, record: InspectionRecord, role: str = Signer.UNIT, name: str, post: str = "", reason: str,
    witness_name: str, witness_post: str = "", witness_sketch: bytes | None = None, by: User,
    client_id: uuid.UUID | None = None, device_at: datetime | None = None,
) -> RecordSignature:  # fmt: skip
    """The unit refuses to sign: the reason, and a witness who is not of the team (Điều 15.3.a).

    Raises:
        InspectionRefused: not of the team, no reason, no witness, or one who signs anyway.
    """
    given = RecordSignature.objects.filter(client_id=client_id).first() if client_id else None
    if given is not None:
        return _same(given, record, role, name)
    if role != Signer.UNIT:
        raise InspectionRefused(_("Only the unit inspected can refuse to sign."))
    side = _guard(record, role, None, by)
    if not carries_out(by, record.inspection):
        raise InspectionRefused(_("The team notes a refusal."))
    _refuse_witness(record, name, reason, witness_name)
    refused = _add(
        record, side, name, post, by, client_id, device_at, refused=True,
        refusal_reason=reason.strip(),
    )  # fmt: skip
    _add(
        record, Signer.WITNESS, witness_name, witness_post, by, None, device_at,
        sketch=_kept(witness_sketch, by),
    )  # fmt: skip
    return refused


def _refuse_witness(record: InspectionRecord, name: str, reason: str, witness: str) -> None:
    if not (name.strip() and reason.strip()):
        raise InspectionRefused(_("Write who refuses to sign, and why."))
    if not witness.strip():
        raise InspectionRefused(_("A refusal needs a witness: name one."))
    members = {_plain(member.user.full_name) for member in record.inspection.members}
    if _plain(witness) in members | {_plain(name)}:
        raise InspectionRefused(_("The witness is neither of the team nor the person who refuses."))


def _plain(name: str) -> str:
    """A name without "Ông", "Bà" before it."""
    words = name.split()
    return " ".join(words[1:] if words and words[0] in {"Ông", "Bà"} else words).casefold()


def _guard(record: InspectionRecord, role: str, user: User | None, by: User) -> Signer:
    """Whether this side may be signed for by this person now."""
    if record.state != RecordState.READ_BACK:
        raise InspectionRefused(
            _("Only minutes that were read back, and are not closed, are signed.")
        )
    if role not in signers_wanted(record.inspection):
        raise InspectionRefused(_("Nobody signs these minutes as such."))
    side = Signer(role)
    if not may_sign(by, record, side) or (user is not None and user != by):
        raise InspectionRefused(_("Everybody signs in their own account; the unit may sign on a device of the team."))  # fmt: skip
    return side


def may_sign(by: User, record: InspectionRecord, side: Signer) -> bool:
    """Whether this account may take this side's signature."""
    inspection = record.inspection
    if side == Signer.LEAD:
        return leads(by, inspection)
    if side == Signer.SECRETARY:
        return by.pk in inspection.ids_in({TeamRole.SECRETARY})
    return replies_for(by, inspection) or carries_out(by, inspection)


def _same(
    given: RecordSignature, record: InspectionRecord, role: str, name: str
) -> RecordSignature:
    if (given.record_id, given.role, given.name) != (record.pk, role, name.strip()):
        raise InspectionRefused(_("Another signature came with this number."))
    return given


def _add(
    record: InspectionRecord, side: Signer, name: str, post: str, by: User,
    client_id: uuid.UUID | None, device_at: datetime | None, **fields: Any,
) -> RecordSignature:  # fmt: skip
    signature = RecordSignature(
        record=record, reading=record.reading, role=side, name=name.strip()[:150],
        post=post.strip()[:200], content_sha256=record.content_sha256,
        client_id=client_id or uuid.uuid4(), device_at=device_at or timezone.now(), taken_by=by,
        **fields,
    )  # fmt: skip
    try:
        with transaction.atomic():
            signature.save(force_insert=True)
    except IntegrityError as error:
        raise InspectionRefused(_("This side has signed already.")) from error
    note(
        "record.refuse" if signature.refused else "record.sign", record, by=by,
        after={"role": str(side), "name": signature.name, "sha256": signature.content_sha256},
        sentence=signature.refusal_reason,
    )  # fmt: skip
    return signature


def _kept(sketch: bytes | None, by: User) -> StoredFile | None:
    """The drawing, if it is a PNG of bounded size on which something was drawn."""
    if sketch is None:
        return None
    if len(sketch) > SKETCH_MAX_BYTES or not sketch.startswith(_PNG):
        raise InspectionRefused(_("The drawn signature cannot be read. Draw it again."))
    name = f"chu-ky-{hashlib.sha256(sketch).hexdigest()[:12]}.png"
    try:
        stored = store(ContentFile(sketch, name=name), accept=Accept.IMAGE, by=by)
    except FileRefused as refusal:
        raise InspectionRefused(str(refusal)) from refusal
    if not _is_drawn(sketch):
        raise InspectionRefused(_("Nothing was drawn. Sign in the field, or type your name."))
    return stored


def _is_drawn(sketch: bytes) -> bool:
    """Whether any dot differs from the ground."""
    with Image.open(BytesIO(sketch)) as image:
        lows_and_highs: Any = image.convert("RGBA").getextrema()
    return any(low != high for low, high in lows_and_highs)
