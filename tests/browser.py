"""The system's Chromium for the journeys, and the base class that they share.

`python -m tests.browser` exits 0 when a browser is there, with `--shell` when it is the one made for tests.
"""

import os
import shutil
import sys
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# A processor so many times slower than this one, so many milliseconds away.
SLOWER, RTT, BYTES_A_SECOND = 4, 150, 1.6e6 / 8
SHELL = "chromium-headless-shell"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def executable() -> str | None:
    """The browser of the system, by JETEKCHI_CHROMIUM or by its usual names.

    First Chromium's shell: the same engine without a window's parts, a page costs a quarter of the processor's time.
    """
    names = (SHELL, "chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
    return os.environ.get("JETEKCHI_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


class Shared:
    """One browser a process, started when the first journey asks for it."""

    _stop: ClassVar[list[object]] = []
    _browser: "ClassVar[Browser | None]" = None

    @classmethod
    def browser(cls) -> "Browser":
        """The running browser of this test process."""
        if cls._browser is None:
            from playwright.sync_api import sync_playwright

            # The driver keeps an event loop in this thread; Django would take it for an async caller.
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
            playwright = sync_playwright().start()
            cls._stop.append(playwright)
            cls._browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        return cls._browser

    @classmethod
    def close(cls) -> None:
        """Stop the browser and its driver."""
        if cls._browser is not None:
            cls._browser.close()
            cls._browser = None
        while cls._stop:
            cls._stop.pop().stop()  # type: ignore[attr-defined]


def slow_down(page: "Page") -> None:
    """A poor phone on a poor line: a processor four times slower, 150 ms away, 1.6 Mbit/s."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND / 2}
    wire.send("Network.emulateNetworkConditions", {"offline": False, "latency": RTT, **speed})


if __name__ == "__main__":
    raise SystemExit(0 if (shutil.which(SHELL) if "--shell" in sys.argv else executable()) else 1)
