"""Seed, serve, measure, print: on SQLite, then on PostgreSQL. `--quick` for a look instead of a measurement."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.pages import PAGES
from bench.visitor import Figures, measure
from tests import postgres


def main() -> None:
    """Both databases, one table each."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--classes", type=int, default=40)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--quick", action="store_true", help="a small lyceum and one second a page")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    if options.quick:
        options.classes, options.days = 3, 20
    if options.only != "postgresql":
        with tempfile.TemporaryDirectory(prefix="jetekchi-bench-") as folder:
            bench("SQLite", {"JETEKCHI_DATA_DIR": folder}, options)
    if options.only != "sqlite":
        with tempfile.TemporaryDirectory(prefix="jetekchi-bench-") as folder, postgres.server() as url:
            bench("PostgreSQL", {"JETEKCHI_DATA_DIR": folder, "JETEKCHI_DATABASE_URL": url}, options)


def bench(engine: str, settings: dict[str, str], options: argparse.Namespace) -> None:
    """Seed one database, serve it and print its table."""
    environment = {
        **os.environ,
        **settings,
        "JETEKCHI_BENCH": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    began = time.monotonic()
    run(
        environment,
        "-m",
        "config.cli",
        "demo",
        "--classes",
        str(options.classes),
        "--days",
        str(options.days),
    )
    seeded = time.monotonic() - began
    with served(environment) as (port, pid):
        # After the start: only then the static files have their published names.
        known = json.loads(run(environment, "-m", "bench.seed"))
        cookie = known["cookie"].split(";")[0]
        figures = {}
        for page in PAGES:
            found = known["pages"][page.title]
            if found and found["status"] == 200:
                figures[page.title] = measure(
                    port,
                    "" if page.is_public else cookie,
                    found["address"],
                    requests=30,
                    seconds=1 if options.quick else 10,
                    connections=8,
                )
        memory = memory_of(pid)
    show(engine, options, known["pages"], figures, seeded, memory)


def show(
    engine: str,
    options: argparse.Namespace,
    pages: Any,
    figures: dict[str, Figures],
    seeded: float,
    memory: float,
) -> None:
    """The table, and beside each multiple its goal."""
    base = figures["calibration"].median
    lyceum = f"{options.classes} classes, {options.days} days"
    print(f"\n{engine}: {lyceum}, seeded in {seeded:.0f} s; web and worker {memory:.0f} MB")
    print(
        f"{'page':<26}{'median ms':>10}{'p95':>8}{'multiple':>10}{'goal':>7}{'queries':>9}{'kB':>8}{'req/s':>8}"
    )
    for page in PAGES:
        one = figures.get(page.title)
        if one is None:
            print(f"{page.title:<26}{'not there':>10}")
            continue
        goal = f"≤{page.at_most:g}×" if page.at_most else ""
        missed = " !" if page.at_most and one.median / base > page.at_most else ""
        print(
            f"{page.title:<26}{one.median:>10.1f}{one.p95:>8.1f}{one.median / base:>9.1f}×{goal:>7}"
            f"{pages[page.title]['queries']:>9}{one.kilobytes:>8.1f}{one.per_second:>8.0f}{missed}"
        )


def run(environment: dict[str, str], *words: str) -> str:
    """A command of the product; its words go on to the person when it fails."""
    result = subprocess.run([sys.executable, *words], env=environment, stdout=subprocess.PIPE, text=True)
    if result.returncode:
        raise SystemExit(f"bench: {' '.join(words)} failed")
    return result.stdout


@contextmanager
def served(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The server as in production, on a free port; yields port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "config.cli", "serve", "--port", str(port)]
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            for _ in range(100):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
                    break
                except OSError:
                    time.sleep(0.1)
            yield port, server.pid
        finally:
            server.send_signal(signal.SIGTERM)


def memory_of(pid: int) -> float:
    """Proportional memory of the process and all below it, in MB."""
    kilobytes, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
        waiting += [int(child) for child in Path(f"/proc/{one}/task/{one}/children").read_text().split()]
    return kilobytes / 1000


if __name__ == "__main__":
    main()
