"""Every pair of colours the components use can be read, in both themes (WCAG 2.2: text 4.5, shapes 3)."""

import re

from django.test import SimpleTestCase

from jetekchi.core.assets import SOURCES

TEXT = """
ink paper|ink sheet|ink sunken|ink-2 paper|ink-2 sheet|ink-2 sunken|ink-3 paper|ink-3 sheet|ink-3 sunken
lake paper|lake sheet|lake sunken|lake lake-tint|lake-2 paper|lake-2 sheet|lake-2 lake-tint|on-lake lake|on-lake lake-2
madder paper|madder sheet|madder sunken|madder madder-tint|sheet madder|ink madder-tint|ink-2 madder-tint|ink-3 madder-tint
saffron paper|saffron sheet|saffron sunken|saffron saffron-tint|ink saffron-tint|ink-2 saffron-tint|leaf sheet|leaf paper
leaf leaf-tint|sheet leaf|ink leaf-tint|iris sheet|iris iris-tint|ink lake-tint|ink-2 lake-tint|ink-3 lake-tint
madder lake-tint|leaf lake-tint|sheet ink|sheet ink-2|lake saffron-tint|lake madder-tint
nav-ink nav|nav-ink nav-2|nav-ink-2 nav|nav-ink-2 nav-2|h-lo h0|h-lo h1|h-lo h2|h-hi h3|h-hi h4|on-seam nav-seam
"""
SHAPE = """
line-2 sheet|line-2 paper|lake lake-tint|c-line sheet|c-line c-band|c-2 sheet|c-2 c-band|c-axis sheet|nav-seam nav
nav-line nav|nav-alert nav|madder sheet|saffron saffron-tint|lake sheet|lake paper|leaf sheet|leaf leaf-tint
madder madder-tint
"""
TOKENS = (SOURCES / "css" / "tokens.css").read_text("utf-8")


def pairs(text: str) -> list[tuple[str, str]]:
    words = [pair.split() for pair in re.split(r"[|\n]", text) if pair]
    return [(front, back) for front, back in words]


def themes() -> dict[str, dict[str, str]]:
    parts = re.split(r"color-scheme: (?:dark|light);", TOKENS)[1:4]
    light, media, chosen = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in parts)
    return {"light": light, "dark by system": media, "dark by choice": chosen}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


class ContrastTest(SimpleTestCase):
    def test_black_on_white_is_21(self) -> None:
        self.assertAlmostEqual(contrast("#000000", "#ffffff"), 21)

    def test_both_dark_lists_are_the_same(self) -> None:
        self.assertEqual(themes()["dark by system"], themes()["dark by choice"])

    def test_text_can_be_read(self) -> None:
        self.check(TEXT, 4.5)

    def test_shapes_can_be_told_apart(self) -> None:
        self.check(SHAPE, 3.0)

    def check(self, text: str, least: float) -> None:
        for theme, colours in themes().items():
            for front, back in pairs(text):
                with self.subTest(theme=theme, pair=f"{front} on {back}"):
                    self.assertGreaterEqual(contrast(colours[front], colours[back]), least)

    def test_a_colour_is_named_only_in_the_tokens(self) -> None:
        for path in (SOURCES / "css").rglob("*.css"):
            if path.name != "tokens.css":
                found = re.findall(r"#[0-9a-fA-F]{6}\b", path.read_text("utf-8"))
                self.assertEqual(found, [], path.name)
