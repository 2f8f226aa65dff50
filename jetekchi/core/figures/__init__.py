"""Pictures of numbers: own SVG charts, the same on the page, in the PDF and in the DOCX.

The page colours them by the classes of the style sheet; `Svg.for_paper` gives the same picture with its own colours,
told apart in black and white too. Every picture says its finding in words. Nouns: drawing, picture, bar, series."""

from .bars import Bar, bar_chart, dot_matrix, share_bar
from .drawing import Drawing, Svg
from .heat import HeatRow, heat_map
from .lines import Pause, Series, line_chart, spark
from .metrics import text_width, wrap
from .safe import UnsafePicture, checked_svg
from .signs import Sign, SignRow, sign_map

__all__ = [
    "Bar",
    "Drawing",
    "HeatRow",
    "Pause",
    "Series",
    "Sign",
    "SignRow",
    "Svg",
    "UnsafePicture",
    "bar_chart",
    "checked_svg",
    "dot_matrix",
    "heat_map",
    "line_chart",
    "share_bar",
    "sign_map",
    "spark",
    "text_width",
    "wrap",
]
