"""The link by which a forgotten password is replaced."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User
from core.notifications.sending import notify

_BUCKET_SECONDS = 600


def offer_reset(email: str) -> None:
    """Put a link into the outbox of whoever has this address and a password; else do nothing.

    One mail in ten minutes and person, however often the button is pressed.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None or not user.has_usable_password():
        return
    bucket = int(timezone.now().timestamp()) // _BUCKET_SECONDS
    notify(
        "accounts.password_reset",
        event=f"reset:{user.pk}:{bucket}",
        recipients=[user],
        context={"person": user.addressed_name},
        url=reset_url(user),
    )


def reset_url(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("accounts:reset_confirm", args=[uid, default_token_generator.make_token(user)])
