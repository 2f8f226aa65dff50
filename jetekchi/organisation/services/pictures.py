"""Secrets as a person can take them over: a square for the phone's camera, groups of four for the eye."""

import segno
from django.utils.safestring import SafeString


def qr(text: str) -> SafeString:
    """A QR code as markup, by attributes only; always dark on white, whatever the colours of the page."""
    drawing = segno.make(text, error="m", micro=False)
    return SafeString(drawing.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr"))


def in_fours(text: str) -> str:
    """A long word in groups of four."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
