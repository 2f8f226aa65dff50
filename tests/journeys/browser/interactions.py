"""What a person does with the hands, counted: a tap, a click or a group of keystrokes is one interaction.

The suite holds the interactions against their target; the seconds are printed, and `make bench` takes them on a slow
phone (JETEKCHI_SLOW=1).
"""

import time

from playwright.sync_api import Locator, Page


class Hands:
    """Counts and times a task; `done` prints it and holds it against its target."""

    def __init__(self, page: Page, task: str) -> None:
        self.page, self.task = page, task
        self.count = 0
        self.began = time.monotonic()

    def tap(self, target: Locator) -> None:
        """One tap or click."""
        target.click()
        self.count += 1

    def choose(self, target: Locator, label: str) -> None:
        """One choice out of a list."""
        target.select_option(label=label)
        self.count += 1

    def type(self, words: str, then: str = "", into: Locator | None = None) -> None:
        """One group of keystrokes, into a field or where the cursor stands, with the key that ends it."""
        if into is not None:
            into.fill(words)
        else:
            self.page.keyboard.type(words)
        if then:
            self.page.keyboard.press(then)
        self.count += 1

    def press(self, keys: str) -> None:
        """One chord."""
        self.page.keyboard.press(keys)
        self.count += 1

    def done(self, most: int, seconds: float) -> None:
        """Print the task and fail when it took more moves than its target; `seconds` is what it may take."""
        passed = time.monotonic() - self.began
        print(f"{self.task}: {self.count} interactions of {most}, {passed:.1f} s of {seconds:g}")
        assert self.count <= most, f"{self.task}: {self.count} interactions, at most {most}"
