"""Records with a first day (`from_on`) and a last one (`until_on`, open while they hold), asked by their days.

Conditions for a query; the days may be those of an outer query. `holds` is the same of days at hand.
"""

from datetime import date

from django.db.models import Q
from django.db.models.expressions import Combinable

Day = date | Combinable


def since(day: Day) -> Q:
    """What still holds on the day, or begins later."""
    return Q(until_on=None) | Q(until_on__gte=day)


def touching(first: Day, last: Day) -> Q:
    """What holds on one of these days at least."""
    return since(first) & Q(from_on__lte=last)


def on(day: Day) -> Q:
    """What holds on the day."""
    return touching(day, day)


def holds(first: date, last: date | None, day: date) -> bool:
    """Whether a span of days holds the day."""
    return first <= day and (last is None or day <= last)
