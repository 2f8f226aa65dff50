"""Sentences whose figures are sewn to their records, and the blocks of a section."""

import re
from dataclasses import dataclass, field
from typing import Any

from jetekchi.core.figures import Svg

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Part:
    """A piece of a sentence or a cell; with an address it is a figure sewn to its records."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Sentence:
    """A translated sentence with its figures in place."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The sentence as plain words."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True)
class Grid:
    """A small table; the first column are row heads."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Part, ...], ...]
    words: frozenset[int] = frozenset()
    widest: int = 0

    def is_number(self, column: int) -> bool:
        """Whether the column holds numbers: all but the first and those of words do."""
        return column > 0 and column not in self.words

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """Headings, each with whether its column holds numbers."""
        return [(heading, self.is_number(column)) for column, heading in enumerate(self.headings)]

    @property
    def lines(self) -> list[list[tuple[Part, bool]]]:
        """Rows, each cell with whether its column holds numbers."""
        return [[(part, self.is_number(column)) for column, part in enumerate(row)] for row in self.rows]


@dataclass(frozen=True)
class Picture:
    """A picture with its caption; drawn once, the same on page and paper."""

    svg: Svg
    caption: str


Block = Sentence | Grid | Picture


@dataclass(frozen=True)
class Section:
    """One of the eighteen sections."""

    key: str
    number: int
    title: str
    blocks: tuple[Block, ...] = ()
    figures: dict[str, Any] = field(default_factory=dict)
    hint: str = ""
    needs_words: bool = False

    @property
    def text(self) -> str:
        """All its sentences."""
        return " ".join(block.text for block in self.blocks if isinstance(block, Sentence))

    @property
    def sources(self) -> list[dict[str, str]]:
        """Every figure with the address of its records."""
        parts = [part for block in self.blocks for part in _parts(block) if part.url]
        return [{"label": part.text, "url": part.url} for part in parts]


def _parts(block: Block) -> list[Part]:
    if isinstance(block, Sentence):
        return list(block.parts)
    if isinstance(block, Grid):
        return [part for row in block.rows for part in row]
    return []


def say(words: str, **values: Part | str | int) -> Sentence:
    """A translated sentence: named placeholders become its figures, with the links of those that have one."""
    parts: list[Part] = []
    position = 0
    for match in PLACEHOLDER.finditer(words):
        if match.start() > position:
            parts.append(Part(words[position : match.start()].replace("%%", "%")))
        value = values[match[1]]
        parts.append(value if isinstance(value, Part) else Part(str(value)))
        position = match.end()
    if position < len(words):
        parts.append(Part(words[position:].replace("%%", "%")))
    return Sentence(tuple(parts))
