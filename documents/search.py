"""What the search box finds among official papers."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.search.registry import Found, searchable
from documents.models import IssuedDocument


@searchable(
    "documents",
    title=_("Documents"),
    icon="file-earmark-text",
    permission="documents.view",
    order=40,
)
def find_documents(user: Any, text: str, limit: int) -> Iterator[Found]:
    papers = IssuedDocument.objects.visible_to(user).search(text)
    for paper in papers.select_related("issuer").order_by("-issued_on", "-pk")[:limit]:
        day = date_format(paper.issued_on, "SHORT_DATE_FORMAT") if paper.issued_on else ""
        context = ", ".join(part for part in (paper.issuer.short_name, day) if part)
        yield Found(f"{paper.number_line} {paper.title}", paper.get_absolute_url(), context)
