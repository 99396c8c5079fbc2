"""A body and its annexes as one PDF that screen readers follow from the first page to the last."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf

from documents.rendering.archive import declare


def joined(body: bytes, annexes: bytes) -> bytes:
    """Pages of the annexes behind those of the body, and their tags below its tags."""
    with pikepdf.open(BytesIO(body)) as whole, pikepdf.open(BytesIO(annexes)) as more:
        shift = _next_key(whole)
        _renumber(more, shift)
        whole.pages.extend(more.pages)
        _join_tags(whole, whole.copy_foreign(more.Root.StructTreeRoot), shift)
        declare(whole, str(whole.docinfo.get("/Title", "")))
        return saved(whole)


def for_the_archive(data: bytes) -> bytes:
    """A file of one engine with the metadata that all papers carry; the same file each time."""
    with pikepdf.open(BytesIO(data)) as paper:
        declare(paper, str(paper.docinfo.get("/Title", "")))
        return saved(paper)


def saved(paper: Any) -> bytes:
    """The same content gives the same bytes."""
    out = BytesIO()
    paper.save(out, deterministic_id=True)
    return out.getvalue()


def _next_key(paper: Any) -> int:
    """The first free key of the tree that leads from marked content to its tag."""
    keys = list(pikepdf.NumberTree(paper.Root.StructTreeRoot.ParentTree).keys())
    return max(keys, default=-1) + 1


def _renumber(paper: Any, shift: int) -> None:
    """Pages, links and forms point into that tree by number."""
    for found in paper.objects:
        if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
            for name in ("/StructParents", "/StructParent"):
                if name in found:
                    found[name] = int(found[name]) + shift


def _join_tags(whole: Any, tags: Any, shift: int) -> None:
    root = whole.Root.StructTreeRoot
    top = root.K[0] if isinstance(root.K, pikepdf.Array) else root.K
    parts = list(tags.K) if isinstance(tags.K, pikepdf.Array) else [tags.K]
    for part in parts:
        part.S, part.P = pikepdf.Name.Part, top
    below = list(top.K) if isinstance(top.K, pikepdf.Array) else [top.K]
    top.K = pikepdf.Array([*below, *parts])
    tree = pikepdf.NumberTree(root.ParentTree)
    for key, value in pikepdf.NumberTree(tags.ParentTree).items():
        tree[key + shift] = value
    root.ParentTreeNextKey = max(tree.keys()) + 1
    _join_names(root, tags)


def _join_names(root: Any, tags: Any) -> None:
    """Roles and the identifiers by which cells name their heads."""
    if "/RoleMap" in tags:
        roles = root.get("/RoleMap", pikepdf.Dictionary())
        for name, role in tags.RoleMap.items():
            roles[name] = role
        root.RoleMap = roles
    if "/IDTree" in tags:
        if "/IDTree" not in root:
            root.IDTree = tags.IDTree
            return
        names = pikepdf.NameTree(root.IDTree)
        for name, element in pikepdf.NameTree(tags.IDTree).items():
            names[name] = element
