"""One drawing, two dresses: classes for the page (the style sheet colours them), attributes for paper."""

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

from django.utils.safestring import SafeString

SIZE = 11.5
"""Size of a chart's text in its own units: what the style sheet sets where the container is narrow."""

_INK = "#1d2733"
_PAPER_FONT = "Libertinus Serif, Liberation Serif, serif"
_MM = 96 / 25.4
_PAPER_TEXT_PX = 12.4

# Letters upon a shape stand in its middle: the style sheet says so, and paper is told here.
_UPON = {"lo", "hi", "on"}

# Light to dark, so that a black and white print tells the amounts apart as well.
_PAPER_DRESS: dict[str, dict[str, str]] = {
    "axis": {"stroke": "#333333", "stroke-width": "0.7"},
    "rule": {"stroke": "#c4c4c4", "stroke-width": "0.5"},
    "band": {"fill": "#dde6e8"},
    "line": {"fill": "none", "stroke": "#0b4151", "stroke-width": "1.6", "stroke-linejoin": "round"},
    "line2": {"fill": "none", "stroke": "#8a5200", "stroke-width": "1.5", "stroke-dasharray": "4 3"},
    "dot": {"fill": "#0b4151"},
    "dot2": {"fill": "#8a5200"},
    "h0": {"fill": "#f3f3f1"},
    "h1": {"fill": "#d7e5e7"},
    "h2": {"fill": "#a5c8cd"},
    "h3": {"fill": "#2b7182"},
    "h4": {"fill": "#0b4151"},
    "two": {"fill": "#ffffff", "stroke": "#a3301f", "stroke-width": "1.2"},
    "bar0": {"fill": "#a5c8cd"},
    "bar1": {"fill": "#0b4151"},
    "edge": {"fill": "none", "stroke": "#8c8c8c", "stroke-width": "0.7"},
    "mutual": {"fill": "none", "stroke": "#0b4151", "stroke-width": "1.4"},
    "ring": {"fill": "none", "stroke": "#c4c4c4", "stroke-width": "0.6", "stroke-dasharray": "3 4"},
    "node": {"fill": "#ffffff", "stroke": "#0b4151", "stroke-width": "1.4"},
    "node star": {"fill": "#0b4151", "stroke": "#0b4151", "stroke-width": "1.4"},
    "node out": {"fill": "#ffffff", "stroke": "#a3301f", "stroke-width": "1.4", "stroke-dasharray": "3 2"},
}
_PAPER_TEXT: dict[str, dict[str, str]] = {
    "b": {"font-weight": "700"},
    "lo": {"fill": _INK},
    "hi": {"fill": "#ffffff"},
    "on": {"fill": "#a3301f", "font-weight": "700"},
    "tight": {"font-size": "8.5"},
    # Without `paint-order` the outline would eat the letter: on paper the halo is left out.
    "halo": {},
}


