"""Everything the rules ask about, loaded once for all leaders: the number of queries does not grow with the lyceum."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from jetekchi.documents import selectors as documents
from jetekchi.journal.selectors.fallen import falling_students
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import Appointment, ClassGroup, Person, Term
from jetekchi.reports import selectors as reports
from jetekchi.worklog import selectors as worklog
from jetekchi.worklog.selectors import ClauseWork


@dataclass(frozen=True)
class ClassFacts:
    """What is known about one leader's class in one half-year."""

    appointment: Appointment
    half: Term
    today: date
    settings: dict[str, Any]
    students: int = 0
    work: dict[str, ClauseWork] = field(default_factory=dict)
    families: int = 0
    falling: frozenset[int] = frozenset()
    helped: frozenset[int] = frozenset()
    accidents: int = 0
    accidents_confirmed: int = 0
    documents_due: int = 0
    documents_signed: int = 0
    directives: int = 0
    directives_settled: int = 0
    directives_overdue: int = 0
    report_state: str = ""
    looked: frozenset[str] = frozenset()
    supervised: frozenset[str] = frozenset()
    # Which kind of work serves a clause first: the form opens with it chosen.
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def class_group(self) -> ClassGroup:
        """The leader's class."""
        return self.appointment.class_group

    @property
    def report_due_on(self) -> date:
        """When the half-year report is due (3.8): a setting counts the days after the half-year's end."""
        return self.half.end_on + timedelta(days=int(self.settings["report_due_days"]))


@dataclass(frozen=True)
class Facts:
    """The facts of all leaders, in the order of their classes."""

    half: Term
    classes: tuple[ClassFacts, ...]


def load(half: Term, classes: Sequence[ClassGroup], looks: Sequence[tuple[int, str, str]]) -> Facts:
    """Load the facts of these classes; `looks` are (class, clause, side) as the compliance tables hold them."""
    today = timezone.localdate()
    appointments = organisation.leaders_of(classes, min(max(today, half.start_on), half.end_on))
    led = [group for group in classes if group.pk in appointments]
    settings = organisation.all_settings()
    kinds = _kinds()
    parts = [
        _students(led),
        _work(led, half),
        _papers({group.pk: appointments[group.pk].leader.person for group in led}, half),
        _looks(led, looks),
    ]
    return Facts(
        half=half,
        classes=tuple(
            ClassFacts(
                appointment=appointments[group.pk],
                half=half,
                today=today,
                settings=settings,
                kinds=kinds,
                **{name: value for part in parts for name, value in part[group.pk].items()},
            )
            for group in led
        ),
    )


Part = dict[int, dict[str, Any]]


def _kinds() -> dict[str, str]:
    """Clause → the kind that names it first, else the first kind that names it at all."""
    found: dict[str, tuple[int, str]] = {}
    for kind in worklog.all_kinds():
        for place, clause in enumerate(kind.clauses if kind.is_active and not kind.is_accident else ()):
            found[clause] = min(found.get(clause, (99, "")), (place, kind.code))
    return {clause: code for clause, (_place, code) in found.items()}


def _students(led: Sequence[ClassGroup]) -> Part:
    counts = organisation.student_counts(led)
    return {group.pk: {"students": counts.get(group.pk, 0)} for group in led}


def _work(led: Sequence[ClassGroup], half: Term) -> Part:
    start, end = half.start_on, half.end_on
    work = worklog.clause_work(led, start, end)
    families = worklog.families_contacted(led, start, end)
    accidents = worklog.accident_counts(led, start, end)
    falling = falling_students(led, half)
    states = reports.report_states(led, half)
    return {
        group.pk: {
            "work": work[group.pk],
            "families": len(families[group.pk]),
            "falling": frozenset(falling.get(group.pk, ())),
            "helped": frozenset(work[group.pk]["3.5"].students if "3.5" in work[group.pk] else ()),
            "accidents": accidents[group.pk][0],
            "accidents_confirmed": accidents[group.pk][1],
            "report_state": states.get(group.pk, ""),
        }
        for group in led
    }


def _papers(people: dict[int, Person], half: Term) -> Part:
    read = documents.acquaintance_state(people.values())
    told = documents.directive_counts(people.values(), (half.start_on, half.end_on))
    return {
        class_pk: {
            "documents_signed": len(read[person.pk].signed),
            "documents_due": len(read[person.pk].signed) + len(read[person.pk].due),
            "directives": told[person.pk].given,
            "directives_settled": told[person.pk].done + told[person.pk].excused,
            "directives_overdue": told[person.pk].overdue,
        }
        for class_pk, person in people.items()
    }


def _looks(led: Sequence[ClassGroup], looks: Sequence[tuple[int, str, str]]) -> Part:
    seen: dict[tuple[int, str], set[str]] = defaultdict(set)
    for pk, clause, side in looks:
        seen[pk, side].add(clause)
    return {
        group.pk: {
            "looked": frozenset(seen[group.pk, "leader"]),
            "supervised": frozenset(seen[group.pk, "supervision"]),
        }
        for group in led
    }
