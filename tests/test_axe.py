"""Every page against the accessibility rules (axe), and on a phone of 360 px.

A run shows each page once, in a combination of language, theme and width that changes from day to day; every
combination is seen in each run. JETEKCHI_AXE=all (`make axe`) shows each page in all of them.
"""

import os
from datetime import date
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import axe_playwright_python
import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.journey import Journey
from tests.pages import Shown, pages
from tests.permission_world import peopled

pytestmark = pytest.mark.once

if TYPE_CHECKING:
    from playwright._impl._api_structures import SetCookieParam

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
# Contrast takes four fifths of axe's time, and words of one colour, size and weight on one ground have one contrast:
# of each kind one is looked at. Each word is, when every combination is shown (JETEKCHI_AXE=all).
RUN = """async isEach => {
    const run = async (where, what) => (await axe.run(where,
        {resultTypes: ["violations"], reporter: "no-passes", preload: false, ...what})).violations;
    const grounds = new Map(), kinds = new Map();
    const ground = item => {
        if (!item) return "";
        if (!grounds.has(item)) {
            const {backgroundColor, backgroundImage, opacity, filter} = getComputedStyle(item);
            grounds.set(item, [backgroundColor, backgroundImage, opacity, filter, ground(item.parentElement)].join("|"));
        }
        return grounds.get(item);
    };
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const item = words.currentNode.parentElement, {color, fontSize, fontWeight, textShadow} = getComputedStyle(item);
        if (!words.currentNode.data.trim() || !item.checkVisibility()) continue;
        const kind = [color, fontSize, fontWeight, textShadow, ground(item)].join("|");
        if (!kinds.has(kind)) kinds.set(kind, item);
    }
    const contrast = {runOnly: {type: "rule", values: ["color-contrast"]}};
    const found = isEach ? await run(document, {}) : [
        ...await run(document, {rules: {"color-contrast": {enabled: false}}}),
        ...await run({include: [...kinds.values()]}, contrast)];
    return found.filter(found => ["serious", "critical"].includes(found.impact))
        .map(found => `${found.id}: ` + found.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" … "));
}"""
# Style sheets are not fetched a second time: only a rule on turned screens, which is not asked, would need them.
# What a finger must meet: 24 px (WCAG 2.5.8, without links inside a sentence), 44 px for the chief button.
FINGERS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].flatMap(item => {
    const label = item.closest("label"), box = (label || item).getBoundingClientRect();
    const style = getComputedStyle(label || item);
    const unseen = !box.width || style.visibility === "hidden" || item.type === "hidden" || !item.checkVisibility();
    const off = box.bottom < 0 || box.right < 0 || item.classList.contains("vh");
    if (unseen || off || (item.tagName === "A" && style.display === "inline")) return [];
    const least = item.matches(".btn.primary") ? 44 : 24;
    return box.height + 0.5 < least || box.width + 0.5 < 24
        ? [`${Math.round(box.width)}×${Math.round(box.height)} px: ${item.outerHTML.slice(0, 120)}`] : [];
})"""
SIDEWAYS = """() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return [];
    const inside = item => { for (let up = item.parentElement; up; up = up.parentElement)
        if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return true; return false; };
    const guilty = [...document.body.querySelectorAll("*")].filter(item =>
        item.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !inside(item));
    return [`${wide} px too wide: ` + guilty.slice(-2).map(item => item.outerHTML.slice(0, 120)).join(" … ")];
}"""
PARTS = 2
EACH = os.environ.get("JETEKCHI_AXE") == "all"


class Look(NamedTuple):
    """How a page is shown."""

    language: str
    theme: str
    width: int


LOOKS = [Look(*look) for look in product(("ky", "ru", "en"), ("light", "dark"), (360, 1280))]


def looks_of(place: int) -> list[Look]:
    """The combinations of the page at this place of the list today."""
    if EACH:
        return LOOKS
    return [LOOKS[(place + date.today().toordinal()) % len(LOOKS)]]


class Pages(Journey):
    """The pages of one part of the list; the parts run side by side."""

    __test__ = False
    part = 0

    def setUp(self):
        if os.environ.get("JETEKCHI_DATABASE_URL", "").startswith("postgres"):
            self.skipTest("a page looks the same on both databases")
        super().setUp()
        self.pages = pages(*peopled(), self.part, PARTS)

    def open(self, window: Page, page: Shown) -> None:
        window.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        if page.session:
            cookie: SetCookieParam = {"name": settings.SESSION_COOKIE_NAME, "value": page.session}
            cookie["url"] = self.live_server_url
            window.context.add_cookies([cookie])
        window.goto(page.url)

    def window_for(self, look: Look) -> Page:
        page = self.open_window(
            viewport={"width": look.width, "height": 740}, color_scheme=look.theme, reduced_motion="reduce"
        )
        cookie: SetCookieParam = {"name": settings.LANGUAGE_COOKIE_NAME, "value": look.language}
        cookie["url"] = self.live_server_url
        page.context.add_cookies([cookie])
        page.add_init_script(AXE)
        return page

    def test_every_page_keeps_the_rules_and_fits_a_phone(self):
        seen, wrong = set(), []
        for look in LOOKS:
            today = [page for place, page in enumerate(self.pages) if look in looks_of(place)]
            if not today:
                continue
            window = self.window_for(look)
            seen.add(look)
            for page in today:
                self.open(window, page)
                wrong += [f"{page.name} {tuple(look)}: {found}" for found in self.faults(window, look)]
            window.context.close()
        print(f"\naxe: {len(self.pages)} pages, {len(seen)} combinations of language, theme and width")
        self.assertEqual(wrong, [], "\n" + "\n".join(wrong))
        self.assertEqual(seen, set(LOOKS))

    def faults(self, page: Page, look: Look) -> list[str]:
        found: list[str] = page.evaluate(RUN, EACH)
        if look.width != 360:
            page.set_viewport_size({"width": 360, "height": 740})
        found += page.evaluate(SIDEWAYS) + page.evaluate(FINGERS)
        if look.width != 360:
            page.set_viewport_size({"width": look.width, "height": 740})
        return found


@pytest.mark.axe
class OddPages(Pages):
    __test__ = True


@pytest.mark.axe
class EvenPages(Pages):
    __test__ = True
    part = 1


class Contrast(Journey):
    """The look at one word of each kind finds what the look at each word finds."""

    def test_a_word_that_cannot_be_read_is_found_among_those_that_can(self):
        self.page.add_init_script(AXE)
        self.page.goto("/accounts/login/")
        self.assertEqual(self.page.evaluate(RUN, False), [])
        self.page.locator("label").last.evaluate(
            "word => { word.style.color = '#999'; word.style.background = '#aaa'; }"
        )
        for is_each in (True, False):
            self.assertIn("color-contrast", "".join(self.page.evaluate(RUN, is_each)))
