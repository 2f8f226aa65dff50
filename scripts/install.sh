#!/usr/bin/env bash
# Bring uv itself, then the packages of uv.lock, then compile the translations. Does nothing when nothing changed.
set -euo pipefail
cd "$(dirname "$0")/.."

UV_VERSION=0.13.9
STAMP=.venv/installed.stamp

die() { echo "jetekchi: $*" >&2; exit 1; }

# Debian's own Python comes first: it is built with optimisation, by half as fast again as one that somebody compiled without.
interpreter() {
    local candidate needs
    for needs in "sys, venv, ensurepip" "sys"; do
        for candidate in /usr/bin/python3 python3 python3.11 python3.12 python3.13 python3.14; do
            candidate=$(command -v "$candidate") || continue
            "$candidate" -c "import $needs; raise SystemExit(sys.version_info < (3, 11))" 2>/dev/null || continue
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        done
    done
    return 1
}

bring_uv() {
    [ -x .uv/bin/uv ] && [ "$(.uv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" = "$UV_VERSION" ] && return
    rm -rf .uv
    if ! "$1" -c 'import venv, ensurepip' 2>/dev/null; then
        [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
            die "this Python has no venv; ask the administrator for 'apt-get install python3-venv' and try again"
        echo "Installing python3-venv …"
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends python3-venv; } \
            >/tmp/jetekchi-apt.log 2>&1 || die "could not install python3-venv; see /tmp/jetekchi-apt.log"
    fi
    echo "Bringing uv …"
    "$1" -m venv .uv && .uv/bin/python -m pip install -qq --disable-pip-version-check "uv==$UV_VERSION" ||
        die "could not install uv; is the network there?"
}

wanted() { pwd; echo "$1"; cat uv.lock pyproject.toml; }

python=$(interpreter) || die "Python 3.11 or newer is needed; on Debian: apt-get install python3"
if ! { [ -x .venv/bin/python ] && wanted "$python" | cmp -s - "$STAMP"; }; then
    bring_uv "$python"
    [ -w "${HOME:-/nonexistent}" ] || export UV_CACHE_DIR="$PWD/.uv/cache"
    echo "Installing the packages of uv.lock …"
    UV_PYTHON_DOWNLOADS=never .uv/bin/uv sync --frozen --quiet --compile-bytecode --python "$python" || die "could not install the packages"
    wanted "$python" >"$STAMP"
fi
stale() { [ ! -e .venv/messages.stamp ] || [ -n "$(find locale -name '*.po' -newer .venv/messages.stamp | head -1)" ]; }
if [ -f scripts/messages.py ] && stale; then
    .venv/bin/python scripts/messages.py compile >/dev/null || die "could not compile the translations"
    touch .venv/messages.stamp
fi
