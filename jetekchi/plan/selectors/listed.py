"""What a list of the plan, the self-government or the libraries is narrowed to, and the same as a sheet (2.2, 3.1, 6.2)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.models import ClassGroup
from jetekchi.plan.models import (
    Assignment,
    Election,
    LibraryRequest,
    LibraryVisit,
    PlanPaper,
    ReadingList,
)
from jetekchi.plan.selectors.desk import PlanRow
from jetekchi.plan.selectors.library import LibraryWork
from jetekchi.plan.selectors.offices import SeatRow, SelfGovernment

T = TypeVar("T")
Sheet = tuple[list[str], list[list[Any]]]
ClassRow = tuple[ClassGroup, SelfGovernment, LibraryWork]

PLAN_STATES = (("none", gettext_lazy("not begun")), *PlanPaper.State.choices, ("late", gettext_lazy("late")))
CLASS_STATES = (
    ("vacant", gettext_lazy("with an office that nobody holds")),
    ("gap", gettext_lazy("with days without a holder")),
    ("waiting", gettext_lazy("with a library request that waits")),
)
# Parts of a page, each with its states: what is chosen is "part" or "part-state".
OFFICE_PARTS = (
    (
        gettext_lazy("Offices and sectors"),
        (
            ("offices", gettext_lazy("all offices")),
            ("offices-held", gettext_lazy("somebody holds it")),
            ("offices-vacant", gettext_lazy("nobody holds it")),
        ),
    ),
    (
        gettext_lazy("Assignments and reports"),
        (
            ("assignments", gettext_lazy("all assignments")),
            *((f"assignments-{key}", words) for key, words in Assignment.State.choices),
            ("assignments-late", gettext_lazy("past their day")),
        ),
    ),
    (
        gettext_lazy("Secret ballots"),
        (
            ("ballots", gettext_lazy("all ballots")),
            ("ballots-running", gettext_lazy("going on")),
            ("ballots-closed", gettext_lazy("closed, with minutes")),
            ("ballots-void", gettext_lazy("called off")),
        ),
    ),
)
REQUESTS = (
    gettext_lazy("Requests"),
    (
        ("requests", gettext_lazy("all requests")),
        *((f"requests-{key}", words) for key, words in LibraryRequest.State.choices),
    ),
)
LIBRARY_PARTS = (
    (gettext_lazy("Reading lists"), (("lists", gettext_lazy("all reading lists")),)),
    (
        gettext_lazy("Visits"),
        (
            ("visits", gettext_lazy("all visits")),
            *((f"visits-{key}", words) for key, words in LibraryVisit.State.choices),
        ),
    ),
)
# The desk of the librarian shows none that was withdrawn.
DESK_STATES = tuple(
    (f"requests-{key}", words)
    for key, words in LibraryRequest.State.choices
    if key != LibraryRequest.State.WITHDRAWN
)


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed by: words, and a state or a part of the page with one; both may be empty."""

    words: str = ""
    show: str = ""
    class_group: int | None = None

    @property
    def is_any(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.words or self.show or self.class_group)

    @property
    def part(self) -> str:
        """The part of the page; empty where all are shown."""
        return self.show.partition("-")[0]

    @property
    def state(self) -> str:
        """The state within the part."""
        return self.show.partition("-")[2]


def _having(rows: Iterable[T], words: str, text: Callable[[T], str]) -> list[T]:
    asked = search_key(words).split()[:6]
    return [row for row in rows if all(word in search_key(text(row)) for word in asked)]


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


# --- class plans ------------------------------------------------------------------------------------------


def narrowed_plans(rows: Iterable[PlanRow], by: Asked) -> list[PlanRow]:
    """Plans of these classes or leaders in a state; what is late may be in any."""
    chosen = [
        row
        for row in rows
        if not by.show or (row.is_late if by.show == "late" else (row.state.state or "none") == by.show)
    ]
    return _having(chosen, by.words, _plan_text)


def _plan_text(row: PlanRow) -> str:
    return f"{row.class_group.label} {row.appointment.leader.person.name if row.appointment else ''}"


