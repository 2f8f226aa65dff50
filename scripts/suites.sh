#!/usr/bin/env bash
# The whole suite on SQLite and, beside it, on PostgreSQL, and the checks: while the one waits for a browser or a server, the
# other works. What the others say is printed when SQLite is done; one failure of any is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=config.settings_test
python=.venv/bin/python
# The long classes stand in tests/, which comes first: so no worker waits at the end for one that has just begun.
by_class=(--dist loadscope --no-loadscope-reorder)
# Databases of tests are thrown away: in memory, where there is room, no test waits for a disk.
free=$(df -k --output=avail /dev/shm 2>/dev/null | tail -1)
if [ -w /dev/shm ] && [ "${free:-0}" -gt 3000000 ]; then
    TMPDIR=$(mktemp -d /dev/shm/jetekchi-XXXXXX)
    export TMPDIR
    room=$TMPDIR
fi
said=$(mktemp -d)
trap 'kill "${other:-}" "${looking:-}" 2>/dev/null; rm -rf "$said" "${room:-}"' EXIT

bash scripts/check.sh >"$said/checks" 2>&1 &
looking=$!
$python -m tests.postgres $python -m tests.prepared $python -m pytest -n 2 "${by_class[@]}" -m "not once" >"$said/postgresql" 2>&1 &
other=$!
echo "== The suite on SQLite"
$python -m tests.prepared $python -m pytest -n 3 "${by_class[@]}"
sqlite=$?
wait "$other"
postgresql=$?
wait "$looking"
checks=$?
echo "== The suite on PostgreSQL"
cat "$said/postgresql" "$said/checks"
[ "$sqlite$postgresql$checks" = 000 ]
