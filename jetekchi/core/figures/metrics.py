"""How wide a text will be: charts and tables place their labels by this, before any font is known.

The widths are those of DejaVu Sans, the widest of the system fonts in use: what fits here fits everywhere."""

_GROUPS: dict[int, str] = {
    30: "' ,.IJijl·’",
    35: "-/:;\\f|",
    40: "!()[]rt",
    46: '"',
    50: "*_`sz–“”°",
    55: "?Lcгзсэ",
    60: "FPTYaekovxyГРТУҮабвеёкоөтуүхчья«»",
    65: "$0123456789EKSbdghnpqu{}ЕЁЗийлнңпр",
    70: "ABCRVXZАБВКСХЧЬЭЯдцъ",
    75: "DGHNUИЙЛНҢПм",
    80: "&OQwДОӨЦы",
    85: "#+<=>M^~МФЪфю",
    90: "Ыжш",
    95: "%mщ",
    100: "@W—…",
    105: "Ш№",
    110: "ЖЩЮ",
}
_WIDTHS = {char: width / 100 for width, chars in _GROUPS.items() for char in chars}
_UNKNOWN = 0.8
_BOLD = 1.12


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of text in the unit of `size`, rather too wide than too narrow."""
    width = sum(_WIDTHS.get(char, _UNKNOWN) for char in text) * size
    return width * _BOLD if bold else width


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines of a text broken between words; a word longer than the line keeps a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]
