"""Documents to JSON and back without loss; the hash is taken over the JSON."""

import hashlib
import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any

from documents.blocks import tree

Json = dict[str, Any]

_TYPES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        tree.Document, tree.Header, tree.Title, tree.Paragraph, tree.Heading, tree.ListBlock,
        tree.ListItem, tree.Table, tree.Column, tree.Cell, tree.Run, tree.Signature,
        tree.Recipient, tree.Recipients, tree.Annex, tree.CheckMark, tree.Picture,
    )
}  # fmt: skip


def to_json(document: tree.Document) -> Json:
    """Plain values; parts that equal their default are left out."""
    encoded: Json = _encode(document)
    return encoded


def from_json(values: Json) -> tree.Document:
    """The tree that `to_json` wrote.

    Raises:
        ValueError: not the JSON of a document.
    """
    document = _decode(values)
    if not isinstance(document, tree.Document):
        raise ValueError("not the JSON of a document")  # noqa: TRY004 - the value, not its type
    return document


def digest(values: Json) -> str:
    """SHA-256 over the canonical JSON: the same on both databases, whatever the key order."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _encode(value: Any) -> Any:
    if is_dataclass(value):
        encoded = {"type": type(value).__name__}
        for field in fields(value):
            held = getattr(value, field.name)
            if field.default is MISSING or held != field.default:
                encoded[field.name] = _encode(held)
        return encoded
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    return {"type": "date", "day": value.isoformat()} if isinstance(value, date) else value


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_decode(item) for item in value)
    if not isinstance(value, dict):
        return value
    name = value.get("type", "")
    if name == "date":
        return date.fromisoformat(value["day"])
    if name not in _TYPES:
        raise ValueError(f"unknown part of a document: {name!r}")
    return _TYPES[name](**{key: _decode(held) for key, held in value.items() if key != "type"})
