"""Runs a command with PostgreSQL and Redis at hand: tools/services.py COMMAND ...

Servers named by DATABASE_URL and CELERY_BROKER_URL, or answering on this machine's usual ports, are
used; where none answers a private one is started in a temporary folder and stopped afterwards.
"""

import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import redis
from psycopg2 import sql

ROOT = Path(__file__).resolve().parent.parent
USUAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
USUAL_REDIS = "redis://127.0.0.1:6379/13"


def say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def may_create_databases(url: str) -> bool:
    try:
        connection = psycopg2.connect(url, connect_timeout=3)
    except psycopg2.OperationalError:
        return False
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
    connection.close()
    return bool(row and row[0])


def answers(url: str) -> bool:
    try:
        return bool(redis.Redis.from_url(url, socket_connect_timeout=2).ping())
    except redis.RedisError:
        return False


def postgres_programs() -> Path:
    """The newest server installed, installing one if there is none and we may."""
    pattern = "/usr/lib/postgresql/*/bin/initdb"
    if not glob.glob(pattern):  # noqa: PTH207 - an absolute pattern
        subprocess.run([ROOT / "tools/setup.sh", "postgresql"], check=True)
    found = sorted(glob.glob(pattern), key=lambda path: int(path.split("/")[4]))  # noqa: PTH207
    return Path(found[-1]).parent


def run_quietly(*command: str | Path, cwd: Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=cwd)


@contextmanager
def private_postgres() -> Iterator[str]:
    programs, port = postgres_programs(), free_port()
    with tempfile.TemporaryDirectory(prefix="portal-pg-") as name:
        folder = Path(name)
        # The server refuses to run as root.
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if user:
            shutil.chown(folder, "postgres")
        data = str(folder / "data")
        initdb: list[str | Path] = [
            programs / "initdb",
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
        ]
        server: list[str | Path] = [
            programs / "pg_ctl",
            "-D",
            data,
            "-l",
            str(folder / "log"),
            "-w",
        ]
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run_quietly(*user, *initdb, cwd=folder)
        run_quietly(*user, *server, "-o", options, "start", cwd=folder)
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            run_quietly(*user, *server, "-m", "immediate", "stop", cwd=folder)


@contextmanager
def private_redis() -> Iterator[str]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="portal-redis-") as folder:
        program = str(ROOT / ".venv/bin/redis-server")
        command = [
            program,
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            folder,
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        url = f"redis://127.0.0.1:{port}/0"
        try:
            while not answers(url) and process.poll() is None:
                time.sleep(0.05)
            yield url
        finally:
            process.terminate()
            process.wait()


def own_database(server: str) -> str:
    """An address no other run uses, so that two runs on one server do not meet."""
    return urlsplit(server)._replace(path=f"/portal_{os.getpid()}").geturl()


def drop_databases(server: str, name: str) -> None:
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"test_{name}%"])
        for (database,) in cursor.fetchall():
            cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(database)))
    connection.close()


def main() -> int:
    with ExitStack() as stack:
        server = os.environ.get("DATABASE_URL", USUAL_POSTGRES)
        if not may_create_databases(server):
            say("No PostgreSQL answers: starting a private one")
            server = stack.enter_context(private_postgres())
        broker = os.environ.get("CELERY_BROKER_URL", USUAL_REDIS)
        if not answers(broker):
            say("No Redis answers: starting a private one")
            broker = stack.enter_context(private_redis())
        url = own_database(server)
        say(f"PostgreSQL at {urlsplit(url).hostname}:{urlsplit(url).port}, Redis at {broker}")
        environment = os.environ | {"DATABASE_URL": url, "CELERY_BROKER_URL": broker}
        try:
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
        finally:
            drop_databases(server, urlsplit(url).path.strip("/"))


if __name__ == "__main__":
    sys.exit(main())
