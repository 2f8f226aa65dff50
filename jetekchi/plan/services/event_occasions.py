"""What an event is to be, before it is one."""

from dataclasses import dataclass, field
from datetime import date, time

from jetekchi.organisation.models import Staff, Student


@dataclass(frozen=True)
class Occasion:
    """Theme, method, kind, date and place; participants of the own class, organisers among them, adults."""

    kind: str
    theme: str
    on: date
    students: tuple[Student, ...]
    method: str = ""
    starts_at: time | None = None
    place: str = ""
    is_outside: bool = False
    guests: str = ""
    organisers: tuple[Student, ...] = field(default=())
    adults: tuple[Staff, ...] = field(default=())
