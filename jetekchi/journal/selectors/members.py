"""Who is in which part of a class on which day, read once for many lessons."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jetekchi.core import spans
from jetekchi.journal.models import PartMember

Time = tuple[date, date | None]


@dataclass
class Members:
    """The times of students in parts of classes."""

    times: dict[tuple[int, int], list[Time]] = field(default_factory=lambda: defaultdict(list))

    def add(self, part: int, student: int, from_on: date, until_on: date | None) -> None:
        """One more time of a student in a part."""
        self.times[part, student].append((from_on, until_on))

    def learns(self, part: int | None, student: int, day: date) -> bool:
        """Whether a lesson of this part on this day is one of the student's; one of the whole class always is."""
        if part is None:
            return True
        return any(spans.holds(since, until, day) for since, until in self.times.get((part, student), ()))


def members_of(**of: Any) -> Members:
    """The members of the parts that the conditions name, of all days; one query."""
    found = Members()
    rows = PartMember.objects.filter(**of).order_by()
    for part, student, from_on, until_on in rows.values_list("part", "student", "from_on", "until_on"):
        found.add(part, student, from_on, until_on)
    return found