def number(value: float) -> str:
    """A coordinate, short: a tenth is finer than any screen or print of a chart shows, and never "-0"."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


@dataclass(frozen=True, slots=True)
class Element:
    """One shape or one line of text."""

    tag: str
    kind: str
    attributes: tuple[tuple[str, str], ...]
    text: str = ""

    def render(self, dress: dict[str, str]) -> str:
        """The element as markup, wearing what it is given."""
        pairs = "".join(f" {name}={quoteattr(value)}" for name, value in [*dress.items(), *self.attributes])
        if self.tag == "text":
            return f"<text{pairs}>{escape(self.text)}</text>"
        return f"<{self.tag}{pairs}/>"


@dataclass(frozen=True)
class Svg:
    """A finished picture: title and description say its finding in words."""

    width: float
    height: float
    elements: tuple[Element, ...]
    title: str
    desc: str
    css: str = ""
    stretch: bool = False

    @cached_property
    def markup(self) -> str:
        """The picture for a page, written once: colours come from the style sheet."""
        body = "".join(e.render({"class": e.kind} if e.kind else {}) for e in self.elements)
        css = f' class="{self.css}"' if self.css else ""
        stretch = ' preserveAspectRatio="none"' if self.stretch else ""
        return f'<svg{css} viewBox="0 0 {number(self.width)} {number(self.height)}"{stretch}{self._words(body)}</svg>'

    def __str__(self) -> str:
        """Templates may print it as it is: every text in it has been escaped."""
        return SafeString(self.markup)

    def __html__(self) -> str:
        return self.markup

    def for_paper(self, width_mm: float = 120) -> str:
        """The picture for a print of that width, alone in a file: colours safe in black and white."""
        size = min(SIZE, _PAPER_TEXT_PX * self.width / (width_mm * _MM))
        body = "".join(e.render(_paper_dress(e, size)) for e in self.elements)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(width_mm)}mm"'
            f' height="{number(width_mm * self.height / self.width)}mm"'
            f' viewBox="0 0 {number(self.width)} {number(self.height)}"{self._words(body)}</svg>'
        )

    def _words(self, body: str) -> str:
        if not self.title:
            return f' aria-hidden="true">{body}'
        key = sha256(f"{self.title}\n{self.desc}\n{body}".encode()).hexdigest()[:8]
        desc = f'<desc id="d{key}">{escape(self.desc)}</desc>' if self.desc else ""
        ids = f"t{key} d{key}" if self.desc else f"t{key}"
        return (
            f' role="img" aria-labelledby="{ids}"><title id="t{key}">{escape(self.title)}</title>{desc}{body}'
        )


def _paper_dress(element: Element, size: float) -> dict[str, str]:
    if element.tag != "text":
        return _PAPER_DRESS.get(element.kind, {})
    dress = {"font-family": _PAPER_FONT, "font-size": number(size), "fill": _INK}
    for kind in element.kind.split():
        dress |= _PAPER_TEXT[kind]
        if kind in _UPON:
            dress["text-anchor"] = "middle"
    return dress


@dataclass(slots=True)
class Drawing:
    """A sheet to draw on; `done` gives the picture."""

    width: float
    height: float
    elements: list[Element] = field(default_factory=list)

    def add(self, tag: str, kind: str, text: str = "", **attributes: float | str) -> None:
        """Draw one element; an underscore in a name stands for a hyphen."""
        pairs = tuple(
            (name.replace("_", "-"), value if isinstance(value, str) else number(value))
            for name, value in attributes.items()
        )
        self.elements.append(Element(tag, kind, pairs, text))

    def rect(self, kind: str, x: float, y: float, width: float, height: float, rx: float = 2) -> None:
        """Draw a box."""
        self.add("rect", kind, x=x, y=y, width=max(width, 0), height=max(height, 0), rx=rx)

    def tiles(
        self, kind: str, places: list[float], y: float, width: float, height: float, rx: float = 2
    ) -> None:
        """Draw equal boxes side by side as one element: each by the same words after the first, which packs small."""
        rx = min(rx, width / 2, height / 2)
        w, h, r = number(width - 2 * rx), number(height - 2 * rx), number(rx)
        box = f"h{w}q{r} 0 {r} {r}v{h}q0 {r}-{r} {r}h-{w}q-{r} 0-{r}-{r}v-{h}q0-{r} {r}-{r}z"
        # Rounded before the steps between them are taken: else a row of ninety would drift by what each step lost.
        known = [round(place + rx, 1) for place in places]
        if known:
            steps = (f"m{number(there - here)} 0{box}" for here, there in zip(known, known[1:], strict=False))
            self.add("path", kind, d=f"M{number(known[0])} {number(y)}{box}" + "".join(steps))

    def text(self, text: str, x: float, y: float, *, anchor: str = "start", kind: str = "") -> None:
        """Write one line of text on the base line y, at whole places: what comes after the point nobody sees."""
        # The beginning is where a line of text stands anyway.
        said = anchor == "start" or not _UPON.isdisjoint(kind.split())
        anchored = {} if said else {"text_anchor": anchor}
        self.add("text", kind, text, x=round(x), y=round(y), **anchored)

    def letters(self, kind: str, letters: list[tuple[float, str]], y: float) -> None:
        """Write single letters, each with its middle at its own place, as one element."""
        if letters:
            places = " ".join(number(x) for x, _letter in letters)
            words = "".join(letter for _x, letter in letters)
            anchored = {} if kind in _UPON else {"text_anchor": "middle"}
            self.add("text", kind, words, x=places, y=y, **anchored)

    def stroke(self, kind: str, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a straight line."""
        self.add("path", kind, d=f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}")

    def curve(self, tag: str, kind: str, points: list[tuple[float, float]]) -> None:
        """Draw a polyline or a polygon through the points."""
        self.add(tag, kind, points=" ".join(f"{number(x)},{number(y)}" for x, y in points))

    def dot(self, kind: str, x: float, y: float, radius: float = 3.5) -> None:
        """Draw a filled dot."""
        self.add("circle", kind, cx=x, cy=y, r=radius)

    def done(self, title: str, desc: str = "", *, css: str = "", stretch: bool = False) -> Svg:
        """The finished picture."""
        return Svg(self.width, self.height, tuple(self.elements), title, desc, css, stretch)