# --- self-government --------------------------------------------------------------------------------------


def narrowed_class_rows(rows: Iterable[ClassRow], by: Asked) -> list[ClassRow]:
    """Classes of this name, with a seat, a gap or a request that wants somebody's eye."""
    chosen = [
        row
        for row in rows
        if not by.show
        or {
            "vacant": row[1].filled < row[1].required,
            "gap": row[1].gap_days > 0,
            "waiting": row[2].waiting > 0,
        }.get(by.show, True)
    ]
    return _having(chosen, by.words, lambda row: row[0].label)


def class_sheet(rows: Iterable[ClassRow]) -> Sheet:
    """Self-government and library work class by class."""
    headings = [
        _("Class"), _("Required offices held"), _("Required offices"), _("Days without a holder"),
        _("Secret ballots"), _("Library: answered"), _("Library: waiting"), _("Visits"),
    ]  # fmt: skip
    return headings, [
        [
            group.label, known.filled, known.required, known.gap_days,
            known.elections, work.answered, work.waiting, work.visits,
        ]
        for group, known, work in rows
    ]  # fmt: skip


def narrowed_seats(seats: Iterable[SeatRow], by: Asked) -> list[SeatRow]:
    """Seats of the class, those held or vacant today, by office and by whoever held them this year."""
    if by.part not in ("", "offices"):
        return []
    chosen = [seat for seat in seats if not by.state or (by.state == "held") == (seat.term is not None)]
    return _having(
        chosen,
        by.words,
        lambda seat: " ".join((str(seat.office), *(term.student.person.name for term in seat.terms))),
    )


def seat_sheet(seats: Iterable[SeatRow]) -> Sheet:
    """A line a holder of the year; a seat that nobody held has one too."""
    headings = [
        _("Office"), _("Kind"), _("Holder"), _("From"), _("Until"), _("How chosen"),
        _("Why it ended early"), _("Days without a holder"),
    ]  # fmt: skip
    lines: list[list[Any]] = []
    for seat in seats:
        first = [str(seat.office), str(seat.office.get_kind_display())]
        gap_days = sum(gap.days for gap in seat.gaps)
        # The days belong to the seat, not to a holder: they stand once.
        lines += [
            [
                *first, term.student.person.name, term.from_on, term.until_on,
                str(term.get_basis_display()), term.ended_because, None if place else gap_days,
            ]
            for place, term in enumerate(seat.terms)
        ] or [[*first, "", None, None, "", "", gap_days]]  # fmt: skip
    return headings, lines


def narrowed_assignments(rows: Iterable[Assignment], by: Asked, today: date) -> list[Assignment]:
    """Assignments in a state or past their day, by what, by office and by holder."""
    if by.part not in ("", "assignments"):
        return []

    def is_asked(one: Assignment) -> bool:
        if by.state == "late":
            return one.state == Assignment.State.GIVEN and one.due_on < today
        return not by.state or one.state == by.state

    return _having(
        [one for one in rows if is_asked(one)],
        by.words,
        lambda one: f"{one.title} {one.term.office} {one.term.student.person.name}",
    )


def assignment_sheet(rows: Iterable[Assignment]) -> Sheet:
    """What was asked of whom, by when, and the report."""
    headings = [
        _("By when"), _("Kind"), _("What"), _("Details"), _("Office"), _("Holder"), _("State"),
        _("Report"), _("Reported"),
    ]  # fmt: skip
    return headings, [
        [
            one.due_on, str(one.get_kind_display()), one.title, one.details, str(one.term.office),
            one.term.student.person.name, str(one.get_state_display()), one.report, _day(one.reported_at),
        ]
        for one in rows
    ]  # fmt: skip


def narrowed_ballots(rows: Iterable[Election], by: Asked) -> list[Election]:
    """Elections that go on, are closed or were called off, by office and by who was elected."""
    if by.part not in ("", "ballots"):
        return []
    chosen = [
        one
        for one in rows
        if not by.state or (one.is_running if by.state == "running" else one.state == by.state)
    ]
    return _having(chosen, by.words, lambda one: f"{one.office} {_winner(one)}")


