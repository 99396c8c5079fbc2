"""A sample paper of every kind, in both laws of the layout: how it looks, before anybody fills one.

Names, schools, dates and numbers come from real papers of 2017–2020; what those do not say is left
as dots, as on a printed form.
"""

from collections.abc import Callable
from dataclasses import replace

from documents.blocks import Document, Title
from documents.enums import DocumentKind, Regime
from documents.kinds.samples import an_giang, ben_cat, long_bien

SAMPLES: dict[str, Callable[[str], Document]] = {
    "announcement": an_giang.announcement_of_results,
    "invitation": long_bien.invitation_to_schools,
    "letter": long_bien.letter_on_schedule,
    "minutes": long_bien.minutes_of_visit,
    "recognition": an_giang.recognition_with_list,
    "report": an_giang.report_of_term,
    "submission": ben_cat.submission_of_libraries,
    "team-decision": long_bien.team_with_annex,
}


def sample_of(kind: str) -> Document:
    """A sample of a kind in the current law; kinds without one of their own borrow the announcement."""
    made = [make(Regime.ND30.value) for make in SAMPLES.values()]
    for sample in made:
        if sample.kind_code == kind:
            return sample
    borrowed = an_giang.announcement_of_results(Regime.ND30.value)
    subject = borrowed.title.subject if borrowed.title else ""
    symbol = borrowed.header.symbol.replace(borrowed.kind_code, kind, 1)
    return replace(
        borrowed,
        kind_code=kind,
        header=replace(borrowed.header, symbol=symbol),
        title=Title(DocumentKind(kind).label.upper(), subject),
    )


__all__ = ["SAMPLES", "sample_of"]
