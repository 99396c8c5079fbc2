"""Deadlines, months, coverage and clusters a year on."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.domain.rolling.changes import Change, Group, Passage, names
from plans.models import Milestone
from units.enums import UnitKind
from units.models import Unit


def _shown(day: date | None) -> str:
    return date_format(day, "d/m/Y") if day else "–"


def milestone_changes(passage: Passage) -> Iterator[Change]:
    """Old and new last days side by side, a line each audience."""
    for milestone in passage.source.milestones.prefetch_related("dues"):
        dues = [(due.get_audience_display(), due.due_on) for due in milestone.dues.all()]
        moved = [(who, passage.shifted(day) if day else None) for who, day in dues]
        yield Change(
            f"milestone:{milestone.pk}", Group.MILESTONES, passage.retold(milestone.title),
            _milestone_reason(milestone), is_warning=any(day is None for _who, day in dues),
            old="\n".join(f"{who}: {_shown(day)}" for who, day in dues),
            new="\n".join(f"{who}: {_shown(day)}" for who, day in moved),
        )  # fmt: skip


def _milestone_reason(milestone: Milestone) -> str:
    if milestone.is_event or not milestone.dues.all():
        return _("An event without a last day.")
    return _("The same day of the new year, or the next working day.")


def window_changes(passage: Passage) -> Iterator[Change]:
    for window in passage.source.windows.prefetch_related("managers"):
        before = list(window.managers.all())
        after = passage.all_heirs(before)
        same = before == after
        yield Change(
            f"window:{window.pk}", Group.WINDOWS, window.text,
            _("The same month of the new year.") if same else _took_over(),
            old=f"{window.month:%m/%Y}\n{names(before)}".strip(),
            new=f"{passage.month(window.month):%m/%Y}\n{names(after)}".strip(),
            is_warning=not same, data={"managers": after, "same": same},
        )  # fmt: skip


def _took_over() -> str:
    return _("Offices that ended are replaced by those who took over.")


def coverage_changes(passage: Passage) -> Iterator[Change]:
    for rule in passage.source.coverage_rules.prefetch_related("managers"):
        before = list(rule.managers.all())
        after = passage.all_heirs(before)
        reason = _("Units are drawn anew.") if rule.is_drawn else _("Every unit, as before.")
        yield Change(
            f"coverage:{rule.pk}", Group.COVERAGE, rule.headline,
            reason if before == after else _took_over(), old=names(before), new=names(after),
            is_warning=not rule.verified, data={"managers": after},
        )  # fmt: skip


def frame_changes(passage: Passage) -> Iterator[Change]:
    """Clusters whose host is still there or has an heir; named dossiers only if asked for."""
    for cluster in passage.source.clusters.select_related("host", "stream"):
        hosts = _schools(passage.heirs(cluster.host))
        yield Change(
            f"cluster:{cluster.pk}", Group.FRAME, cluster.name, _heir_reason(cluster.host, hosts),
            old=cluster.host.short_name, new=names(hosts[:1]), is_told=not hosts,
            is_warning=hosts[:1] != [cluster.host], data={"host": hosts[0] if hosts else None},
        )  # fmt: skip
    for target in passage.source.dossier_targets.select_related("unit", "stream"):
        units = _schools(passage.heirs(target.unit))
        yield Change(
            f"target:{target.pk}", Group.FRAME, f"{target.unit.short_name} · {target.stream}",
            _("Named last year; tick it if its dossier is checked again."), checked=False,
            old=target.unit.short_name, new=names(units[:1]), is_told=not units,
            is_warning=units[:1] != [target.unit], data={"unit": units[0] if units else None},
        )  # fmt: skip


def _schools(units: list[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.kind in UnitKind.inspected()]


def _heir_reason(unit: Unit, heirs: list[Unit]) -> str:
    if heirs[:1] == [unit]:
        return _("Still there.")
    return _("Took over from the former host.") if heirs else _("Closed, and no school took over.")


def rest_changes(passage: Passage) -> Iterator[Change]:
    """Slots, targets and recipients, each kind as a whole."""
    source = passage.source
    kinds = (
        ("slots", _("Slots of a day"), [str(slot) for slot in source.slots.all()]),
        ("targets", _("Targets"), [passage.retold(str(one)) for one in source.targets.all()]),
        ("recipients", _("Recipients"), [str(one) for one in source.recipients.all()]),
    )
    for key, label, lines in kinds:
        if lines:
            yield Change(f"{key}:0", Group.REST, label, _("Copied as it is."), new="\n".join(lines))
