"""A picture that comes as text may draw, and nothing else: no links, no files, no scripts."""

import re
from xml.etree import ElementTree

_DRAWING = frozenset(
    ("svg", "g", "title", "desc", "rect", "circle", "ellipse", "line", "path", "polyline", "polygon")
    + ("text", "tspan", "defs", "marker")
)
_SPACE = re.compile(r"^\{[^}]*\}")


class UnsafePicture(ValueError):
    """The picture holds something that does not draw."""


def checked_svg(markup: str) -> str:
    """The same markup, once it is sure that it only draws."""
    if "<!" in markup or "<?" in markup:
        raise UnsafePicture("declarations are not allowed in a picture")
    try:
        root = ElementTree.fromstring(markup)
    except ElementTree.ParseError as error:
        raise UnsafePicture("the picture is not well-formed") from error
    for element in root.iter():
        _check(element)
    return markup


def _check(element: ElementTree.Element) -> None:
    name = _SPACE.sub("", element.tag)
    if name not in _DRAWING:
        raise UnsafePicture(f"<{name}> is not allowed in a picture")
    for key, value in element.attrib.items():
        plain = _SPACE.sub("", key).lower()
        outside = "url(" in value.lower() and not value.lower().startswith("url(#")
        if plain in {"href", "src", "style", "base"} or plain.startswith("on") or outside:
            raise UnsafePicture(f"the attribute {plain} is not allowed in a picture")
