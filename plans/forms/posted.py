"""What a form is bound to: a sent form may be empty and is a sent form all the same."""

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """The sent values of a POST, however few; nothing while the page is only opened."""
    return request.POST if request.method == "POST" else None
