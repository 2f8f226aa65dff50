"""The Kyrgyz language as a ground for all storeys: alphabet, search, dirty input, cases, names of people."""

from __future__ import annotations

import re
import unicodedata

ALPHABET = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
SORT_KEY_LENGTH = 240  # a column of this size holds every key

# Look-alikes from other alphabets and old fonts that stand for Kyrgyz letters.
_LOOKALIKES = str.maketrans("ѳѲɵƟӊӉӈӇ", "өӨөӨңҢңҢ")
# Capitals that look the same on a Kyrgyz or Russian keyboard.
_TWINS = str.maketrans("АВЕКМНРСТУҮХ", "ABEKMHPCTYYX")
_SEARCH = str.maketrans({"ё": "е", "ң": "н", "ө": "о", "ү": "у", "ъ": None, "ь": None})


# --- order, search, cleaning ------------------------------------------------------------------------------


def _weights() -> dict[str, str]:
    """Two hexadecimal digits a letter: every database sorts those alike, whatever its collation."""
    weights = {" ": "10", "-": "10", "‐": "10", "–": "10", "—": "10"}
    weights |= {digit: f"{0x20 + index:02x}" for index, digit in enumerate("0123456789")}
    weights |= {letter: f"{0x30 + index:02x}" for index, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
    weights |= {letter: f"{0x60 + index:02x}" for index, letter in enumerate(ALPHABET)}
    return weights


_WEIGHTS = _weights()
_IGNORED = frozenset("'’ʼ`\".,")


def sort_key(text: str) -> str:
    """A key whose plain order is the Kyrgyz alphabet's: Ё after Е, Ң after Н, and 9 before 10."""
    clean = re.sub(r"\d+", lambda digits: digits[0].zfill(6), " ".join(mend(text).split()).casefold())
    key = "".join(_WEIGHTS.get(c) or f"f{ord(c):06x}" for c in clean if c not in _IGNORED)
    return key[:SORT_KEY_LENGTH]


def search_key(text: str) -> str:
    """What is compared when people search: «онор» finds «Өнөр», «Асель» finds «Асел»."""
    return " ".join(mend(text).casefold().translate(_SEARCH).split())


def mend(text: str) -> str:
    """Typed or pasted text as it should be kept: right letters, one space, no control characters."""
    text = unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
    text = re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text)
    text = "".join(
        " " if c == "\t" else c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN
    )
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\n")


def in_latin(code: str) -> str:
    """A code in Latin capitals, typed on a Kyrgyz or Russian keyboard where the same letters stand."""
    return code.translate(_TWINS)


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})


# --- cases ------------------------------------------------------------------------------------------------

CASES = ("gen", "dat", "acc", "loc", "abl")
_VOICELESS = frozenset("пфктшщчцхс" + "cfhkpqstx")
# The last vowel of a word chooses the vowel of its ending.
_HARMONY = {
    **dict.fromkeys("аяыay", "а"),
    **dict.fromkeys("оёo", "о"),
    **dict.fromkeys("уюu", "у"),
    **dict.fromkeys("эеиei", "э"),
    "ө": "ө",
    "ү": "ү",
}
_HIGH = {"а": "ы", "о": "у", "у": "у", "э": "и", "ө": "ү", "ү": "ү"}
_LOW = {"а": "а", "о": "о", "у": "а", "э": "е", "ө": "ө", "ү": "ө"}
# Words that already carry the possessive take its own endings.
_KINSHIP = {
    "уулу": {"gen": "нун", "dat": "на", "acc": "н", "loc": "нда", "abl": "нан"},
    "кызы": {"gen": "нын", "dat": "на", "acc": "н", "loc": "нда", "abl": "нан"},
    "теги": {"gen": "нин", "dat": "не", "acc": "н", "loc": "нде", "abl": "нен"},
}


