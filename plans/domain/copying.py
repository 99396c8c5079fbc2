"""Copies of a plan's rows: for amendments, plans of offices and the next school year."""

from typing import Any

from plans.models import (
    Cluster,
    ClusterMember,
    ContentStream,
    CoverageRule,
    InspectionPlan,
    Milestone,
    MilestoneDue,
    MonthWindow,
    Target,
)


def copied(row: Any, **changes: Any) -> Any:
    """A new row with the same values but those changed."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = {field.attname: getattr(row, field.attname) for field in fields}
    values.pop("version", None)
    twin = type(row)(**values)
    for name, value in changes.items():
        setattr(twin, name, value)
    twin.save(force_insert=True)
    return twin


def copy_part(part: Any, plan: InspectionPlan, twins: dict[Any, Any]) -> Any:
    """A part with what hangs on it, in another plan; `twins` maps copied parts others point at."""
    changes: dict[str, Any] = {"plan": plan}
    for name, model in (("stream", ContentStream), ("share_of", Target)):
        if getattr(part, f"{name}_id", None):
            changes[name] = twins.get((model, getattr(part, f"{name}_id")))
    twin = copied(part, **changes)
    if isinstance(part, (MonthWindow, CoverageRule)):
        twin.managers.set(part.managers.all())
    for due in part.dues.all() if isinstance(part, Milestone) else ():
        MilestoneDue.objects.create(milestone=twin, audience=due.audience, due_on=due.due_on)
    for member in part.members.all() if isinstance(part, Cluster) else ():
        ClusterMember.objects.create(cluster=twin, unit_id=member.unit_id)
    return twin
