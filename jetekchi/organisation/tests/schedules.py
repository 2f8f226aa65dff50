"""Weeks for the tests: written, put before the director, approved, with or without their signatures."""

from datetime import time

from jetekchi.documents.services import confirm
from jetekchi.documents.services import schedules as signed
from jetekchi.organisation import services
from jetekchi.organisation.models import User, WorkSchedule
from jetekchi.organisation.selectors import current_year
from jetekchi.organisation.selectors.schedules import Line
from tests import cast

CLASS_HOUR = Line(1, time(14, 0), time(14, 45), "Класстык саат", "204-кабинет")
PARENTS = Line(3, time(16, 0), time(17, 30), "Ата-энелер менен жолугушуу", "Мугалимдер бөлмөсү")
WEEK = (CLASS_HOUR, PARENTS)


def begun(author: User, lines: tuple[Line, ...] = WEEK) -> WorkSchedule:
    """A version with its lines."""
    year = current_year()
    assert year is not None and author.person is not None
    schedule = services.begin_schedule(by=author, staff=author.person.staff, year=year)
    return services.save_schedule(by=author, schedule=schedule, from_on=schedule.from_on, lines=lines)


def confirmation(user: User):
    """The user's identity, shown anew."""
    return confirm(by=user, password=cast.PASSWORD, code=cast.one_time_code(user))


def submitted(author: User, lines: tuple[Line, ...] = WEEK) -> WorkSchedule:
    """The same, signed and before the director; the agreement must be accepted."""
    schedule = begun(author, lines)
    signed.submit_schedule(by=author, schedule=schedule, confirmation=confirmation(author))
    schedule.refresh_from_db()
    return schedule


def approved(author: User, director: User, lines: tuple[Line, ...] = WEEK) -> WorkSchedule:
    """The same, approved."""
    schedule = submitted(author, lines)
    signed.approve_schedule(by=director, schedule=schedule, confirmation=confirmation(director))
    schedule.refresh_from_db()
    return schedule


def form_of(lines: tuple[Line, ...], **more: str) -> dict[str, str]:
    """The week as its form sends it."""
    data = {"line-TOTAL_FORMS": str(len(lines) + 1), "line-INITIAL_FORMS": "0"}
    for place, one in enumerate(lines):
        words = {
            "weekday": str(one.weekday),
            "start": f"{one.start:%H:%M}",
            "end": f"{one.end:%H:%M}",
            "what": one.what,
            "where": one.where,
        }
        data |= {f"line-{place}-{name}": value for name, value in words.items()}
    return {**data, **more}
