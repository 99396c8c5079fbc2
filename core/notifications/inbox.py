"""What the bell of every page asks."""

from django.db.models import QuerySet

from core.notifications.models import Message
from core.prepared import prepared


@prepared
def _unread(*, recipient: int) -> "QuerySet[Message, tuple[int]]":
    return Message.objects.filter(recipient=recipient).unread().values_list("pk")


def unread_count(recipient: int) -> int:
    """How many messages a person has not read; one query."""
    return _unread.count(recipient=recipient)
