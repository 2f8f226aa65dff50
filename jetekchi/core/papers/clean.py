"""What can be printed: no control characters, no tricks with direction, only letters the fonts have."""

import unicodedata
from functools import lru_cache

import typst

_KEPT = "\n\t"
_BEYOND_FONTS = 0x3000  # ideographs and emoji: not even looked for
_MISSING = "□"
# Latin, Cyrillic with ң ө ү, common signs: the fonts of the typesetter are known to have them.
_KNOWN = frozenset(
    [chr(c) for c in range(0x20, 0x7F)]
    + [chr(c) for c in range(0xA0, 0x100) if c != 0xAD]
    + [chr(c) for c in range(0x400, 0x460)]
    + list("ҢңӨөҮү–—‘’“”„…№•□\n")
)


def printable(text: str) -> str:
    """The text as both writers print it."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        c for c in text if c in _KEPT or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    kept = kept.replace("\t", " ")
    if _KNOWN.issuperset(kept):
        return kept
    return "".join(c if c in _KNOWN or (ord(c) < _BEYOND_FONTS and _has_glyph(c)) else _MISSING for c in kept)


_PROBE = b'#set text(font: "Libertinus Serif")\n#set document(title: "c")\n#sys.inputs.c'


@lru_cache(maxsize=4096)
def _has_glyph(char: str) -> bool:
    """Whether a strict PDF can hold the character: an archive copy must not show empty boxes by surprise."""
    try:
        typst.compile(_PROBE, ignore_system_fonts=True, sys_inputs={"c": f"a{char}"}, pdf_standards="a-2a")
    except typst.TypstError:
        return False
    return True
