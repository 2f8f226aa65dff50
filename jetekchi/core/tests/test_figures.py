"""Charts: nothing overlaps, nothing sticks out, nothing is styled inline, and every picture says its finding."""

import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from django.test import SimpleTestCase

from jetekchi.core.figures import (
    Bar,
    HeatRow,
    Pause,
    Series,
    Sign,
    SignRow,
    bar_chart,
    checked_svg,
    dot_matrix,
    heat_map,
    line_chart,
    share_bar,
    sign_map,
    spark,
    text_width,
    wrap,
)
from jetekchi.core.figures.drawing import SIZE, Drawing
from jetekchi.core.figures.scale import round_ticks

WEEKS = tuple(f"{day}-сен." for day in range(1, 25))
NAMES = ("Мамлекеттик тил жана оозеки кеп маданияты", "Кубанычбек уулу Бектур", "Үй", "<script>&\"'")


def comma(value):
    return f"{value:.1f}".replace(".", ",")


def lines(first=4.05, second=4.02, **changes):
    flat = (first,) * 10 + (None,) + (first,) * 13
    other = tuple(second if value is not None else None for value in flat)
    kwargs: Any = {
        "second": Series("Жумабек уулу Адилет", other),
        "band": [(3.5, 4.6)] * 24,
        "pauses": [Pause(10, 10, "күзгү каникул")],
        "between": (3, 5),
        "fmt": comma,
        **changes,
    }
    return line_chart(WEEKS, Series("класс", flat), title="Орточо балл", desc="Балл түштү.", **kwargs)


