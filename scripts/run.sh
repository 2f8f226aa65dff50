#!/usr/bin/env bash
# Serve; on the first run fill the database with the invented lyceum, unless EMPTY=1.
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=config.settings
data=${JETEKCHI_DATA_DIR:-var}
# Letters and QR codes name the address at which people really come in.
export JETEKCHI_PUBLIC_URL=${JETEKCHI_PUBLIC_URL:-http://localhost:${PORT:-8000}}
mkdir -p "$data"
chmod 700 "$data"

if [ ! -e "$data/begun" ]; then
    if [ -z "${EMPTY:-}" ] && .venv/bin/jetekchi manage help demo >/dev/null 2>&1; then
        echo "Filling the database with the invented lyceum …"
        .venv/bin/jetekchi demo
    fi
    touch "$data/begun"
fi
exec .venv/bin/jetekchi serve --host "${HOST:-127.0.0.1}" --port "${PORT:-8000}"
