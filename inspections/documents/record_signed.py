"""Minutes with their signatures: the frozen words, the drawn signatures, and who signed what when."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from documents.blocks import (
    Annex,
    Column,
    Document,
    Paragraph,
    Picture,
    Signature,
    Table,
    from_json,
)
from documents.kinds.frame import moment_words
from inspections.documents.record import POSTS
from inspections.enums import Signer
from inspections.models import InspectionRecord, RecordSignature

TITLE = "Xác nhận chữ ký"
SIDES = {
    Signer.LEAD: "Trưởng đoàn", Signer.SECRETARY: "Thư ký", Signer.UNIT: "Đơn vị được kiểm tra",
    Signer.WITNESS: "Người chứng kiến",
}  # fmt: skip


def signed_paper(record: InspectionRecord) -> Document:
    """The content that was read back, unchanged, with signatures in their places and their proof.

    The proof prints the hash of the content as it was read back, without signatures.
    """
    tree = from_json(record.blocks)
    held = record.signatures_that_count()
    by_post = {POSTS[Signer(each.role)]: each for each in held}
    signed = [_signed(each, by_post.get(each.lines[0])) for each in (*tree.cosigners, tree.signature)]  # fmt: skip
    witnesses = [
        Signature((POSTS[Signer.WITNESS],), each.name, _sketch(each))
        for each in held
        if each.role == Signer.WITNESS
    ]
    return replace(
        tree, cosigners=(*witnesses, *signed[:-1]), signature=signed[-1],
        annexes=(*tree.annexes, _proof(record, held)),
    )  # fmt: skip


def _signed(place: Signature, given: RecordSignature | None) -> Signature:
    if given is None:
        return place
    lines = (*place.lines, "(từ chối ký)") if given.refused else place.lines
    return Signature(lines, given.name, _sketch(given))


def _sketch(given: RecordSignature) -> Picture | None:
    if given.sketch is None:
        return None
    return Picture(str(given.sketch_id), given.sketch.sha256, f"Chữ ký của {given.name}")


def _proof(record: InspectionRecord, held: list[RecordSignature]) -> Annex:
    columns = (
        Column("Bên ký", 34), Column("Họ tên, chức vụ", 50), Column("Cách ký"), Column("Thời điểm", 38),
    )  # fmt: skip
    rows = tuple(
        (SIDES[Signer(each.role)], _person(each), _manner(each), _moment(each)) for each in held
    )
    return Annex(
        TITLE,
        (
            Paragraph(
                "Nội dung biên bản không thay đổi kể từ khi được đọc lại lúc"
                f" {moment_words(timezone.localtime(record.read_back_at))}. Mã băm SHA-256 của nội"
                " dung đã đọc lại, được từng người ký gắn với chữ ký của mình:"
            ),
            Paragraph(" ".join(_groups(record.content_sha256)), align="center"),
            Table(columns, rows),
        ),
        numbered=False,
    )


def _groups(digest: str) -> list[str]:
    return [digest[at : at + 8] for at in range(0, len(digest), 8)]


def _person(given: RecordSignature) -> str:
    return ", ".join(part for part in (given.name, given.post) if part)


def _manner(given: RecordSignature) -> str:
    if given.refused:
        return f"Từ chối ký. Lý do: {given.refusal_reason}"
    drawn = "Ký tay trên thiết bị" if given.sketch_id else "Gõ họ tên và xác nhận"
    return f"{drawn} (tài khoản {given.taken_by})"


def _moment(given: RecordSignature) -> str:
    return f"{timezone.localtime(given.device_at):%H:%M, %d/%m/%Y}"
