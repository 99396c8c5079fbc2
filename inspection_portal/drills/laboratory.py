"""A broker and workers of a drill's own, on the database this process uses."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, urlsplit

import redis
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30


def database_url() -> str:
    """The address of the database of this process, the test database inside the suite."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    user, password = quote(str(values["USER"])), quote(str(values["PASSWORD"]))
    place = f"{values['HOST'] or 'localhost'}:{values['PORT'] or 5432}"
    return f"postgres://{user}{':' + password if password else ''}@{place}/{values['NAME']}"


def environment(**changes: str) -> dict[str, str]:
    """The environment in which another process shares database, files and broker with this one."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "inspection_portal.settings",
        "DATABASE_URL": database_url(),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "BROKER_KEY_PREFIX": settings.BROKER_KEY_PREFIX,
        "SECRET_KEY": settings.SECRET_KEY,
        "JOB_LEASE_SECONDS": str(settings.JOB_LEASE_SECONDS),
        "LOG_LEVEL": "WARNING",
        **changes,
    }


def broker_client() -> "redis.Redis":
    """A connection to the broker itself."""
    address = urlsplit(settings.CELERY_BROKER_URL)
    if address.scheme == "redis+socket":
        return redis.Redis(unix_socket_path=address.path)
    return redis.Redis.from_url(settings.CELERY_BROKER_URL)


def answers() -> bool:
    try:
        with broker_client() as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def empty_broker() -> None:
    """Throw away every message of this installation, as a broker does that lost its disk."""
    with broker_client() as client:
        for key in client.scan_iter(f"{settings.BROKER_KEY_PREFIX}*"):
            client.delete(key)


def _wait_for_broker(process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("The private Redis did not start.")
        time.sleep(0.02)


@contextmanager
def broker() -> Iterator[None]:
    """The broker of the settings: used where it answers, else a private one on its socket."""
    if answers():
        yield
        return
    address = urlsplit(settings.CELERY_BROKER_URL)
    if address.scheme != "redis+socket":
        raise RuntimeError(f"No broker answers at {settings.CELERY_BROKER_URL}.")
    program = Path(sys.executable).with_name("redis-server")
    command = [str(program), "--port", "0", "--unixsocket", address.path, "--save", ""]
    folder = Path(address.path).parent
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for_broker(process)
        yield
    finally:
        process.terminate()
        process.wait()


class Worker:
    """A real Celery worker in a process group of its own, so that all of it can be killed."""

    def __init__(self, log: Path, concurrency: int = 2, **changes: str) -> None:
        self.log = log
        self.concurrency = concurrency
        self.environment = environment(**changes)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            sys.executable, "-m", "celery", "--app", "inspection_portal", "worker",
            "--queues", "render,default", "--pool", "prefork",
            "--concurrency", str(self.concurrency),
            "--without-gossip", "--without-mingle", "--loglevel", "warning",
        ]  # fmt: skip
        with self.log.open("ab") as handle:
            self.process = subprocess.Popen(  # noqa: S603 - this project's own command
                command, cwd=ROOT, env=self.environment, stdout=handle,
                stderr=handle, start_new_session=True,
            )  # fmt: skip

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """Send kill -9 to the worker and all its children at once, as a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to finish; after some seconds without an answer kill it."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def _end(self, number: int) -> None:
        if self.process is None:
            return
        os.killpg(self.process.pid, number)
        self.process.wait()
        self.process = None

    def __enter__(self) -> "Worker":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


@contextmanager
def laboratory() -> Iterator[dict[str, str]]:
    """An environment with an empty, migrated database, files and a broker that vanish afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-lab-") as name, _empty_database(name) as url:
        values = environment(
            DATABASE_URL=url,
            VAR_DIR=name,
            MEDIA_ROOT=f"{name}/media",
            BROKER_KEY_PREFIX=f"{Path(name).name}:",
            DEMO="0",
        )
        if "CELERY_BROKER_URL" not in os.environ:
            values["CELERY_BROKER_URL"] = f"redis+socket://{name}/redis.sock"
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=values, check=True)  # noqa: S603
        yield values


@contextmanager
def _empty_database(folder: str) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder}/drill.sqlite3"
        return
    database = f"portal_drill_{os.getpid()}"
    quoted = connection.ops.quote_name(database)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quoted}")
    try:
        yield urlsplit(database_url())._replace(path=f"/{database}").geturl()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")
