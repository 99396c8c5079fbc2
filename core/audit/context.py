"""Who acts in this thread, and under which request: set by middleware and by job runners."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")


@contextmanager
def under_request(identifier: str) -> Iterator[None]:
    """Everything recorded inside carries this request (or job) identifier."""
    token = request_id.set(identifier)
    try:
        yield
    finally:
        request_id.reset(token)
