"""What a row of tests/form_table.py is, and the words that many rows share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests import cast
from tests import form_scenes as scenes
from tests.form_scenes import Scene

Words = Callable[[Scene], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """One form."""

    who: str
    words: Words
    scene: Callable[[Scene], dict[str, Any]] = scenes.nothing
    page: str = ""
    also: tuple[str, ...] = ()
    silent: bool = False
    empty: bool = False
    # What it uses up is no record: a draft in a file.
    spends: bool = False


def typed(**words: Any) -> Words:
    """Words that need nothing of the scene."""
    return lambda scene: dict(words)


def read(**words: Any) -> Words:
    """Words about what was shown: its fingerprint goes with them."""
    return lambda scene: {"seen": scene.kept.get("seen", ""), **words}


def signed(who: str, **words: Any) -> Words:
    """A signature: password, code of those who have one, the fingerprint that was shown."""

    def made(scene: Scene) -> dict[str, Any]:
        code = cast.one_time_code(getattr(scene.cast, who))
        found = {"password": cast.PASSWORD, "seen": scene.kept.get("seen", ""), **words}
        return {**found, "code": code} if code else found

    return made