def everything():
    bars = [Bar(name, (6, 13, 5, 1)) for name in NAMES]
    heat = [HeatRow(name, (0, 1, None, 12, 3) * 4, 23) for name in NAMES]
    words: Any = {"title": 'Сүрөт <b> & "х"', "desc": "Табылга > баары."}
    return {
        "stacked": bar_chart(bars, ("«5»", "«4»", "«3»", "«2»"), alarm=3, **words),
        "grouped": bar_chart(
            bars, ("былтыр", "быйыл", "максат", "орточо"), stacked=False, fmt=comma, **words
        ),
        "lines": lines(),
        "heat": heat_map(heat, WEEKS[:20], total_name="баары", **words),
        "signs": sign_map(
            [
                SignRow(name, (Sign("two", "Н"), None, Sign("", "к")) * 20, "23", frozenset({1}))
                for name in NAMES
            ],
            [WEEKS[place // 5] if place % 5 == 0 else "" for place in range(60)],
            total_name="баары",
            **words,
        ),
        "share": share_bar(
            [("оорусуна байланыштуу", 58), ("себепсиз", 25), ("такталбаган", 1)], alarm=1, **words
        ),
        "dots": dot_matrix([("катышкан", 43), ("катышкан жок", 2)], alarm=1, **words),
        "spark": spark((4, 3.5, None, 3), title=words["title"]),
    }


def parsed(markup: str) -> Any:
    return ElementTree.fromstring(markup)


@dataclass
class Box:
    text: str
    left: float
    right: float
    top: float
    bottom: float

    def over(self, other):
        wide = min(self.right, other.right) - max(self.left, other.left)
        tall = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > 0.5 and tall > 0.5


def boxes(svg):
    found = []
    for node in parsed(svg.markup).iter("text"):
        places = node.get("x").split()
        # Several places: each letter has its own.
        words = list(node.text) if len(places) > 1 else [node.text or ""]
        bold = node.get("class", "") == "b"
        for place, text in zip(places, words, strict=True):
            width = text_width(text, SIZE, bold=bold)
            x, y = float(place), float(node.get("y"))
            left = x - {"start": 0, "middle": width / 2, "end": width}[node.get("text-anchor", "start")]
            found.append(Box(text, left, left + width, y - SIZE * 0.74, y + SIZE * 0.22))
    return found


def overlaps(svg):
    placed = boxes(svg)
    pairs = [(one, other) for index, one in enumerate(placed) for other in placed[index + 1 :]]
    return [(one.text, other.text) for one, other in pairs if one.over(other)]


class EveryChart(SimpleTestCase):
    def test_labels_never_overlap(self):
        for name, svg in everything().items():
            self.assertEqual(overlaps(svg), [], name)

    def test_labels_never_leave_the_picture(self):
        for name, svg in everything().items():
            for box in boxes(svg):
                inside = box.left >= -0.5 and box.right <= svg.width + 0.5
                self.assertTrue(
                    inside and box.top >= -0.5 and box.bottom <= svg.height + 0.5, f"{name}: {box}"
                )

    def test_shapes_never_leave_the_picture(self):
        for name, svg in everything().items():
            for node in parsed(svg.markup).iter("rect"):
                right = float(node.get("x")) + float(node.get("width"))
                below = float(node.get("y")) + float(node.get("height"))
                self.assertLessEqual(right, svg.width + 0.5, name)
                self.assertLessEqual(below, svg.height + 0.5, name)

    def test_it_says_its_finding_in_words(self):
        root = parsed(everything()["heat"].markup)
        self.assertEqual(root.get("role"), "img")
        title, desc = root[0], root[1]
        self.assertEqual((title.tag, title.text), ("title", 'Сүрөт <b> & "х"'))
        self.assertEqual((desc.tag, desc.text), ("desc", "Табылга > баары."))
        self.assertEqual(root.get("aria-labelledby"), f"{title.get('id')} {desc.get('id')}")

    def test_the_page_needs_no_inline_style_and_names_no_colour(self):
        for name, svg in everything().items():
            self.assertNotRegex(svg.markup, r"style=|#[0-9a-f]{3,6}\b|<script", name)

    def test_the_page_uses_only_classes_the_style_sheet_knows(self):
        known = "axis rule band line line2 dot dot2 h0 h1 h2 h3 h4 two on lo hi b ring spark bar0 bar1 wide".split()
        for name, svg in everything().items():
            used = set(re.findall(r'class="([^"]+)"', svg.markup))
            self.assertLessEqual(used, set(known), name)

    def test_paper_needs_no_style_sheet_and_passes_the_check_of_pictures(self):
        for name, svg in everything().items():
            paper = checked_svg(svg.for_paper())
            self.assertNotIn("class=", paper, name)
            for node in parsed(paper).iter("{http://www.w3.org/2000/svg}text"):
                self.assertTrue(node.get("fill") and node.get("font-family") and node.get("font-size"), name)

    def test_paper_text_stays_readable_at_any_width(self):
        for width in (60, 90, 120, 170):
            root = parsed(everything()["heat"].for_paper(width))
            size = float(root.find("{http://www.w3.org/2000/svg}text").get("font-size"))
            pixels = size * width * 96 / 25.4 / 360
            self.assertTrue(7 <= pixels <= 13, f"{width} mm: {pixels}")


class ALineChart(SimpleTestCase):
    def test_the_end_labels_keep_apart_however_near_the_lines_end(self):
        for second in (3.0, 3.9, 4.0, 4.05, 4.1, 4.9, 5.0):
            svg = lines(second=second)
            self.assertEqual(overlaps(svg), [], second)

    def test_the_upper_line_has_the_upper_label(self):
        tops = {box.text.split()[0]: box.top for box in boxes(lines(first=4.05, second=4.02))}
        self.assertLess(tops["класс"], tops["Жумабек"])

    def test_the_line_is_broken_where_nothing_happens(self):
        root = parsed(lines().markup)
        pieces = [node for node in root.iter("polyline") if node.get("class") == "line"]
        self.assertEqual([len(piece.get("points").split()) for piece in pieces], [10, 13])
        self.assertIn("күзгү каникул", [box.text for box in boxes(lines())])

    def test_charts_with_the_same_range_share_a_scale(self):
        def ticks(svg):
            return [box.text for box in boxes(svg) if re.fullmatch(r"\d,\d", box.text)]

        self.assertEqual(ticks(lines(first=4.9, second=4.8)), ticks(lines(first=3.1, second=3.2)))

    def test_one_measurement_is_a_dot_and_none_is_an_empty_chart(self):
        one = line_chart(("1-сен.",), Series("класс", (4.0,)), title="Т", desc="Д")
        none = line_chart(("1-сен.",), Series("класс", (None,)), title="Т", desc="Д")
        self.assertIn("<circle", one.markup)
        self.assertNotIn("<circle", none.markup)

    def test_ticks_are_round_and_hold_every_value(self):
        self.assertEqual(round_ticks(3, 5), [3.0, 3.5, 4.0, 4.5, 5.0])
        self.assertEqual(round_ticks(0, 97), [0, 25, 50, 75, 100])
        self.assertEqual(len(round_ticks(4, 4)), 5)


class AHeatMap(SimpleTestCase):
    def test_two_figures_are_printed_in_the_narrow_cells_of_a_phone(self):
        rows = [HeatRow("Мамбеталиева Альбина", (12, 3) * 7, 105)]
        svg = heat_map(rows, WEEKS[:14], total_name="сабактар", title="Т", desc="Д")
        self.assertEqual([box.text for box in boxes(svg)].count("12"), 7)


class ARowOfBoxes(SimpleTestCase):
    def test_the_ninetieth_box_stands_where_it_belongs(self):
        drawing, places = Drawing(400, 20), [1 + number * 3.847 for number in range(90)]
        drawing.tiles("h1", places, 2, 3, 3, 1)
        (path,) = drawing.elements
        drawn = dict(path.attributes)["d"]
        start = float(drawn[1:].split(" ")[0])
        steps = [float(step) for step in re.findall(r"m(-?[\d.]+) 0", drawn)]
        self.assertEqual(len(steps), 89)
        self.assertAlmostEqual(start + sum(steps), places[-1] + 1, delta=0.1)


class ABarChart(SimpleTestCase):
    def test_every_value_is_printed_even_where_the_bar_is_too_narrow(self):
        svg = bar_chart([Bar("Физика", (100, 1))], ("бар", "жок"), title="Т", desc="Д")
        self.assertEqual([box.text for box in boxes(svg)][-2:], ["100", "1"])

    def test_lengths_tell_the_amounts(self):
        svg = bar_chart([Bar("а", (10,)), Bar("б", (20,))], ("с",), stacked=False, title="Т", desc="Д")
        widths = [float(node.get("width")) for node in parsed(svg.markup).iter("rect")]
        self.assertAlmostEqual(widths[1], widths[0] * 2, places=1)

    def test_nothing_to_count_is_no_error(self):
        self.assertIn("<svg", bar_chart([], (), title="Т", desc="Д").markup)
        self.assertIn("<svg", share_bar([("жок", 0)], title="Т", desc="Д").markup)
        self.assertIn("<svg", heat_map([], (), title="Т", desc="Д").markup)
        self.assertIn("<svg", spark(()).markup)


class TextWidths(SimpleTestCase):
    def test_kyrgyz_letters_have_widths_of_their_own(self):
        self.assertGreater(text_width("жүйөлүү", 10), text_width("iiiiiii", 10) * 1.5)
        self.assertGreater(text_width("Щ", 10), text_width("г", 10))

    def test_lines_break_between_words_only(self):
        text = "Мамлекеттик тил жана оозеки кеп маданияты"
        broken = wrap(text, 90, SIZE)
        self.assertGreater(len(broken), 2)
        self.assertEqual(" ".join(broken), text)
