"""Cells as values: each parser takes the mended text of a cell that is not empty, or says what is wrong with it."""

import re
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.core.kyrgyz import mend, search_key
from jetekchi.core.sheets import has_lost_letters

NAME_LENGTH = 80
_NAME = re.compile(r"^[^\W\d_][^\W\d_'’ʼ`.\- ]*(?:['’ʼ`.\- ]+[^\W\d_]+)*\.?$")
_DATE = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s*(?:г\.?|ж\.?))?$")
_ISO_DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?$")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_TWINS = str.maketrans("ABCEHKMOPTXYabcehkmoptxy", "АВСЕНКМОРТХУавсенкмортху")


class BadCell(ValueError):
    """A cell that cannot be taken; `reason` is shown to the person."""

    def __init__(self, reason: str | Promise) -> None:
        self.reason = reason
        super().__init__(str(reason))


def plain(text: str) -> str:
    """Any text of a decent length."""
    if len(text) > 160:
        raise BadCell(_("The text is too long: 160 characters at most."))
    return text


def subject_name(text: str) -> str:
    """The name of a subject: begins with a letter."""
    if "?" in text or len(text) > 120 or not text[:1].isalpha():
        raise BadCell(_("This is not the name of a subject. Correct it."))
    return text


def person_name(text: str) -> str:
    """A surname (may be two words), a given name or a patronymic; refused when letters were lost."""
    if "?" in text or has_lost_letters(text):
        raise BadCell(
            _("Letters were lost («?» in a name). Save the file as UTF-8 or xlsx and add it again.")
        )
    if len(text) > NAME_LENGTH:
        raise BadCell(_("A name has 80 characters at most."))
    if not _NAME.match(text):
        raise BadCell(_("A name is made of letters. Correct it."))
    return text


def number(text: str) -> str:
    """The number (№) of the source: letters, figures, dash, slash."""
    if len(text) > 32 or not re.fullmatch(r"[\w./\-]+", text):
        raise BadCell(_("A number has figures and letters without spaces, 32 at most."))
    return text


def day(text: str) -> date:
    """dd.mm.yyyy, yyyy-mm-dd or a date cell of a workbook; 31.02 does not exist."""
    if found := _DATE.match(text):
        third, second, first = found.groups()
    elif found := _ISO_DATE.match(text):
        first, second, third = found.groups()
    else:
        raise BadCell(_("This is not a date. Write it as 23.11.2026."))
    try:
        value = date(int(first), int(second), int(third))
    except ValueError as error:
        raise BadCell(_("There is no such day in the calendar.")) from error
    if not 1900 <= value.year <= 2100:
        raise BadCell(_("The year is out of any possible range."))
    return value


def birth_day(text: str) -> date:
    """A date of birth: in the past."""
    value = day(text)
    if value >= timezone.localdate():
        raise BadCell(_("A date of birth lies in the past."))
    return value


def sex(text: str) -> str:
    """Эркек, муж, male, m … or аял, кыз, жен, female, f …"""
    return choice(
        text,
        {
            "m": "м m муж мужской мужчина эркек эр бала уул ұл э male man boy эркектики".split(),
            "f": "ж f жен женский женщина аял кыз а к female woman girl аялдыкы".split(),
        },
        _("Write the sex as эркек or аял (муж, жен; m, f)."),
    )


def as_compared(text: str) -> str:
    """A word as it is looked for among others: without case, look-alike letters and the full stop of what is cut."""
    return search_key(text).strip(". ")


def choice(text: str, words: dict[str, Any], reason: str | Promise) -> str:
    """The key among whose words the text is, whatever its case and letters."""
    wanted = as_compared(text)
    for key, known in words.items():
        if wanted == key or any(wanted == as_compared(word) for word in known):
            return key
    raise BadCell(reason)


def yes_no(text: str) -> bool:
    """Ооба, да, yes, 1, + or жок, нет, no, 0, -."""
    words = {
        "yes": ["ооба", "да", "yes", "1", "+", "true"],
        "no": ["жок", "нет", "no", "0", "-", "false"],
    }
    return choice(text, words, _("Write ооба or жок (да, нет; yes, no).")) == "yes"


def phone(text: str) -> str:
    """A phone number: figures, spaces, plus, brackets, dashes."""
    if len(text) > 32 or not re.fullmatch(r"\+?[\d\s()\-]{5,}", text):
        raise BadCell(_("This is not a phone number. Write it as +996 555 000 000."))
    return text


def small_number(text: str, low: int, high: int, reason: str | Promise) -> int:
    """A whole number between two bounds; «2-чейрек» and «II» are 2."""
    found = re.match(r"^(\d{1,2})(?:\D.*)?$", text)
    head = re.split(r"[\s\-]", text.casefold(), maxsplit=1)[0].translate(str.maketrans("і", "i"))
    value = int(found[1]) if found and not re.search(r"\d", text[found.end(1) :]) else _ROMAN.get(head)
    if value is None or not low <= value <= high:
        raise BadCell(reason)
    return value


def class_label(text: str) -> str:
    """A label as it will be kept: «10 a», «10А», «10-"А"» are all 10-А; another one stays as it is."""
    if "?" in text or len(text) > 24:
        raise BadCell(_("This is not the label of a class. Write it as 10-А."))
    bare = re.sub(r"[«»\"'“”„]", "", mend(text)).strip()
    bare = re.sub(r"\s*(?:-?\s*)(?:класс|класы|class)\s*$", "", bare, flags=re.IGNORECASE)
    if found := re.fullmatch(r"(\d{1,2})\s*[-–—]?\s*([^\W\d_])", bare):
        return f"{found[1]}-{found[2].translate(_TWINS).upper()}"
    if not re.fullmatch(r"\w[\w .\-–/()]*", bare):
        raise BadCell(_("This is not the label of a class. Write it as 10-А."))
    return bare


def class_key(label: str) -> str:
    """What labels are compared by: twin letters, case, spaces and dashes do not matter."""
    return re.sub(r"[\s\-–—«»\"'.]", "", label.translate(_TWINS).casefold())


def split_list(text: str) -> list[str]:
    """Several things in one cell, divided by comma, semicolon or a new line."""
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


def full_name(text: str) -> dict[str, str]:
    """Surname, given name, patronymic of one cell; «Бакыт кызы» stays one surname. The preview shows the parts."""
    words = person_name(text).split()
    head = 2 if len(words) > 2 and search_key(words[1]) in ("уулу", "кызы") else 1
    return {
        "surname": " ".join(words[:head]),
        "given": words[head] if len(words) > head else "",
        "patronymic": " ".join(words[head + 1 :]),
    }
