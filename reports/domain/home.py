"""The home page as values: tasks by urgency, next visits, latest notices, quick actions."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import Permission
from core.notifications.models import Message
from core.web.addresses import address_of
from core.web.deadlines import SOON_DAYS
from core.worklist.registry import Task, tasks_for
from plans.domain.queries.visits import next_visits
from plans.models import Visit
from reports.domain.leadership import Figure, figures_for
from units.models import Unit

ROWS, VISITS, NOTICES = 12, 5, 4


@dataclass(frozen=True)
class QuickAction:
    """One thing people of a role come for; the first of a page is its primary button."""

    label: Any
    url: str
    icon: str


@dataclass(frozen=True)
class Post:
    """A role held today, and the unit at which it is held."""

    role: Any
    unit: str


@dataclass
class Home:
    """Everything the page shows. Three figures, rows of tasks, and what stands beside them."""

    posts: list[Post]
    late: list[Task] = field(default_factory=list)
    soon: list[Task] = field(default_factory=list)
    later: list[Task] = field(default_factory=list)
    waiting: list[Task] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)
    actions: list[QuickAction] = field(default_factory=list)
    leadership: list[Figure] = field(default_factory=list)

    @property
    def rows(self) -> list[Task]:
        return [*self.late, *self.soon, *self.later][:ROWS]

    @property
    def hidden_count(self) -> int:
        return max(0, len(self.late) + len(self.soon) + len(self.later) - ROWS)


def home_of(user: User) -> Home:
    """Gather the page. Causes a fixed number of queries, whatever the size of the province."""
    today = timezone.localdate()
    page = Home(posts=_posts(user))
    for task in tasks_for(user):
        _place(page, task, today)
    page.visits = next_visits(user, VISITS)
    notices = Message.objects.inbox_of(user).only("title", "url", "created_at")
    page.notices = list(notices[:NOTICES])
    if Role.LEADER in user.roles:
        page.leadership = figures_for(user)
    page.actions = _quick_actions(user)
    return page


def _posts(user: User) -> list[Post]:
    units = {unit for unit, _role in user.grants}
    names = dict(Unit.objects.filter(pk__in=units).order_by().values_list("pk", "short_name"))
    return [Post(Role(role).label, names[unit]) for unit, role in user.grants]


def _place(page: Home, task: Task, today: Any) -> None:
    if task.waiting_for:
        page.waiting.append(task)
    elif task.due_on is None or task.due_on > today + timedelta(days=SOON_DAYS):
        page.later.append(task)
    else:
        (page.late if task.due_on < today else page.soon).append(task)


_ACTIONS: tuple[tuple[Permission, Any, str, dict[str, str], str], ...] = (
    (Permission.EDIT_PLANS, _("Write a plan"), "plans:plan_new", {}, "journal-plus"),
    (Permission.APPROVE_PLANS, _("Plans to approve"), "plans:plan_list", {}, "check2-square"),
    (Permission.ISSUE_DOCUMENTS, _("Give a number"), "documents:document_list", {}, "123"),
    (Permission.ANSWER_DUTIES, _("What our unit owes"), "plans:obligation_list", {}, "send"),
    (Permission.VIEW_PLANS, _("Visit calendar"), "plans:calendar", {}, "calendar3"),
    (
        Permission.IMPORT_UNITS, _("Import units from Excel"), "core:import_list",
        {"kind": "units"}, "upload",
    ),
    (Permission.MANAGE_PEOPLE, _("People and roles"), "units:people", {}, "people"),
)  # fmt: skip


def _quick_actions(user: User) -> list[QuickAction]:
    offered = (
        QuickAction(label, address_of(address, **arguments), icon)
        for permission, label, address, arguments, icon in _ACTIONS
        if user.may(permission)
    )
    return [action for action in offered if action.url][:4]
