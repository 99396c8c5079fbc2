"""What planning tells people: kinds of message, in words."""

from django.utils.translation import gettext_lazy as _

from core.notifications.registry import NotificationKind, register

register(
    NotificationKind(
        "plans.submitted",
        title=_("A plan awaits your decision: %(plan)s"),
        body=_("Read it, then approve it or send it back with your reasons."),
    ),
    NotificationKind(
        "plans.sent_back",
        title=_("Sent back: %(plan)s"),
        body=_("Reason: %(comment)s"),
    ),
    NotificationKind(
        "plans.approved",
        title=_("Approved: %(plan)s"),
        body=_("The clerk can now give it a number and issue it."),
    ),
    NotificationKind(
        "plans.issued",
        title=_("Issued: %(number)s, %(plan)s"),
        body=_("Your unit finds its deadlines and what to prepare on its page."),
    ),
    NotificationKind(
        "plans.visit_notified",
        title=_("Inspection at %(unit)s: %(time)s, %(day)s"),
        body=_("Plan: %(plan)s. The page of the visit says what to prepare."),
    ),
    NotificationKind(
        "plans.visit_moved",
        title=_("New time of the inspection at %(unit)s: %(time)s, %(day)s"),
        body=_("Plan: %(plan)s. %(reason)s"),
    ),
    NotificationKind(
        "plans.visit_postponed",
        title=_("Inspection at %(unit)s postponed"),
        body=_("Plan: %(plan)s. Reason: %(reason)s"),
    ),
    NotificationKind(
        "plans.visit_cancelled",
        title=_("Inspection at %(unit)s cancelled"),
        body=_("Plan: %(plan)s. Reason: %(reason)s"),
    ),
    NotificationKind(
        "plans.duty_due",
        title=_("Due %(due)s: %(title)s"),
        body=_("%(unit)s has not sent it yet."),
    ),
    NotificationKind(
        "plans.duty_overdue",
        title=_("Overdue since %(due)s: %(title)s"),
        body=_("%(unit)s has not sent it yet."),
    ),
    NotificationKind(
        "plans.duty_extended",
        title=_("New deadline %(due)s: %(title)s"),
        body=_("Reason: %(reason)s"),
    ),
    NotificationKind(
        "plans.duty_waived",
        title=_("Nothing needs to be sent: %(title)s"),
        body=_("Reason: %(reason)s"),
    ),
)
register(
    NotificationKind(
        "plans.proposal_sent",
        title=_("%(office)s proposes %(count)s units for inspection"),
        body=_("Plan: %(plan)s."),
    ),
    NotificationKind(
        "plans.proposal_sent_back",
        title=_("List of units sent back: %(plan)s"),
        body=_("Reason: %(comment)s"),
    ),
)
for kind in (
    NotificationKind(
        "plans.visit_lead",
        title=_("New lead of the inspection at %(unit)s: %(reason)s"),
        body=_("Plan: %(plan)s. Day and time stay as they are."),
    ),
    NotificationKind(
        "plans.declaration_asked",
        title=_("Declare whether there is a conflict of interest: %(team)s"),
        body=_("It takes a minute. Only you and the authors of the plan read it."),
    ),
    NotificationKind(
        "plans.declaration_asked_by",
        title=_("Declare before %(day)s whether there is a conflict of interest: %(team)s"),
        body=_("It takes a minute. Only you and the authors of the plan read it."),
    ),
    NotificationKind(
        "plans.tie_declared",
        title=_("%(person)s declared a tie with a unit the team visits"),
        body=_("%(team)s: give the visit to another team, or let somebody else go."),
    ),
    NotificationKind(
        "plans.acting_named",
        title=_("%(person)s acts for the lead: %(when)s"),
        body=_("%(team)s. Reason: %(reason)s"),
    ),
    NotificationKind(
        "plans.team_decided",
        title=_("Issued: %(number)s, %(subject)s"),
        body=_("It names the people of the team and their tasks."),
    ),
):
    register(kind)
