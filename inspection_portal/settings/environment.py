"""Readers of the environment that fail early, with the variable's name and the remedy."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()


def folder(name: str, default: Path) -> Path:
    """A directory named by the environment, made if it is missing."""
    path = Path(env.str(name, str(default))).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}={path} cannot be created: {error}") from error
    return path


def secret_key(var_dir: Path) -> str:
    """SECRET_KEY from the environment, else one generated into `var/` on the first run."""
    given: str = env.str("SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured("SECRET_KEY needs 32 characters or more.")
        return given
    path = var_dir / "secret_key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def site_url() -> str:
    """Absolute address used in mails and on papers, without a trailing slash."""
    value: str = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
    if urlsplit(value).scheme not in {"http", "https"}:
        raise ImproperlyConfigured(f"SITE_URL={value} must begin with http:// or https://")
    return value


def broker_url(var_dir: Path) -> str:
    """The queue's broker: the embedded Redis on a socket in `var/` unless one is named."""
    url: str = env.str("CELERY_BROKER_URL", f"redis+socket://{var_dir}/redis.sock")
    return url
