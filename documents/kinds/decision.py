"""Quyết định (cá biệt): NĐ 30/2020, mẫu 1.2.

In the decree's order: name and subject, the authority in capitals, bases, "QUYẾT ĐỊNH:", articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from documents.blocks import (
    Annex,
    Block,
    Document,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Run,
    Text,
    Title,
)
from documents.enums import DocumentKind
from documents.kinds.frame import FieldGap, Frame, missing, paper


@dataclass(frozen=True)
class Clause:
    """A khoản ("1. …") with its điểm ("a) …", lettered with đ)."""

    text: Text
    points: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Article:
    """A điều. With a title its number and title are bold and the text follows; else only the number."""

    text: Text = ""
    title: str = ""
    clauses: tuple[Clause, ...] = ()
    blocks: tuple[Block, ...] = ()


def decision(
    frame: Frame, *, subject: str, authority: str, bases: tuple[str, ...],
    articles: tuple[Article, ...], annexes: tuple[Annex, ...] = (),
) -> Document:  # fmt: skip
    """The decision as a tree. `authority` is who decides: “Giám đốc Sở Giáo dục và Đào tạo …”.

    The recipients begin with “Như Điều n”, the article that names who carries it out: the last.

    Raises:
        PaperIncomplete: subject, authority, bases or articles are missing, or an annex that no
            article mentions.
    """
    gaps = missing("subject", subject, _("A decision needs its subject."))
    gaps += missing("authority", authority, _("A decision names the office that takes it."))
    gaps += missing("bases", bases, _("A decision needs at least one legal basis."))
    gaps += missing("articles", articles, _("A decision needs at least one article."))
    gaps += _unmentioned(annexes, articles)
    return paper(
        DocumentKind.DECISION, frame, gaps,
        first=f"Như Điều {len(articles)}",
        title=Title("QUYẾT ĐỊNH", subject, authority),
        bases=bases,
        enacting="QUYẾT ĐỊNH:",
        blocks=tuple(_blocks(articles)),
        annexes=annexes,
    )  # fmt: skip


def _blocks(articles: tuple[Article, ...]) -> Iterator[Block]:
    for number, article in enumerate(articles, start=1):
        marker = f"Điều {number}."
        if article.title:
            yield Heading("article", marker, (Run(article.title, bold=True),))
            yield from (Paragraph(article.text),) if article.text else ()
        else:
            yield Heading("article", marker, article.text)
        if article.clauses:
            yield ListBlock(tuple(_item(clause) for clause in article.clauses), "ordered")
        yield from article.blocks


def _item(clause: Clause) -> ListItem:
    points = tuple(ListItem(point) for point in clause.points)
    return ListItem(clause.text, (ListBlock(points, "letter"),) if points else ())


def _unmentioned(annexes: tuple[Annex, ...], articles: tuple[Article, ...]) -> list[FieldGap]:
    """A paper with annexes says so in its text (NĐ 30/2020, Phụ lục I, Phần I, III.1.a)."""
    words = str(articles).casefold()
    if not annexes or "phụ lục" in words or "danh sách" in words or "kèm theo" in words:
        return []
    return [FieldGap("articles", _("The text does not mention the annex that goes with it."))]
