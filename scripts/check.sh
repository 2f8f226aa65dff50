#!/usr/bin/env bash
# Every check that needs no test run. All of them speak, then the worst of them decides.
set -uo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=config.settings_test
bin=.venv/bin
failed=()

check() {
    local name=$1 started=$SECONDS output
    shift
    if output=$("$@" 2>&1); then
        printf '  %-13s ok   %2d s\n' "$name" $((SECONDS - started))
    else
        printf '  %-13s FAILED\n%s\n' "$name" "$output"
        failed+=("$name")
    fi
}

echo "== Checks"
check format $bin/ruff format --check --output-format concise .
check lint $bin/ruff check --output-format concise .
check imports $bin/lint-imports --no-cache
check doors $bin/python -m pytest -q -p no:cacheprovider tests/test_architecture.py
check types $bin/mypy
check migrations $bin/python manage.py makemigrations --check --dry-run
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
check deployment env DJANGO_SETTINGS_MODULE=config.settings JETEKCHI_DATA_DIR="$scratch" \
    JETEKCHI_PUBLIC_URL=https://lyceum.example $bin/python manage.py check --deploy --fail-level WARNING
[ ! -f scripts/messages.py ] || check translations $bin/python scripts/messages.py check
if [ ${#failed[@]} -gt 0 ]; then
    echo "Not in order: ${failed[*]}" >&2
    exit 1
fi
