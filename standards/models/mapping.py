"""Which criterion of an older set a newer one continues: a hint for readers, never a conversion."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from standards.models.parts import Criterion


class CriterionLink(models.Model):
    """`old` lives on in `new`. Results are not carried over: a title of 2003 stays one of 2003."""

    old = models.ForeignKey(
        Criterion, models.CASCADE, related_name="continued_by", verbose_name=_("old criterion")
    )
    new = models.ForeignKey(
        Criterion, models.CASCADE, related_name="continues", verbose_name=_("new criterion")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("link between criteria")
        verbose_name_plural = _("links between criteria")
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="criteria_linked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.old.code} → {self.new.code}"
