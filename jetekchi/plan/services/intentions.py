"""What is to be put into a plan, before it is an item."""

from dataclasses import dataclass, field
from datetime import date

from jetekchi.organisation.models import Student


@dataclass(frozen=True)
class Intention:
    """What is planned; `on` names the day inside the month."""

    direction: str
    month: date
    title: str
    on: date | None = None
    form: str = ""
    responsible: str = ""
    participants: str = ""
    expected: str = ""
    students: tuple[Student, ...] = field(default=())