def _winner(one: Election) -> str:
    return one.winner.student.person.name if one.winner else ""


def ballot_sheet(rows: Iterable[Election]) -> Sheet:
    """The minutes of the class in short: who was elected for which term, how many voted; never how."""
    headings = [
        _("Day of the vote"), _("Office"), _("State"), _("Outcome"), _("Elected"), _("Term from"),
        _("Term until"), _("On the roll"), _("Voted"), _("Chair"), _("Secretary"), _("Minutes №"),
    ]  # fmt: skip
    return headings, [
        [
            one.vote_on, str(one.office), str(one.get_state_display()), str(one.get_outcome_display()),
            _winner(one), one.term_from, one.term_until,
            *((one.on_roll, one.voted) if one.state == Election.State.CLOSED else (None, None)),
            one.chair, one.secretary, one.pk if one.state == Election.State.CLOSED else None,
        ]
        for one in rows
    ]  # fmt: skip


# --- libraries --------------------------------------------------------------------------------------------


def library_of(one: LibraryRequest | LibraryVisit) -> str:
    """Which library it is, in words."""
    return one.library_name or str(one.get_library_display())


def narrowed_requests(rows: Iterable[LibraryRequest], by: Asked) -> list[LibraryRequest]:
    """Requests of a class in a state, by theme, library, class and who asks."""
    if by.part not in ("", "requests"):
        return []
    chosen = [
        one
        for one in rows
        if (not by.state or one.state == by.state)
        and (not by.class_group or one.class_group_id == by.class_group)
    ]
    return _having(chosen, by.words, _request_text)


def _request_text(one: LibraryRequest) -> str:
    return f"{one.theme} {one.details} {library_of(one)} {one.class_group.label} {_who_asks(one)}"


def _who_asks(one: LibraryRequest) -> str:
    return one.by.person.name if one.by and one.by.person else ""


def request_sheet(rows: Iterable[LibraryRequest]) -> Sheet:
    """What was asked of which library, by when it is needed, and whether it was answered."""
    headings = [
        _("Needed by"), _("Class or group"), _("Theme"), _("Details"), _("Library"), _("Who asks"),
        _("Asked on"), _("State"),
    ]  # fmt: skip
    return headings, [
        [
            one.needed_on, one.class_group.label, one.theme, one.details, library_of(one), _who_asks(one),
            _day(one.asked_at), str(one.get_state_display()),
        ]
        for one in rows
    ]  # fmt: skip


def narrowed_reading_lists(rows: Iterable[ReadingList], by: Asked) -> list[ReadingList]:
    """Reading lists by name, theme and for whom."""
    if by.part not in ("", "lists"):
        return []
    return _having(rows, by.words, lambda one: f"{one.title} {one.get_theme_display()} {one.for_whom}")


def reading_sheet(rows: Sequence[Any]) -> Sheet:
    """Reading lists with how many books and readings each has; not who read them."""
    headings = [_("Theme"), _("Name of the list"), _("For whom"), _("Books"), _("Said to be read")]
    return headings, [
        [str(one.get_theme_display()), one.title, one.for_whom, one.books, one.readings] for one in rows
    ]


def narrowed_visits(rows: Iterable[LibraryVisit], by: Asked) -> list[LibraryVisit]:
    """Visits in a state, by what for and to which library."""
    if by.part not in ("", "visits"):
        return []
    chosen = [one for one in rows if not by.state or one.state == by.state]
    return _having(chosen, by.words, lambda one: f"{one.purpose} {library_of(one)} {one.outcome}")


def visit_sheet(rows: Sequence[Any]) -> Sheet:
    """Where the class went, what for, how many, and what came of it."""
    headings = [_("Day"), _("Library"), _("What for"), _("State"), _("How many went"), _("What came of it")]
    return headings, [
        [one.on, library_of(one), one.purpose, str(one.get_state_display()), one.went, one.outcome]
        for one in rows
    ]
