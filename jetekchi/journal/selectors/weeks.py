"""A week of a student: from Monday, in the class or classes of those days (4.1)."""

from datetime import date, timedelta

from jetekchi.core import spans
from jetekchi.organisation.models import Enrolment, Student


def monday_of(day: date) -> date:
    """The first day of the week that holds the day."""
    return day - timedelta(days=day.weekday())


def enrolments_in(student: Student, monday: date) -> list[Enrolment]:
    """The student's classes in the days of the week: two when the class changed in it."""
    sunday = monday + timedelta(days=6)
    found = student.enrolments.filter(spans.touching(monday, sunday))
    return list(found.select_related("class_group__year").order_by("from_on", "pk"))
