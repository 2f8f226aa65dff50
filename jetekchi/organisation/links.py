"""Ways onward from a student's and a class's page, brought by the storeys above in their `apps.ready()`.

The page of a student belongs to this storey and must not know who stands on it: a storey above registers a function
that answers, for one user and one student, where they may go from here. Only what may be opened is ever listed.
In the same way they say what is still open in a half-year that is about to be closed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from jetekchi.organisation.models import ClassGroup, Student, Term, User


@dataclass(frozen=True)
class Link:
    """A way onward; `is_main` ones stand as buttons beside the name, at most two of all."""

    title: str | Promise
    url: str
    icon: str = "chevron-right"
    note: str | Promise = ""
    is_main: bool = False


StudentLinks = Callable[["User", "Student"], Iterable[Link]]
ClassLinks = Callable[["User", "ClassGroup"], Iterable[Link]]
_of_student: list[StudentLinks] = []
_of_class: list[ClassLinks] = []


def register_student_links(function: StudentLinks) -> StudentLinks:
    """Ask this function for links on every student's page; registered twice, it is asked once."""
    if function not in _of_student:
        _of_student.append(function)
    return function


def register_class_links(function: ClassLinks) -> ClassLinks:
    """The same for the page of a class."""
    if function not in _of_class:
        _of_class.append(function)
    return function


def student_links(user: "User", student: "Student") -> list[Link]:
    """Where this user may go from this student's page, in the order of registration."""
    return [link for function in _of_student for link in function(user, student) if link.url]


def class_links(user: "User", class_group: "ClassGroup") -> list[Link]:
    """Where this user may go from this class's page."""
    return [link for function in _of_class for link in function(user, class_group) if link.url]


@dataclass(frozen=True)
class OpenEnd:
    """Something of a half-year that is not finished; each line of `lines` says one thing that waits."""

    title: str | Promise
    lines: tuple[str, ...]
    url: str = ""


OpenEnds = Callable[["User", "Term"], Iterable[OpenEnd]]
_ends: list[OpenEnds] = []


def register_open_ends(function: OpenEnds) -> OpenEnds:
    """Ask this function what is still open before a half-year is closed; registered twice, it is asked once."""
    if function not in _ends:
        _ends.append(function)
    return function


def open_ends(user: "User", term: "Term") -> list[OpenEnd]:
    """What the storeys above know to be unfinished in this half-year."""
    return [end for function in _ends for end in function(user, term)]


_states: dict[str, Callable[[], bool]] = {}


def register_state(key: str, function: Callable[[], bool]) -> None:
    """Say whether a first step is done that a storey above knows of («instruction»)."""
    _states[key] = function


def state_of(key: str) -> bool | None:
    """Whether the step is done; None when nobody registered an answer."""
    return _states[key]() if key in _states else None
