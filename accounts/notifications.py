"""Mails about one's own account."""

from django.utils.translation import gettext_lazy as _

from core.notifications.registry import EMAIL, NotificationKind, register

register(
    NotificationKind(
        key="accounts.password_reset",
        title=_("Choose a new password for the inspection portal"),
        channels=(EMAIL,),
        body=_(
            "%(person)s, someone asked for a new password for your account. The link can be used "
            "once, within two hours. If it was not you, you need do nothing."
        ),
        secret=True,
    )
)
