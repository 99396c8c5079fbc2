"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.notifications.inbox import unread_count


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Values of the page frame: demonstration banner, address of the site, number of the bell."""
    user = getattr(request, "user", None)

    def unread() -> int:
        """Asked only by pages that show the bell."""
        if user is None or not user.is_authenticated:
            return 0
        return unread_count(user.pk)

    return {"DEMO": settings.DEMO, "SITE_URL": settings.SITE_URL, "unread_notices": unread}
