#!/usr/bin/env bash
# The whole suite on SQLite and, beside it, on PostgreSQL: while the one waits for a browser or a server, the other works.
# What PostgreSQL says is printed when SQLite is done; one failure of either is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=config.settings_test
python=.venv/bin/python
# The long classes stand in tests/, which comes first: so no worker waits at the end for one that has just begun.
two=(-n 2 --dist loadscope --no-loadscope-reorder)
# Databases of tests are thrown away: in memory, where there is room, no test waits for a disk.
free=$(df -k --output=avail /dev/shm 2>/dev/null | tail -1)
if [ -w /dev/shm ] && [ "${free:-0}" -gt 3000000 ]; then
    TMPDIR=$(mktemp -d /dev/shm/jetekchi-XXXXXX)
    export TMPDIR
    room=$TMPDIR
fi
said=$(mktemp)
trap 'kill "${other:-}" 2>/dev/null; rm -rf "$said" "${room:-}"' EXIT

$python -m tests.postgres $python -m pytest "${two[@]}" -m "not once" >"$said" 2>&1 &
other=$!
echo "== The suite on SQLite"
$python -m pytest "${two[@]}"
sqlite=$?
wait "$other"
postgresql=$?
echo "== The suite on PostgreSQL"
cat "$said"
[ "$sqlite" = 0 ] && [ "$postgresql" = 0 ]
