"""Filters for dates, numbers and Kyrgyz endings: `{% load wording %}`; each is a function of core.dates or kyrgyz."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from jetekchi.core import dates, kyrgyz

register = template.Library()
CLASS_LABEL = re.compile(r"\b\d{1,2}-\w+")


def _or_dash(function: Callable[..., str]) -> Callable[..., str]:
    """Nothing known shows as a dash, never as an error or as “None”."""

    @wraps(function)
    def filtered(value: Any, *arguments: Any) -> str:
        return dates.NOTHING if value in (None, "") else function(value, *arguments)

    return filtered


for _name in (
    "official_date",
    "attributive_date",
    "day",
    "short_day",
    "month_name",
    "weekday",
    "short_weekday",
    "weekday_day",
    "short_date",
    "clock",
    "date_time",
    "relative_days",
    "days_ago",
    "duration",
    "school_year",
):
    register.filter(_name, _or_dash(getattr(dates, _name)))


@register.filter
def unbroken(value: Any) -> SafeString:
    """{{ title|unbroken }}: the label of a class, 10-А, stays on one line."""
    text = str(conditional_escape(value))
    return SafeString(CLASS_LABEL.sub(r'<span class="nowrap">\g<0></span>', text))  # noqa: S308 (escaped above)


@register.filter
def decimal(value: int | float | Decimal | None, places: int = 1) -> str:
    """{{ mean|decimal:2 }} → 4,05"""
    return dates.number_text(value, places)


@register.filter
def percent(value: int | float | Decimal | None, places: int = 1) -> str:
    """{{ share|percent }} → 92,0 %"""
    return dates.percent_text(value, places)


@register.filter
def with_suffix(value: int | str, case: str) -> str:
    """{{ 25|with_suffix:"gen" }} → 25тин"""
    return f"{value}{kyrgyz.numeral_suffix(value, case)}"


@register.filter
def decline(value: str, case: str) -> str:
    """{{ name|decline:"gen" }} → Асановдун"""
    return kyrgyz.decline(value, case)


@register.simple_tag
def date_range(first: date, last: date, with_year: bool = False) -> str:
    """{% date_range trip.starts trip.ends %} → 2-мартынан 7-мартына чейин"""
    return dates.date_range(first, last, with_year=with_year)


@register.simple_tag
def blank_date(year: int | None = None) -> str:
    """{% blank_date %} → 20__-жылдын "__" ____________"""
    return dates.blank_date(year)
