"""What each deed of the audit is called in words that a person reads.

The audit keeps technical names (`app:noun:verb`), which never change. An app says in its `deeds` module what its own
names mean: `deeds.register({"app:noun:verb": _("…")})`. A test walks the sources and fails on a deed without words.
"""

from functools import cache

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_words: dict[str, Promise] = {}


def register(words: dict[str, Promise]) -> None:
    """Name the deeds of an app."""
    _words.update(words)


@cache
def _read_all() -> None:
    autodiscover_modules("deeds")


def known() -> frozenset[str]:
    """Every deed that has words."""
    _read_all()
    return frozenset(_words)


def words_of(action: str) -> str:
    """The words of a deed in the active language; a deed of a version that is gone keeps its technical name.

    Any address may be refused (core.refusals): those that no app names share their words.
    """
    _read_all()
    if action not in _words and action.endswith(":refused"):
        return gettext("A request was refused")
    return str(_words.get(action, action))


register(
    {
        "core:backup:made": _("A backup was made"),
        "core:backup:restored": _("A backup was put back"),
    }
)
