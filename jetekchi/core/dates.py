"""Dates and numbers as official Kyrgyz, Russian and English papers write them.

Neither Django nor CLDR gives «2026-жылдын 22-ноябры», so the forms are made here. Every function takes the
language of the reader unless another is named (a paper has its own).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

NBSP = "\u00a0"
NOTHING = "–"

Number = int | Decimal | Fraction


def _words(text: str) -> list[str]:
    return text.split()


MONTHS = {
    "ky": _words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
    "ru": _words("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
    "en": _words("January February March April May June July August September October November December"),
}
SHORT_MONTHS = {
    "ky": _words("янв. фев. мар. апр. май июн. июл. авг. сен. окт. ноя. дек."),
    "ru": _words("янв. февр. марта апр. мая июня июля авг. сент. окт. нояб. дек."),
    "en": _words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
}
# The month of a year takes the possessive: жылдын ноябры.
POSSESSED_MONTHS = _words(
    "январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры"
)
MONTH_HEADINGS = {
    "ky": MONTHS["ky"],
    "ru": _words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
    "en": MONTHS["en"],
}
WEEKDAYS = {
    "ky": _words("дүйшөмбү шейшемби шаршемби бейшемби жума ишемби жекшемби"),
    "ru": _words("понедельник вторник среда четверг пятница суббота воскресенье"),
    "en": _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
}
SHORT_WEEKDAYS = {
    "ky": _words("дш шш шр бш жм иш жк"),
    "ru": _words("пн вт ср чт пт сб вс"),
    "en": _words("Mon Tue Wed Thu Fri Sat Sun"),
}


def today() -> date:
    """The day in the lyceum's time zone."""
    return timezone.localdate()


def as_date(value: date) -> date:
    """The local day of a date or of a moment."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _language(language: str | None) -> str:
    code = (language or get_language() or "ky").split("-")[0]
    return code if code in MONTHS else "en"


# --- whole dates ------------------------------------------------------------------------------------------


def official_date(value: date, language: str | None = None) -> str:
    """«2026-жылдын 22-ноябры», «22 ноября 2026 г.», “22 November 2026”."""
    value, language = as_date(value), _language(language)
    if language == "ky":
        return f"{value.year}-жылдын {value.day}-{POSSESSED_MONTHS[value.month - 1]}"
    year = f"{value.year}{NBSP}г." if language == "ru" else str(value.year)
    return f"{value.day} {MONTHS[language][value.month - 1]} {year}"


def attributive_date(value: date, language: str | None = None) -> str:
    """The date of a paper: «2026-жылдын 22-ноябрындагы», «от 22 ноября 2026 г.», “of 22 November 2026”."""
    language = _language(language)
    if language == "ky":
        return f"{official_date(value, 'ky')}{_after_possessive(as_date(value).month, 'нд{}г{}')}"
    return {"ru": "от ", "en": "of "}[language] + official_date(value, language)


def _after_possessive(month: int, ending: str) -> str:
    """An ending in harmony with the possessed month: апрелинен, but мартынан; апрелиндеги, мартындагы."""
    soft = POSSESSED_MONTHS[month - 1].endswith("и")
    return ending.format("е" if soft else "а", "и" if soft else "ы")


def date_range(first: date, last: date, language: str | None = None, *, with_year: bool = False) -> str:
    """«2-мартынан 7-мартына чейин», «со 2 по 7 марта», “2–7 March”; the year also when it changes."""
    first, last, language = as_date(first), as_date(last), _language(language)
    if first == last:
        return official_date(first, language) if with_year else day(first, language)
    if language == "ky":
        return _kyrgyz_range(first, last, with_year)
    months = MONTHS[language]
    year = f" {last.year}{NBSP}г." if language == "ru" else f" {last.year}"
    end = f"{last.day} {months[last.month - 1]}" + (year if with_year or first.year != last.year else "")
    if first.year != last.year:
        start = official_date(first, language)
    elif first.month != last.month:
        start = f"{first.day} {months[first.month - 1]}"
    else:
        start = str(first.day)
    if language == "ru":
        return f"{'со' if first.day == 2 else 'с'} {start} по {end}"
    return f"{start}–{end}" if start.isdigit() else f"{start} – {end}"


def _kyrgyz_range(first: date, last: date, with_year: bool) -> str:
    start = f"{first.day}-{POSSESSED_MONTHS[first.month - 1]}" + _after_possessive(first.month, "н{}н")
    end = f"{last.day}-{POSSESSED_MONTHS[last.month - 1]}" + _after_possessive(last.month, "н{}")
    if first.year != last.year:
        end = f"{last.year}-жылдын {end}"
    if with_year or first.year != last.year:
        start = f"{first.year}-жылдын {start}"
    return f"{start} {end} чейин"


def blank_date(year: int | None = None, language: str | None = None) -> str:
    """The place of a date that is written by hand."""
    language, years = _language(language), str(year) if year else "20__"
    return {
        "ky": f'{years}-жылдын "__" ____________',
        "ru": f'"__" ____________ {years}{NBSP}г.',
        "en": f"__ ____________ {years}",
    }[language]


# --- days, months, times ----------------------------------------------------------------------------------


def day(value: date, language: str | None = None) -> str:
    """«23-ноябрь», «23 ноября», “23 November”."""
    value, language = as_date(value), _language(language)
    return f"{value.day}{'-' if language == 'ky' else ' '}{MONTHS[language][value.month - 1]}"


def short_day(value: date, language: str | None = None) -> str:
    """«20-ноя.», «20 нояб.», “20 Nov”."""
    value, language = as_date(value), _language(language)
    return f"{value.day}{'-' if language == 'ky' else NBSP}{SHORT_MONTHS[language][value.month - 1]}"


def month_name(value: date | int, language: str | None = None) -> str:
    """The month alone, as a heading: «ноябрь»."""
    month = value if isinstance(value, int) else as_date(value).month
    return MONTH_HEADINGS[_language(language)][month - 1]


def weekday(value: date | int, language: str | None = None) -> str:
    """«дүйшөмбү» of a date or of a number (0 is Monday)."""
    return WEEKDAYS[_language(language)][value if isinstance(value, int) else as_date(value).weekday()]


def short_weekday(value: date | int, language: str | None = None) -> str:
    """«дш» of a date or of a number (0 is Monday)."""
    return SHORT_WEEKDAYS[_language(language)][value if isinstance(value, int) else as_date(value).weekday()]


def weekday_day(value: date, language: str | None = None) -> str:
    """«Дүйшөмбү, 23-ноябрь»."""
    return f"{weekday(value, language).capitalize()}, {day(value, language)}"


def short_date(value: date) -> str:
    """23.11.2026, the same in every language."""
    return as_date(value).strftime("%d.%m.%Y")


def clock(value: datetime) -> str:
    """11:42 by the lyceum's clock."""
    return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%H:%M")


