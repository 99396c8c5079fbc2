"""Every check that needs no running server: tools/check.py [NAME ...]

Runs them all, two at a time, prints one line each and the whole output of those that fail.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
PYTHON = str(BIN / "python")
MANAGE = [PYTHON, "manage.py"]
TEMPLATES = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("templates/**/*.html"))]

HOUSE_TESTS = [
    "tests/test_house_rules.py",
    "tests/test_workflows.py",
    "tests/test_deployment.py",
    "tests/test_configuration.py",
]

# What a production server sets; a warning of Django's deployment check is a failure here.
PRODUCTION = {
    "SECRET_KEY": "production-like-key-of-more-than-fifty-characters-0123456789",
    "SITE_URL": "https://portal.example.edu.vn",
    "ALLOWED_HOSTS": "portal.example.edu.vn",
    "SECURE_SSL_REDIRECT": "1",
    "DEBUG": "0",
    "DEMO": "0",
}


@dataclass(frozen=True)
class Check:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


CHECKS = [
    Check("types", tool("mypy")),
    Check("style", tool("ruff", "check", ".")),
    Check("format", tool("ruff", "format", "--check", ".")),
    Check("import contracts", tool("lint-imports")),
    Check("template syntax", tool("djade", "--check", "--target-version", "5.2", *TEMPLATES)),
    Check("template lint", tool("djlint", "--lint", "--quiet", "templates")),
    Check("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    Check(
        "deployment",
        [PYTHON, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        PRODUCTION,
    ),
    Check("messages", [PYTHON, "tools/messages.py", "check"]),
    Check(
        "house rules",
        [PYTHON, "-m", "pytest", "-p", "no:randomly", *HOUSE_TESTS],
    ),
]


def run(check: Check) -> tuple[Check, bool, float, str]:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portal-check-") as folder:
        environment = os.environ | {"VAR_DIR": folder} | check.environment
        done = subprocess.run(
            check.command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    return check, done.returncode == 0, time.monotonic() - begun, done.stdout + done.stderr


def main() -> int:
    wanted = set(sys.argv[1:])
    chosen = [check for check in CHECKS if not wanted or check.name in wanted]
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for check, passed, seconds, output in pool.map(run, chosen):
            print(f"{'ok  ' if passed else 'FAIL'} {check.name:20} {seconds:6.1f} s", flush=True)
            if not passed:
                failed.append(check.name)
                print(output, flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
