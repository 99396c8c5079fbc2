"""Sample papers as a kind of its own: `manage.py documents render documents.sample:minutes-nd30`."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.blocks import Document
from documents.enums import Regime
from documents.kinds.samples import SAMPLES
from documents.registry import UnknownPaper, document_kind


@document_kind("documents.sample", title=_("Sample papers"))
class SamplePapers:
    """Every kind in both laws of the layout; always drafts, so nobody takes one for issued."""

    def keys(self) -> Iterator[str]:
        for name in SAMPLES:
            for regime in Regime:
                yield f"{name}-{regime.value}"

    def build(self, key: str) -> Document:
        """The sample called "documents.sample:minutes-nd30". Raises UnknownPaper."""
        name, _dash, regime = key.rpartition(":")[2].rpartition("-")
        if name not in SAMPLES or regime not in Regime.values:
            raise UnknownPaper(f"there is no sample {key!r}")
        return SAMPLES[name](regime)

    def may_read(self, user: Any, key: str) -> bool:
        """Whoever reads papers at all."""
        return bool(user.may("documents.view"))
