"""`python -m bench.paint`: what the main pages cost a phone: bytes, requests, and when the largest part is painted.

A phone of 360 px with a processor four times slower than this one, 150 ms away (goals: first visit 100 kB and 10
requests, again 10 kB, largest paint 1.5 s).
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from bench.__main__ import demo, environment_of, looked_up, served
from tests.browser import RTT, SLOWER, Shared, slow_down

MAIN = ("Today", "student page", "duty matrix, all leaders", "half-year report", "entry form")
LARGEST = """() => new Promise(done => {
    let last = 0;
    new PerformanceObserver(list => { last = list.getEntries().at(-1).startTime; })
        .observe({type: "largest-contentful-paint", buffered: true});
    setTimeout(() => done(last), 400);
})"""


@dataclass(frozen=True)
class Visit:
    """What one opening of a page took off the network, and its largest paint in milliseconds."""

    kilobytes: float
    requests: int
    largest_paint: float


class Meter:
    """Counts what really comes over the network; what the browser has kept costs nothing."""

    def __init__(self, page: Page, *, slow: bool) -> None:
        self.page, self.bytes, self.requests, self.kept = page, 0.0, 0, set[str]()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestServedFromCache", lambda event: self.kept.add(event["requestId"]))
        wire.on("Network.loadingFinished", self._finished)
        if slow:
            slow_down(page)

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] not in self.kept and event["encodedDataLength"]:
            self.bytes += event["encodedDataLength"]
            self.requests += 1

    def visit(self, url: str) -> Visit:
        """Open the page and wait until nothing more comes."""
        self.bytes, self.requests = 0.0, 0
        self.page.goto(url, wait_until="networkidle")
        return Visit(self.bytes / 1000, self.requests, self.page.evaluate(LARGEST))


def visits(
    browser: Browser, port: int, known: dict[str, Any], *, slow: bool
) -> dict[str, tuple[Visit, Visit]]:
    """Each main page: by somebody who was never here, and again."""
    found = {}
    for title in MAIN:
        base = f"http://localhost:{port}"
        context = browser.new_context(base_url=base, viewport={"width": 360, "height": 740}, locale="ky-KG")
        name, value = known[title]["cookie"].split("=", 1)
        context.add_cookies([{"name": name, "value": value, "url": base}])
        meter = Meter(context.new_page(), slow=slow)
        found[title] = meter.visit(known[title]["address"]), meter.visit(known[title]["address"])
        context.close()
    return found


def measured(
    *, classes: int, size: int, days: int, slow: bool, begin: Callable[[str], None] | None = None
) -> dict[str, tuple[Visit, Visit]]:
    """Seed, serve, visit; `begin` may put a database into the folder first."""
    with tempfile.TemporaryDirectory(prefix="jetekchi-paint-") as folder:
        if begin:
            begin(folder)
        environment = environment_of(folder)
        demo(environment, classes, size, days)
        with served(environment) as (port, _pid):
            return visits(Shared.browser(), port, looked_up(environment), slow=slow)


def main() -> None:
    """The table."""
    try:
        found = measured(classes=14, size=25, days=80, slow=True)
    finally:
        Shared.close()
    print(f"a phone, processor {SLOWER}× slower, {RTT} ms away")
    for title, (first, again) in found.items():
        print(
            f"{title:<26} first {first.kilobytes:5.1f} kB, {first.requests} requests, painted {first.largest_paint:5.0f} ms;"
            f" again {again.kilobytes:4.1f} kB, {again.requests} requests, painted {again.largest_paint:4.0f} ms"
        )


if __name__ == "__main__":
    main()