def date_time(value: datetime) -> str:
    """23.11.2026 11:42 by the lyceum's clock."""
    return f"{short_date(value)} {clock(value)}"


def relative_days(value: date, now: date | None = None) -> str:
    """How a deadline stands: «32 күн калды», «бүгүн», «3 күн өттү»."""
    left = (as_date(value) - (now or today())).days
    if left == 0:
        return gettext("today")
    if left > 0:
        return ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}
    return ngettext("%(days)d day overdue", "%(days)d days overdue", -left) % {"days": -left}


def days_ago(value: date, now: date | None = None) -> str:
    """How long ago something happened: «бүгүн», «кечээ», «5 күн мурда»."""
    passed = ((now or today()) - as_date(value)).days
    if passed <= 0:
        return gettext("today")
    if passed == 1:
        return gettext("yesterday")
    return ngettext("%(days)d day ago", "%(days)d days ago", passed) % {"days": passed}


def duration(minutes: int) -> str:
    """How long something took: «15 мүнөт», «26 саат 48 мүнөт»."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return gettext("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)d h") % {"hours": hours}
    return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def school_year(start: int, language: str | None = None) -> str:
    """«2026–2027-окуу жылы» for the year that starts in 2026."""
    years = f"{start}–{start + 1}"
    return {"ky": f"{years}-окуу жылы", "ru": f"{years} учебный год", "en": f"{years} school year"}[
        _language(language)
    ]


# --- numbers ----------------------------------------------------------------------------------------------


def round_half_up(value: Number, places: int = 0) -> Decimal:
    """2,5 becomes 3 and 0,125 becomes 0,13: as teachers round, and exactly (a float has no place here)."""
    if isinstance(value, float):
        raise TypeError("give an exact number: Decimal, Fraction or int")
    exact = Fraction(value) * 10**places
    halves = abs(exact) * 2 + 1
    whole = halves.numerator // halves.denominator // 2
    return Decimal(whole if exact >= 0 else -whole).scaleb(-places)


def number_text(value: Number | float | None, places: int = 1, language: str | None = None) -> str:
    """«92,0» in Kyrgyz and Russian, “92.0” in English; a dash where there is no figure."""
    if value is None:
        return NOTHING
    exact = Decimal(str(value)) if isinstance(value, float) else value
    text = f"{round_half_up(exact, places):f}"
    return text if _language(language) == "en" else text.replace(".", ",")


def percent_text(value: Number | float | None, places: int = 1, language: str | None = None) -> str:
    """«92,0 %» with a space that does not break, “92.0%” in English."""
    text = number_text(value, places, language)
    if value is None:
        return text
    return f"{text}%" if _language(language) == "en" else f"{text}{NBSP}%"
