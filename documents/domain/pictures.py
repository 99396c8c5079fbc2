"""Pictures of a paper: from the stored file to dots on the page, small enough to print."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageOps

from core.files.models import StoredFile
from documents.blocks import Block, Document, Picture, Signature

# At 77 mm these are 300 dots an inch; a photo then has about 100 KB.
MOST_DOTS = 900
QUALITY = 72


def with_pictures(tree: Document) -> Document:
    """The same paper with the content of its photos and drawn signatures in it.

    One query, none for a paper without pictures. A file that was lost, or is not the one the paper
    names by its hash, leaves its caption.
    """
    wanted = [*_of(tree.blocks), *(p for annex in tree.annexes for p in _of(annex.blocks))]
    wanted += [each.sketch for each in (*tree.cosigners, tree.signature) if each.sketch]
    if not wanted:
        return tree
    files = StoredFile.objects.in_bulk({UUID(picture.file) for picture in wanted})
    held = {
        picture: replace(picture, data=_content(files.get(UUID(picture.file)), picture))
        for picture in set(wanted)
    }
    return replace(
        tree,
        blocks=_filled(tree.blocks, held),
        annexes=tuple(replace(a, blocks=_filled(a.blocks, held)) for a in tree.annexes),
        cosigners=tuple(_signed(each, held) for each in tree.cosigners),
        signature=_signed(tree.signature, held),
    )


def _of(blocks: Iterable[Block]) -> list[Picture]:
    return [block for block in blocks if isinstance(block, Picture)]


def _filled(blocks: tuple[Block, ...], held: dict[Picture, Picture]) -> tuple[Block, ...]:
    return tuple(held[b] if isinstance(b, Picture) else b for b in blocks)


def _signed(signature: Signature, held: dict[Picture, Picture]) -> Signature:
    sketch = signature.sketch
    return replace(signature, sketch=held[sketch]) if sketch else signature


def _content(stored: StoredFile | None, picture: Picture) -> str:
    if stored is None or (picture.sha256 and stored.sha256 != picture.sha256):
        return ""
    try:
        with stored.content.open("rb") as handle:
            data = handle.read()
    except FileNotFoundError:
        return ""
    return _printable(data)


def _printable(data: bytes) -> str:
    """Upright, without what a camera notes beside it (place, device), at most `MOST_DOTS` wide or high."""
    with Image.open(BytesIO(data)) as opened:
        image = ImageOps.exif_transpose(opened)
        image.thumbnail((MOST_DOTS, MOST_DOTS))
        written = BytesIO()
        if image.mode in {"RGBA", "LA", "P"}:
            ground = Image.new("RGB", image.size, "white")
            ground.paste(image, mask=image.convert("RGBA").getchannel("A"))
            ground.save(written, "PNG", optimize=True)
            return f"data:image/png;base64,{b64encode(written.getvalue()).decode()}"
        image.convert("RGB").save(written, "JPEG", quality=QUALITY)
    return f"data:image/jpeg;base64,{b64encode(written.getvalue()).decode()}"
