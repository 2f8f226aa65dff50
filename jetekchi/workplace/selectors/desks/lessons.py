"""The lessons of the day: a press on the roll of the present one is the first thing of a teacher's day (5.1)."""

from dataclasses import dataclass

from jetekchi.journal import selectors as journal
from jetekchi.journal.selectors import LessonRow
from jetekchi.workplace.selectors.desks.page import Card, FirstPage
from jetekchi.workplace.selectors.links import address


@dataclass(frozen=True)
class DayOfLessons:
    """Own lessons of today without a roll, and those of the led class where somebody is missing or something is amiss."""

    rows: list[LessonRow]
    url: str


def add(page: FirstPage) -> None:
    """Put today's lessons under the one thing to do now, before the list of what is due."""
    if not page.who.own_classes and not page.who.taught_classes:
        return
    rows = [row for row in journal.lessons_of_day(page.user, page.today) if row.asks]
    if rows:
        page.day.append(Card("lessons", DayOfLessons(rows, address("journal:lessons"))))
