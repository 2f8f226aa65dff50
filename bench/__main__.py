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

from bench.pages import PAGES, SAVE, SAVE_AT_MOST, SAVE_AT_MOST_MS, SAVED
from bench.visitor import Figures, measure, measure_saves
from tests import postgres


def main() -> None:
    """Both databases, one table each."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--classes", type=int, default=40)
    parser.add_argument("--class-size", type=int, default=25)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--quick", action="store_true", help="a small lyceum and one second a page")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    if options.quick:
        options.classes, options.class_size, options.days = 4, 10, 40
    if options.only != "postgresql":
        with tempfile.TemporaryDirectory(prefix="jetekchi-bench-") as folder:
            bench("SQLite", environment_of(folder), options)
    if options.only != "sqlite":
        with tempfile.TemporaryDirectory(prefix="jetekchi-bench-") as folder, postgres.server() as url:
            bench("PostgreSQL", environment_of(folder, url), options)


def environment_of(folder: str, url: str = "") -> dict[str, str]:
    """The product as it is served, with its data in this folder, and on PostgreSQL where a database is named."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("JETEKCHI_")}
    own = {"JETEKCHI_DATA_DIR": folder, "JETEKCHI_BENCH": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    return {**plain, **own, **({"JETEKCHI_DATABASE_URL": url} if url else {})}


def bench(engine: str, environment: dict[str, str], options: argparse.Namespace) -> None:
    """Seed one database, serve it and print its table."""
    small = queries_of_a_small_lyceum()
    began = time.monotonic()
    demo(environment, options.classes, options.class_size, options.days)
    seeded = time.monotonic() - began
    with served(environment) as (port, pid):
        # After the start: only then the static files have their published names.
        known = json.loads(run(environment, "-m", "bench.seed"))
        at_rest = memory_of(pid)
        figures = {
            page.title: measure(
                port,
                known[page.title],
                known["calibration"],
                requests=30,
                seconds=1 if options.quick else 10,
                connections=8,
            )
            for page in PAGES
            if known[page.title]["status"] == 200
        }
        saves = measure_saves(port, known[SAVED], known["calibration"], requests=30)
        worked = memory_of(pid)
    taken_in = json.loads(run(environment, "-m", "bench.seed", "--import"))["seconds"]
    lyceum = f"{options.classes} classes of {options.class_size}, {options.days} days"
    print(f"\n{engine}: {lyceum}, seeded in {seeded:.0f} s")
    show(known, small, figures)
    show_saves(saves)
    print(f"web and worker: {at_rest:.0f} MB at rest, {worked:.0f} MB after this (goal: 160)")
    print(f"import of 1,000 students: {taken_in:.2f} s (goal: 3)")


def demo(environment: dict[str, str], classes: int, size: int, days: int) -> None:
    """The invented lyceum of this size."""
    words = ["--classes", str(classes), "--class-size", str(size), "--days", str(days)]
    run(environment, "-m", "config.cli", "demo", *words)


def queries_of_a_small_lyceum() -> dict[str, Any]:
    """The same pages in a lyceum of four classes: the numbers of queries must be those of the large one."""
    with tempfile.TemporaryDirectory(prefix="jetekchi-bench-") as folder:
        own = environment_of(folder)
        demo(own, 4, 6, 40)
        with served(own):
            found: dict[str, Any] = json.loads(run(own, "-m", "bench.seed"))
    return found


def show(known: Any, small: Any, figures: dict[str, Figures]) -> None:
    """The table; `!` stands behind what misses its goal."""
    print(
        f"{'page':<26}{'median ms':>10}{'goal':>6}{'p95':>8}{'multiple':>10}{'goal':>6}"
        f"{'queries':>9}{'small':>7}{'kB':>7}{'req/s':>8}{'anew':>7}{'queries':>9}{'people':>8}"
    )
    for page in PAGES:
        one = figures.get(page.title)
        if one is None:
            print(f"{page.title:<26}{'not there':>10}")
            continue
        times, queries = one.median / one.beside, known[page.title]["queries"]
        missed = [
            page.at_most and times > page.at_most,
            page.at_most_ms and one.median > page.at_most_ms,
            page.at_most_queries and queries > page.at_most_queries,
        ]
        print(
            f"{page.title:<26}{one.median:>10.1f}{page.at_most_ms or '':>6}{one.p95:>8.1f}{times:>9.1f}×"
            f"{page.at_most or '':>6}{queries:>9}{small[page.title]['queries']:>7}{one.kilobytes:>7.1f}"
            f"{one.per_second:>8.0f}{known[page.title]['anew']:>6.1f}×{known[page.title]['queries_anew']:>9}"
            f"{known[page.title]['queries_cold']:>8}"
            f"{' !' if any(missed) else ''}"
        )
    print(
        "anew: how many times longer the page takes right after a deed in the storey that costs it most, and its queries"
        " then; people: its queries after a change of people, classes or settings"
    )


def show_saves(saves: Figures) -> None:
    """The line of the roll that was saved."""
    times = saves.median / saves.beside
    missed = " !" if times > SAVE_AT_MOST or saves.median > SAVE_AT_MOST_MS else ""
    print(
        f"{SAVE}: median {saves.median:.1f} ms (goal {SAVE_AT_MOST_MS}), p95 {saves.p95:.1f} ms,"
        f" {times:.1f}× (goal {SAVE_AT_MOST}){missed}"
    )


def looked_up(environment: dict[str, str]) -> dict[str, Any]:
    """Address and cookie of each page, nothing counted."""
    known: dict[str, Any] = json.loads(run(environment, "-m", "bench.seed", "--look"))
    return known


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
