"""Messages about roles at units."""

from django.utils.translation import gettext_lazy as _

from core.notifications.registry import EMAIL, IN_APP, NotificationKind, register

register(
    NotificationKind(
        key="units.invitation",
        title=_("Invitation to the inspection portal: %(unit)s"),
        channels=(EMAIL,),
        body=_(
            "%(person)s, %(inviter)s invites you to the inspection portal as %(role)s of %(unit)s. "
            "Open the link and choose a password; it can be used once, within %(days)s days."
        ),
        secret=True,
    ),
    NotificationKind(
        key="units.new_role",
        title=_("You have a new role: %(role)s, %(unit)s"),
        channels=(IN_APP, EMAIL),
        body=_("%(person)s, %(inviter)s has given you the role %(role)s at %(unit)s."),
    ),
)
