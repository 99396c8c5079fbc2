"""Who may take the demonstration's short cut past the password."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

_LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
_PROXY_TRACES = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def may_enter_as(request: HttpRequest) -> bool:
    """Only in demonstration mode, only from this very machine, and through no proxy."""
    if not settings.DEMO or any(request.META.get(trace) for trace in _PROXY_TRACES):
        return False
    host = request.get_host().rpartition(":")[0] if _has_port(request) else request.get_host()
    return host in _LOCAL_HOSTS and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _has_port(request: HttpRequest) -> bool:
    return ":" in request.get_host().rpartition("]")[2]


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
