"""Regimes, states, kinds of papers, ways of signing."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

# Nghị định 30/2020/NĐ-CP came into force on the day it was signed.
DECREE_30_FROM = date(2020, 3, 5)


class Regime(models.TextChoices):
    """Which law of the layout a paper follows."""

    ND30 = "nd30", _("Decree 30/2020/NĐ-CP")
    TT01 = "tt01", _("Circular 01/2011/TT-BNV (to 04/3/2020)")

    @classmethod
    def on(cls, day: date) -> "Regime":
        """The regime of papers dated `day`."""
        return cls.ND30 if day >= DECREE_30_FROM else cls.TT01


# A layout is never edited once papers were issued with it: a new version is added here.
CURRENT_LAYOUT = {Regime.ND30: "nd30_v4", Regime.TT01: "tt01_v4"}


class DocumentState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")
    SUPERSEDED = "superseded", _("Superseded")
    REVOKED = "revoked", _("Revoked")

    @classmethod
    def published(cls) -> tuple[str, str, str]:
        """States in which a paper has a number and is read outside its issuer."""
        return (cls.ISSUED, cls.SUPERSEDED, cls.REVOKED)


class TemplateState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded, not in use")
    ACTIVE = "active", _("In use")
    RETIRED = "retired", _("No longer in use")


class DocumentKind(models.TextChoices):
    """Types of administrative papers with their abbreviation (NĐ 30/2020, Phụ lục III).

    Labels are Vietnamese only: they are the names the law gives. An official letter has no
    abbreviation on paper; "CV" names its series of numbers.
    """

    RESOLUTION = "NQ", "Nghị quyết"
    DECISION = "QĐ", "Quyết định"
    DIRECTIVE = "CT", "Chỉ thị"
    ANNOUNCEMENT = "TB", "Thông báo"
    GUIDANCE = "HD", "Hướng dẫn"
    PROGRAMME = "CTr", "Chương trình"
    PLAN = "KH", "Kế hoạch"
    SCHEME = "PA", "Phương án"
    REPORT = "BC", "Báo cáo"
    RECORD = "BB", "Biên bản"
    SUBMISSION = "TTr", "Tờ trình"
    INVITATION = "GM", "Giấy mời"
    LETTER = "CV", "Công văn"


class SigningMode(models.TextChoices):
    """On whose behalf one signs (NĐ 30/2020, Điều 13)."""

    DIRECT = "direct", _("Head of the body")
    COLLECTIVE = "TM", _("TM. – on behalf of the collective body")
    DEPUTY = "KT", _("KT. – a deputy in place of the head")
    BY_ORDER = "TL", _("TL. – by order of the head")
    AUTHORISED = "TUQ", _("TUQ. – under written authorisation")
    ACTING = "Q", _("Q. – acting head")
