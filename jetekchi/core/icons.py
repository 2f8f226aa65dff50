"""The drawings of the product: which icons exist, and the one sprite file they are served from.

A name is either a lucide name or a short name of ours that stands for one; what lucide lacks is drawn here.
"""

from functools import cache
from xml.etree import ElementTree
from zipfile import ZipFile

import lucide

SHORT = {
    "alert": "triangle-alert", "check": "check", "file": "file-text", "find": "search", "help": "circle-question-mark",
    "home": "house", "marks": "table-2", "more": "ellipsis", "paper": "file-text", "people": "users",
    "plan": "notebook-text", "print": "printer", "roll": "list-checks", "safe": "shield-check", "sign": "signature",
    "state": "chart-line", "today": "calendar-check", "trash": "trash-2", "undo": "undo-2", "gear": "settings",
    "filter": "funnel", "more-v": "ellipsis-vertical", "warning": "triangle-alert", "edit": "pencil", "add": "plus",
    "close": "x", "chart": "chart-line", "family": "house", "health": "heart-pulse", "vote": "vote",
}  # fmt: skip

LUCIDE = """
activity archive arrow-down arrow-left arrow-right arrow-up award badge-check bell book-open brain briefcase bus
calendar calendar-check calendar-clock calendar-days calendar-plus chart-column chart-line check chevron-down
chevron-left chevron-right chevron-up circle-alert circle-check circle-question-mark circle-x clipboard-check
clipboard-list clock copy database download ellipsis ellipsis-vertical external-link eye eye-off file-check file-down
file-pen file-plus file-text file-up files flag folder folder-open funnel gavel globe graduation-cap hand-heart
handshake heart heart-pulse history hourglass house id-card inbox info key-round keyboard landmark languages layers
layout-grid library life-buoy lightbulb link list list-checks list-todo lock lock-open log-in log-out mail map-pin
megaphone menu message-circle message-square monitor moon network notebook-pen notebook-text paperclip pencil phone
pin plus printer qr-code refresh-cw rotate-ccw save scale school scroll-text search send server settings share-2
shield shield-alert shield-check shield-plus signature siren smartphone sparkles stamp star stethoscope sun table-2
target thermometer timer trash-2 triangle-alert trophy undo-2 upload user user-check user-cog user-plus user-round users
users-round vote workflow wrench x
""".split()  # noqa: SIM905

BRAND_ID = "i-brand"
# The letter Ж drawn as a horn curl: the sign of the product, the only drawing with colours of its own.
BRAND = (
    '<rect width="28" height="28" rx="7" fill="#d9a441" stroke="none"/>'
    '<path d="M14 5v18M6 6c0 5.2 3.2 8 8 8M22 6c0 5.2-3.2 8-8 8M6 22c0-5.2 3.2-8 8-8M22 22c0-5.2-3.2-8-8-8'
    "M6 6c2.6-.5 3.6 1 3 2.6M22 6c-2.6-.5-3.6 1-3 2.6M6 22c2.6.5 3.6-1 3-2.6M22 22c-2.6.5-3.6-1-3-2.6"
    '" fill="none" stroke="#12303b" stroke-width="2.2" stroke-linecap="round"/>'
)
OWN = {
    "stitch": '<path d="M3 8h18M3 16h18" stroke-dasharray="3 3"/>',
    "empty-paper": '<path d="M5 3h10l4 4v14H5zM15 3v4h4"/><path d="M8 11h8M8 14h8M8 17h5" stroke-dasharray="2 2"/>',
}
NAMES = frozenset(SHORT) | frozenset(LUCIDE) | frozenset(OWN)


def symbol_id(name: str) -> str:
    """The id of the drawing inside the sprite; an unknown name is a mistake of the page and says so."""
    if name not in NAMES:
        raise LookupError(f"No icon named {name!r}. Add it to jetekchi/core/icons.py.")
    return f"i-{SHORT.get(name, name)}"


@cache
def sprite() -> str:
    """The sprite file: every icon once, as a symbol of 24 by 24 units."""
    drawings = dict(OWN)
    with ZipFile(_archive()) as archive:
        for name in sorted({*LUCIDE, *SHORT.values()}):
            drawings[name] = _inner(archive.read(f"{name}.svg"))
    symbols = [
        f'<symbol id="i-{name}" viewBox="0 0 24 24">{body}</symbol>' for name, body in drawings.items()
    ]
    brand = f'<symbol id="{BRAND_ID}" viewBox="0 0 28 28">{BRAND}</symbol>'
    return f'<svg xmlns="http://www.w3.org/2000/svg">{brand}{"".join(symbols)}</svg>\n'


def favicon() -> str:
    """The sign of the product as a file of its own."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28">{BRAND}</svg>\n'


def _archive() -> str:
    folder = lucide.__file__
    assert folder
    return folder.replace("__init__.py", "lucide.zip")


def _inner(svg: bytes) -> str:
    root = ElementTree.fromstring(svg)  # noqa: S314  (a file of an installed package)
    for node in root.iter():
        node.tag = node.tag.removeprefix("{http://www.w3.org/2000/svg}")
        node.tail = None
    return "".join(ElementTree.tostring(child, encoding="unicode") for child in root)
