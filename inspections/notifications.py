"""What inspections tell people: kinds of message, in words."""

from django.utils.translation import gettext_lazy as _

from core.notifications.registry import NotificationKind, register

register(
    NotificationKind(
        "inspections.record_read_back",
        title=_("The minutes of the inspection at %(unit)s await signatures"),
        body=_("Read them, then sign, or write your opinion first."),
    ),
    NotificationKind(
        "inspections.record_signed",
        title=_("Minutes signed: inspection at %(unit)s"),
        body=_("The signed minutes are on the page of the inspection."),
    ),
    NotificationKind(
        "inspections.record_overdue",
        title=_("Overdue: minutes of the inspection at %(unit)s, due %(due)s"),
        body=_("Finish them, read them back and have them signed."),
    ),
    NotificationKind(
        "inspections.result_released",
        title=_("Draft result of the inspection at %(unit)s: reply by %(due)s"),
        body=_("Read it criterion by criterion; agree, or explain what you see otherwise."),
    ),
    NotificationKind(
        "inspections.result_replied",
        title=_("%(unit)s replied to the draft result"),
        body=_("Accept each explanation, or say why not."),
    ),
    NotificationKind(
        "inspections.conclusion_submitted",
        title=_("A conclusion awaits your decision: %(unit)s"),
        body=_("Read it, then approve it or send it back with your reasons."),
    ),
    NotificationKind(
        "inspections.conclusion_sent_back",
        title=_("Conclusion sent back: %(unit)s"),
        body=_("Reason: %(comment)s"),
    ),
    NotificationKind(
        "inspections.conclusion_approved",
        title=_("Conclusion approved: %(unit)s"),
        body=_("The clerk can now give it a number and issue it."),
    ),
    NotificationKind(
        "inspections.conclusion_issued",
        title=_("Conclusion issued: %(number)s, %(unit)s"),
        body=_("What is recommended, and until when, is on the page of the inspection."),
    ),
    NotificationKind(
        "inspections.recommendation_reported",
        title=_("%(unit)s reports a recommendation as done"),
        body=_("To be verified: %(text)s"),
    ),
    NotificationKind(
        "inspections.recommendation_returned",
        title=_("Not enough yet: %(text)s"),
        body=_("Reason: %(comment)s"),
    ),
    NotificationKind(
        "inspections.recommendation_verified",
        title=_("Verified as done: %(text)s"),
        body=_("Nothing more is asked of %(unit)s here."),
    ),
    NotificationKind(
        "inspections.desk_due",
        title=_("Check on the system by %(due)s: %(unit)s"),
        body=_("Criteria of “%(set)s” still await your answer."),
    ),
    NotificationKind(
        "inspections.desk_overdue",
        title=_("Check on the system overdue since %(due)s: %(unit)s"),
        body=_("Criteria of “%(set)s” still await your answer."),
    ),
    NotificationKind(
        "inspections.self_handed_in",
        title=_("%(unit)s handed in its self-assessment"),
        body=_("“%(set)s”: the check on the system can begin."),
    ),
)

register(
    NotificationKind(
        "inspections.recommendations_told",
        title=_("Recommendations after the inspection at %(unit)s: %(count)s"),
        body=_("The first is due on %(due)s. Report each one with its proof when it is done."),
    ),
    NotificationKind(
        "inspections.recommendation_due",
        title=_("Due on %(due)s: %(text)s"),
        body=_("Report what was done, with proof, so that it can be verified."),
    ),
    NotificationKind(
        "inspections.recommendation_overdue",
        title=_("Overdue since %(due)s: %(text)s"),
        body=_("Report what was done, or ask for more time and say why."),
    ),
    NotificationKind(
        "inspections.recommendation_escalated",
        title=_("%(unit)s is overdue since %(due)s: %(text)s"),
        body=_("Remind the unit, or give it more time with a reason."),
    ),
    NotificationKind(
        "inspections.recommendation_extended",
        title=_("More time until %(due)s: %(text)s"),
        body=_("Reason: %(comment)s"),
    ),
    NotificationKind(
        "inspections.explanations_decided",
        title=_("Your explanations were considered: %(unit)s"),
        body=_("What was accepted, and why something was not, is on the page of the draft result."),
    ),
    NotificationKind(
        "inspections.reply_due",
        title=_("Reply to the draft result by %(due)s: %(unit)s"),
        body=_("Without a reply the conclusion follows the draft."),
    ),
    NotificationKind(
        "inspections.reply_overdue",
        title=_("The last day to reply has passed: %(unit)s"),
        body=_("The last day was %(due)s. The reply can be sent until the team goes on."),
    ),
)
