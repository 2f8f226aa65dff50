"""Pictures of numbers: own SVG charts, the same on the page, in the PDF and in the DOCX. Nouns: drawing, picture."""

from .drawing import Drawing, Svg

__all__ = ["Drawing", "Svg"]
