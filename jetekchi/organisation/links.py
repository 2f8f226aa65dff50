"""Ways onward from a student's and a class's page, brought by the storeys above in their `apps.ready()`.

The page of a student belongs to this storey and must not know who stands on it: a storey above registers a function
that answers, for one user and one student, where they may go from here. Only what may be opened is ever listed.
The page of a work schedule gets its deeds with a signature in this way: signing stands one storey above.
In the same way they say what is still open in a half-year that is about to be closed, what a marked day concerns,
where a paper is kept, and how the records that the audit speaks of are called.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from jetekchi.organisation.models import CalendarDay, ClassGroup, Student, Term, User, WorkSchedule


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
ScheduleLinks = Callable[["User", "WorkSchedule"], Iterable[Link]]
_of_student: list[StudentLinks] = []
_of_class: list[ClassLinks] = []
_of_schedule: list[ScheduleLinks] = []


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


def register_schedule_links(function: ScheduleLinks) -> ScheduleLinks:
    """The same for a version of a work schedule: sign, decide, print."""
    if function not in _of_schedule:
        _of_schedule.append(function)
    return function


def student_links(user: "User", student: "Student") -> list[Link]:
    """Where this user may go from this student's page, in the order of registration."""
    return [link for function in _of_student for link in function(user, student) if link.url]


def class_links(user: "User", class_group: "ClassGroup") -> list[Link]:
    """Where this user may go from this class's page."""
    return [link for function in _of_class for link in function(user, class_group) if link.url]


def schedule_links(user: "User", schedule: "WorkSchedule") -> list[Link]:
    """What this user may do with this version beyond this storey."""
    return [link for function in _of_schedule for link in function(user, schedule) if link.url]


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


@dataclass(frozen=True)
class OnDay:
    """So many records of a day that was marked, what becomes of them, and where they stand."""

    count: int
    title: str | Promise
    note: str | Promise = ""
    links: tuple[Link, ...] = ()
    url: str = ""


OnDays = Callable[["User", "CalendarDay"], Iterable[OnDay]]
_days: list[OnDays] = []


def register_on_day(function: OnDays) -> OnDays:
    """Ask this function what a marked day concerns; registered twice, it is asked once."""
    if function not in _days:
        _days.append(function)
    return function


def on_day(user: "User", marked: "CalendarDay") -> list[OnDay]:
    """What the storeys above keep of this day, and what becomes of it; a day without a kind is an ordinary one again."""
    return [one for function in _days for one in function(user, marked)]


PaperAddress = Callable[["User", "ClassGroup", str], str]
_papers: list[PaperAddress] = []


def register_paper_address(function: PaperAddress) -> PaperAddress:
    """Ask this function on which page somebody keeps a paper of a class; registered twice, it is asked once."""
    if function not in _papers:
        _papers.append(function)
    return function


def paper_address(user: "User", class_group: "ClassGroup", paper: str) -> str:
    """The page on which this user mends this paper of this class; empty where there is none."""
    return next((url for function in _papers if (url := function(user, class_group, paper))), "")


_states: dict[str, Callable[[], bool]] = {}


def register_state(key: str, function: Callable[[], bool]) -> None:
    """Say whether a first step is done that a storey above knows of («instruction»)."""
    _states[key] = function


def state_of(key: str) -> bool | None:
    """Whether the step is done; None when nobody registered an answer."""
    return _states[key]() if key in _states else None


def _no_pages(user: "User", wanted: Mapping[str, Collection[int]]) -> Mapping[tuple[str, int], Link]:
    return {}


@dataclass(frozen=True)
class Records:
    """How the audit speaks: kinds of records, keys of details and reasons in words, records that have a page."""

    kinds: Mapping[str, str | Promise] = field(default_factory=dict)
    details: Mapping[str, str | Promise] = field(default_factory=dict)
    reasons: Mapping[str, str | Promise] = field(default_factory=dict)
    pages: Callable[["User", Mapping[str, Collection[int]]], Mapping[tuple[str, int], Link]] = _no_pages


_records = [Records()]


def register_records(records: Records) -> None:
    """Say how records of all storeys are called: only the highest one knows them."""
    _records[0] = records


def records() -> Records:
    """The words that were registered; without any the audit keeps its technical names."""
    return _records[0]
