"""Settings of the test suite: as in production, with quick password hashing and plain files."""

import os
import tempfile
from pathlib import Path

from inspection_portal.settings.base import *  # noqa: F403 - Django reads settings as module names
from inspection_portal.settings.base import (
    CELERY_BROKER_TRANSPORT_OPTIONS,
    DATABASES,
    INSTALLED_APPS,
)

# One folder a process, removed at its end by tests/conftest.py; parallel runs never meet in it.
TEST_DIR = Path(tempfile.mkdtemp(prefix="portal-test-"))
DEMO = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = TEST_DIR / "media"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# Under this name the browser tests' live server knows to serve static files from their sources.
INSTALLED_APPS = [
    "django.contrib.staticfiles" if app.endswith("StaticFiles") else app for app in INSTALLED_APPS
]
AXES_ENABLED = False

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because workers and browsers' servers are other processes and threads.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )

if "CELERY_BROKER_URL" not in os.environ:
    CELERY_BROKER_URL = f"redis+socket://{TEST_DIR}/redis.sock"
BROKER_KEY_PREFIX = f"{TEST_DIR.name}:"
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = BROKER_KEY_PREFIX
