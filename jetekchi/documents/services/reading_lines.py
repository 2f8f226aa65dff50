"""Lines of an official text: gaps between them, numbers, bullets and names as they stand on paper."""

import re
from collections import Counter
from dataclasses import dataclass

LETTER = r"A-Za-zА-Яа-яЁёҢңӨөҮү"
UPPER = r"A-ZА-ЯЁҢӨҮ"
LOWER = r"a-zа-яёңөү"

NUMBER = re.compile(
    rf"^(?:§\s*|(?:глава|раздел|бөлүм|section|chapter|пункт|clause)\s+)?"
    rf"(?P<n>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?P<end>\.|\)|-(?:бөлүм|глава|бап)\.?|(?=\s)|(?=[{LETTER}])|$)\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
ROMAN = re.compile(
    r"^(?:(?:глава|раздел|бөлүм|section|chapter)\s+)?(?P<n>[IVX]{1,5})(?P<end>[.)])\s*(?P<rest>\S.*)$", re.I
)
HARD_BULLET = re.compile(r"^[\uf0b7\uf0a7\uf0d8\uf0fc\uf076•‣◦·▪■●○►➢✓*]\s*(?P<rest>.*)$")
SOFT_BULLET = re.compile(rf"^(?:[-–—−]\s*|[{LOWER}]\)\s*)(?P<rest>\S.*)$")

_INITIALS = rf"(?:[{UPPER}]\.\s?){{1,3}}"
_SURNAME = rf"[{UPPER}][{LOWER}]+(?:-[{UPPER}][{LOWER}]+)?"
_BORN = r"(?:\s+(?:уулу|кызы|улуу|uulu|kyzy))?"
NAME = rf"(?:{_INITIALS}{_SURNAME}{_BORN}|{_SURNAME}{_BORN}\s+{_INITIALS})"
FULL_NAME = rf"{_SURNAME}{_BORN}(?:\s+{_SURNAME}){{1,2}}{_BORN}"
_GAP = r"(?:\s{2,}|\t+|\s*_{2,}[\s_/«»\"]*|\s*\.{4,}\s*|\s+[-–—]\s+|\s*[:/]\s+|\s*\|\s*)"
NAMED = re.compile(
    rf"^(?P<title>.*?)(?:{_GAP}(?P<full>{NAME}|{FULL_NAME})|(?:^|[\s,(]+)(?P<short>{NAME}))[)/\s.]*$"
)
VACANT = re.compile(r"[\s(:–—-]*\b(?:вакан\w*|орун бош|бош орун|vacant)\b[\s).]*$", re.IGNORECASE)
JOINER = re.compile(
    r"\b(?:боюнча|жана|менен|үчүн|карата|дагы|ошондой эле|по|и|в|на|с|для|of|for|and|the|to|in)$|[-–—,(]$",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.;:!?]\s*[»\")]*$")
# Longer lines are running text: no office, no name, no head of a table is looked for in them.
LONGEST_SHEET_LINE = 400


@dataclass(frozen=True)
class Line:
    """One line that is not blank: as written, and how far it stands from the line before."""

    raw: str
    text: str
    gap: int
    wide: bool = False


@dataclass(frozen=True)
class Number:
    """A line that looks numbered."""

    at: int
    parts: tuple[int, ...]
    printed: str
    end: str
    rest: str
    roman: bool = False


def split_lines(text: str) -> list[Line]:
    """Lines that carry words, each with the count of blank lines above it."""
    found: list[tuple[str, int]] = []
    gap = 0
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n"):
        if raw.strip(" \t\u00a0\u200b\ufeff|"):
            found.append((raw.strip("\ufeff").rstrip(), gap))
            gap = 0
        else:
            gap += 1
    usual = Counter(gap for _raw, gap in found[1:]).most_common(1)[0][0] if len(found) > 1 else 0
    return [Line(raw, clean(raw), gap, gap > usual) for raw, gap in found]


def clean(raw: str) -> str:
    """Outer white space and odd spaces away; inner runs stay, they part columns, but endless ones are cut."""
    raw = re.sub(r"([ \t_.]{20})[ \t_.]+", r"\1", raw)
    return raw.replace("\u00a0", " ").replace("\u200b", "").replace("\u00ad", "").strip()


def normalise(text: str) -> str:
    """One line for reading: runs of white space become one space, a word broken at a hyphen is closed."""
    joined = re.sub(rf"(?<=[{LETTER}])-[ \t]*\n\s*(?=[{LOWER}])", "-", clean(text))
    return re.sub(r"\s+", " ", joined)


def numbers(lines: list[Line]) -> list[Number]:
    """Every line that begins with a number, read as a tuple; dates and measures are left out."""
    found = []
    for at, line in enumerate(lines):
        match = NUMBER.match(line.text)
        if match and (number := _number(at, match)):
            found.append(number)
        elif roman := ROMAN.match(line.text):
            value = roman_value(roman["n"].upper())
            if value:
                found.append(Number(at, (value,), roman["n"], roman["end"], roman["rest"], roman=True))
    return found


def _number(at: int, match: re.Match[str]) -> Number | None:
    pieces = match["n"].split(".")
    rest = match["rest"]
    if any(piece.startswith("0") for piece in pieces) or re.match(r"\d", rest) or re.match(r"[%‰°]", rest):
        return None
    if len(pieces) == 1 and match["end"] == "":
        return None
    return Number(at, tuple(int(piece) for piece in pieces), match["n"], match["end"], rest)


def roman_value(letters: str) -> int:
    """The value of a Roman number up to 39, 0 when it is none."""
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for here, after in zip(letters, letters[1:] + " ", strict=True):
        total += -values[here] if after in values and values[after] > values[here] else values[here]
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    return total if 0 < total < 40 and "X" * (total // 10) + ones[total % 10] == letters else 0


def follows(last: tuple[int, ...], new: tuple[int, ...]) -> bool:
    """Is this number the natural next one?"""
    if not last:
        return all(part == 1 for part in new[1:])
    steps = {last[:depth] + (last[depth] + 1,) for depth in range(len(last))}
    steps |= {step + (1,) * extra for step in set(steps) for extra in (1, 2)} | {(*last, 1), (*last, 1, 1)}
    return new in steps or (new[0] > last[0] and all(part == 1 for part in new[1:]))


def begins_small(text: str) -> bool:
    """Does the line go on from the one before (first letter small)?"""
    letters = re.sub(rf"^[^{LETTER}\d]+", "", text)
    return bool(letters) and letters[0].isalpha() and letters[0].islower()


def named(text: str) -> tuple[str, str] | None:
    """Split «office   Name» into both; None when no name stands at the end of the line."""
    match = NAMED.match(text) if len(text) <= LONGEST_SHEET_LINE else None
    if not match:
        return None
    name = re.sub(r"\s+", " ", match["full"] or match["short"]).strip()
    return normalise(match["title"]).strip(" _/|:–—-,("), name
