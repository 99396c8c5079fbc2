#!/usr/bin/env bash
# Runs the whole portal on this machine: web, worker, scheduler and, unless CELERY_BROKER_URL names
# another, a private Redis on a socket under var/. One Ctrl-C ends them all.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -f .env ]; then
    set -a
    # The operator's own file.
    # shellcheck disable=SC1091
    . ./.env
    set +a
fi
export PORT="${PORT:-8000}" DEMO="${DEMO:-1}" VAR_DIR="${VAR_DIR:-$PWD/var}"
export BIND="${BIND:-127.0.0.1:$PORT}" SITE_URL="${SITE_URL:-http://localhost:$PORT}"

if ! .venv/bin/python - "$BIND" <<'PYTHON'; then
import socket, sys

host, _, port = sys.argv[1].rpartition(":")
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((host, int(port)))
    except OSError:
        sys.exit(1)
PYTHON
    printf '\nPort %s is taken by another program. Choose another one, for example:\n\n    make run PORT=%s\n\n' \
        "$PORT" "$((PORT + 1))" >&2
    exit 1
fi

processes=(web worker beat)
if [ -z "${CELERY_BROKER_URL:-}" ]; then
    processes=(redis "${processes[@]}")
    if [ "${#VAR_DIR}" -gt 90 ]; then
        printf '\nThe folder %s has too long a name for a socket. Set VAR_DIR to a shorter one.\n' "$VAR_DIR" >&2
        exit 1
    fi
fi

# No queue runs yet: what the demonstration asks for waits for it, which is not worth a warning.
LOG_LEVEL=ERROR .venv/bin/python manage.py prepare

# Variables of this run are exported above; honcho must not read .env a second time.
exec .venv/bin/honcho --env /dev/null start --no-colour "${processes[@]}"
