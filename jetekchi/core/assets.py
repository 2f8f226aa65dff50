"""The published files, made from their sources: one stylesheet, one script and that of the grid, one sprite, one sign.

`static_src/` holds one file per component and per behaviour; a browser gets them joined, so that a first visit
is a handful of requests. There is no bundler: joining is concatenation.
"""

import re
from collections.abc import Callable
from pathlib import Path

from jetekchi.core import icons

SOURCES = Path(__file__).parent / "static_src"


def stylesheet() -> str:
    """All style sources in cascade order: tokens, base, then components by name."""
    css = SOURCES / "css"
    parts = [css / "tokens.css", css / "base.css", *sorted((css / "components").glob("*.css"))]
    return "".join(_without_comments(part.read_text("utf-8")) for part in parts)


def script() -> str:
    """All behaviours in one module; each keeps its own scope and is registered under the name of its file."""
    folder = SOURCES / "js"
    parts = ["const behaviours = {};\n"]
    for source in sorted((folder / "behaviours").glob("*.js")):
        body = source.read_text("utf-8").replace("export default ", f'behaviours["{source.stem}"] = ', 1)
        parts.append(f"{{\n{_without_comments(body)}}}\n")
    parts.append((folder / "start.js").read_text("utf-8"))
    return "".join(parts)


# In the order of the page: what a later part does at once stands on what an earlier one names.
GRID = ("cells", "paint", "trouble", "write", "send", "move", "keys", "paste", "begin")


def grid_script() -> str:
    """The grid of marks: its parts share one scope, and only its page loads them."""
    folder = SOURCES / "js" / "mark-grid"
    parts = [_without_comments((folder / f"{name}.js").read_text("utf-8")) for name in GRID]
    return (
        'const root = document.querySelector("[data-mark-grid]");\nif (root?.querySelector("tbody tr")) {\n'
        + ("".join(parts) + "}\n")
    )


PUBLISHED: dict[str, Callable[[], str]] = {
    "css/jetekchi.css": stylesheet,
    "js/jetekchi.js": script,
    "js/mark-grid.js": grid_script,
    "icons.svg": icons.sprite,
    "favicon.svg": icons.favicon,
}


def newest_source() -> float:
    """When a source was last changed; the joined files are made anew after that."""
    return max(path.stat().st_mtime for path in SOURCES.rglob("*") if path.is_file())


def _without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).strip() + "\n"
