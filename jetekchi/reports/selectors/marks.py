"""What a window showed of the leader's words, section by section: two windows do not write over each other (3.8)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from jetekchi.core.kyrgyz import mend
from jetekchi.reports.models import HalfYearReport
from jetekchi.reports.selectors.sections import KEYS

BETWEEN = "."


def words_of(report: HalfYearReport | None) -> dict[str, str]:
    """The saved words by section; none before anything was written."""
    return {row.section: row.text for row in report.words.all()} if report else {}


def clean(text: str) -> str:
    """Words as they are kept."""
    return mend(text).strip()


def _mark(text: str) -> str:
    plain = clean(text).replace("\r\n", "\n")
    return hashlib.sha256(plain.encode()).hexdigest()[:8] if plain else ""


def words_mark(words: Mapping[str, str]) -> str:
    """The mark of the words of every section, for the form that shows them."""
    return BETWEEN.join(_mark(words.get(key, "")) for key in KEYS)


@dataclass(frozen=True)
class Meant:
    """What a window wants of the saved words; `disputed` are sections that another window wrote meanwhile."""

    changed: dict[str, str]
    untouched: frozenset[str]
    disputed: frozenset[str]


def meant(sent: Mapping[str, str], seen: str, saved: Mapping[str, str]) -> Meant:
    """Tell what was typed here from what another window saved meanwhile.

    A section in which nothing was typed here keeps what was saved there. `seen` is the mark of what the window showed;
    an empty one comes from no page and wants everything as it was sent.
    """
    shown = dict(zip(KEYS, seen.split(BETWEEN), strict=False)) if seen else {}
    changed, untouched, disputed = {}, set(), set()
    for section, text in sent.items():
        typed, now = _mark(text), _mark(saved.get(section, ""))
        if typed == now:
            continue
        if seen and typed == shown.get(section):
            untouched.add(section)
        elif seen and now != shown.get(section):
            disputed.add(section)
        else:
            changed[section] = clean(text)
    return Meant(changed, frozenset(untouched), frozenset(disputed))
