"""Which column of the file is which column of the kind: by headings in three languages, corrected by the person."""

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import override

from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.services.importing.kinds import Column

Mapping_ = dict[str, int]
# № and the Latin N with a sign are one word; signs and spaces do not matter.
_NUMBER = re.compile(r"[№#]|\bn[o°º]\b")


def bare(heading: str) -> str:
    """A heading as it is compared: letters and figures only, Kyrgyz letters and their Russian twins alike."""
    text = _NUMBER.sub(" no ", search_key(heading).replace("/", " "))
    return " ".join(re.findall(r"[\w?]+", text))


def _fits(heading: str, name: str) -> bool:
    """An old encoding turns ү into «?»: there any letter fits."""
    if "?" not in heading:
        return bool(heading) and heading == name
    return bool(re.fullmatch(re.escape(heading).replace(r"\?", r"\w"), name))


def _names(column: Column) -> list[str]:
    """The column's own words first: «Окуучу №» is surer than the bare «№»."""
    labels = []
    for language in ("ky", "ru", "en"):
        with override(language):
            labels.append(str(column.label))
    return list(dict.fromkeys(bare(name) for name in (*column.names, *labels, column.key)))


def map_headings(columns: Sequence[Column], headings: Sequence[str]) -> Mapping_:
    """Column key → index of the file's column; each file column is used once, the surest word wins."""
    known = [bare(heading) for heading in headings]
    found: Mapping_ = {}
    for column in columns:
        for name in _names(column):
            free = (index for index in range(len(known)) if index not in found.values())
            index = next((index for index in free if _fits(known[index], name)), None)
            if index is not None:
                found[column.key] = index
                break
    return found


def missing(columns: Sequence[Column], mapping: Mapping[str, int]) -> list[Column]:
    """Required columns that the file does not have."""
    return [
        column
        for column in columns
        if column.required and column.key not in mapping and column.instead not in mapping
    ]