def decline(name: str, case: str) -> str:
    """The name (or a figure, or an abbreviation) in a case: gen, dat, acc, loc, abl.

    Users may edit every form made by this: official papers put names in the nominative where they can.
    """
    word = re.split(r"[\s(]", name.rstrip(" )."))[-1].casefold() if name.strip() else ""
    if not word:
        return name
    if word in _KINSHIP:
        return name + _KINSHIP[word][case]
    if word[-1].isdigit():
        return name + numeral_suffix(word, case)
    stem = name[:-1] if name[-1] in "ьЬ" else name
    return stem + _ending(word, case)


def _ending(word: str, case: str) -> str:
    word = word.rstrip("ьъ")
    vowels = [letter for letter in word if letter in _HARMONY]
    harmony = _HARMONY[vowels[-1]] if vowels else "а"
    high, low = _HIGH[harmony], _LOW[harmony]
    after_vowel, voiceless = word[-1:] in _HARMONY, word[-1:] in _VOICELESS
    stop, velar = ("т", "к") if voiceless else ("д", "г")
    nasal = "н" if after_vowel else stop
    return {
        "gen": nasal + high + "н",
        "dat": velar + low,
        "acc": nasal + high,
        "loc": stop + low,
        "abl": stop + low + "н",
        "poss": ("с" if after_vowel else "") + high,
    }[case]


_UNITS = ("нөл", "бир", "эки", "үч", "төрт", "беш", "алты", "жети", "сегиз", "тогуз")
_TENS = ("", "он", "жыйырма", "отуз", "кырк", "элүү", "алтымыш", "жетимиш", "сексен", "токсон")


def numeral_suffix(number: int | str, case: str) -> str:
    """The ending after a figure, without a hyphen: 25тин 23ү, 350дөн, 10:45те, 4,05ке ("poss" gives 23ү)."""
    return _ending(_last_spoken_word(str(number)), case)


def _last_spoken_word(figure: str) -> str:
    groups = re.findall(r"\d+", re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3})", "", figure))
    value = int(groups[-1]) if groups else 0
    if value % 10 or value == 0:
        return _UNITS[value % 10]
    if value % 100:
        return _TENS[value % 100 // 10]
    for power, word in ((1_000_000_000, "миллиард"), (1_000_000, "миллион"), (1_000, "миң")):
        if value % power == 0:
            return word
    return "жүз"


# --- names of people --------------------------------------------------------------------------------------

# A patronymic made the Slavic way gives an initial; «Кубат уулу», a bare father's name or «теги» does not.
_SLAVIC = re.compile(r"(?:ович|евич|ич|овна|евна|ична|инична)$", re.IGNORECASE)
_KIN_SHORT = {"уулу": "у.", "кызы": "к."}


def official_name(surname: str, given: str, patronymic: str = "") -> str:
    """«Асанов Бакыт Кубатович»; an empty part leaves no gap."""
    return " ".join(part for part in (surname.strip(), given.strip(), patronymic.strip()) if part)


def short_name(surname: str, given: str, patronymic: str = "") -> str:
    """«Асанов Б.К.», «Кубат уулу Б.»: for lists and remarks."""
    return official_name(surname, initials(given, patronymic))


def narrow_name(surname: str, given: str, patronymic: str = "") -> str:
    """«Жумабек у. А.»: where a column is narrow."""
    words = [_KIN_SHORT.get(word.casefold(), word) for word in surname.split()]
    return short_name(" ".join(words), given, patronymic)


def signature_name(surname: str, given: str, patronymic: str = "") -> str:
    """«Б.К. Асанов»: for the signature line of a paper."""
    return official_name(initials(given, patronymic), surname)


def initials(given: str, patronymic: str = "") -> str:
    parts = [given.strip()]
    if _SLAVIC.search(patronymic.strip()):
        parts.append(patronymic.strip())
    return "".join(f"{part[0].upper()}." for part in parts if part)


def avatar_initials(surname: str, given: str) -> str:
    """Two letters of a round picture: given name, then surname («НС»)."""
    return "".join(part.strip()[0].upper() for part in (given, surname) if part.strip())
