"""Databases of known size, built once under `var/bench/` and kept apart from people's data."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from inspection_portal.settings.environment import BASE_DIR

SMALLEST = "demo"


def bench_folder() -> Path:
    """`var/bench`, also when asked from a process that works inside it."""
    place = Path(os.environ.get("BENCH_DIR", settings.VAR_DIR / "bench"))
    place.mkdir(parents=True, exist_ok=True)
    return place


def folder(scale: str) -> Path:
    path = bench_folder() / scale
    path.mkdir(parents=True, exist_ok=True)
    return path


def environment(scale: str) -> dict[str, str]:
    """Variables under which any command of the portal works on the data of this scale."""
    place = folder(scale)
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{place}/portal.sqlite3",
        "BENCH_DIR": str(bench_folder()),
        "VAR_DIR": str(place),
        "MEDIA_ROOT": str(place / "media"),
        "STATIC_ROOT": str(bench_folder() / "static"),
        "DEMO": "1",
        "LOG_LEVEL": "WARNING",
    }


def collect_static() -> None:
    """Pages name their files by content, so the present ones must be there."""
    manage(SMALLEST, "collectstatic", "--noinput", "--verbosity", "0")


def build(scale: str) -> None:
    """Build the database of a scale unless one stands that this code made."""
    done = folder(scale) / "built"
    if done.exists() and done.read_text() == _fingerprint():
        return
    sys.stderr.write(f"Building the {scale} database …\n")
    for path in folder(scale).glob("portal.sqlite3*"):
        path.unlink()
    manage(scale, "migrate", "--verbosity", "0")
    manage(scale, "demo", *([] if scale == SMALLEST else ["--scale", scale]))
    manage(
        scale,
        "shell",
        "--no-imports",
        "-c",
        "from django.db import connection as c\nc.cursor().execute('ANALYZE')",
    )
    done.write_text(_fingerprint())


def manage(scale: str, *arguments: str) -> str:
    """Run a command of the portal on the data of a scale; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR, env=environment(scale), check=True, text=True,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    return done.stdout


def _fingerprint() -> str:
    """Changes with every table and with the demonstration itself."""
    paths = [*BASE_DIR.glob("*/migrations/*.py"), *BASE_DIR.glob("inspection_portal/demo/**/*.*")]
    return "\n".join(
        f"{path.relative_to(BASE_DIR)} {path.stat().st_size}"
        for path in sorted(paths)
        if "__pycache__" not in path.parts
    )
