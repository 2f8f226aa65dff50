"""Everything the rules ask about, loaded once for all leaders: the number of queries does not grow with the lyceum."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from jetekchi.core.remember import while_unchanged
from jetekchi.documents import selectors as documents
from jetekchi.journal.selectors import (
    ClassInspections,
    DiaryWeeks,
    ExcuseCount,
    TestLoad,
    class_inspections,
    diary_weeks,
    excuse_counts,
    gap_counts,
    test_loads,
)
from jetekchi.journal.selectors.fallen import falling_students
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import Appointment, ClassGroup, Person, Term
from jetekchi.organisation.selectors.schedule_desk import due_on_of
from jetekchi.organisation.selectors.schedules import standings
from jetekchi.plan import selectors as plan
from jetekchi.plan.selectors import LibraryWork, SelfGovernment
from jetekchi.reports import selectors as reports
from jetekchi.worklog import selectors as worklog
from jetekchi.worklog.selectors import ClauseWork

# The clause whose days of work are wanted: an entry settles the tests of its week.
TEACHERS_LED = "5.2"


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
    plan_state: str = ""
    plan_due_on: date | None = None
    # Events outside the lyceum that were held, and those of them approved and counted back.
    outings: int = 0
    outings_safe: int = 0
    took_part: frozenset[int] = frozenset()
    self_government: SelfGovernment = field(default_factory=SelfGovernment)
    library: LibraryWork = field(default_factory=LibraryWork)
    # By clause what the signed plan still holds: done, it becomes the clause's evidence.
    planned: dict[str, plan.NextItem] = field(default_factory=dict)
    schedule_state: str = ""
    has_schedule: bool = False
    # Of the year up to the half-year's end: an old remark is a debt until it is mended.
    inspected: ClassInspections = field(default_factory=ClassInspections)
    # Weeks with lessons that are over, and excuses of the families, of the half-year.
    diary: DiaryWeeks = field(default_factory=DiaryWeeks)
    excuses: ExcuseCount = field(default_factory=ExcuseCount)
    # Weeks of the half-year with tests, the coming ones too.
    tests: TestLoad = field(default_factory=TestLoad)
    # What the class journal lacks in the half-year and its leader has to fill.
    gaps: int = 0
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

    @property
    def schedule_due_on(self) -> date:
        """When the leader's work schedule is due (3.13)."""
        return due_on_of(self.half.year, self.appointment, int(self.settings["schedule_due_days"]))


@dataclass(frozen=True)
class Facts:
    """The facts of all leaders, in the order of their classes."""

    half: Term
    classes: tuple[ClassFacts, ...]


def load(half: Term, classes: Sequence[ClassGroup], looks: Sequence[tuple[int, str, str]]) -> Facts:
    """Load the facts of these classes; `looks` are (class, clause, side) as the compliance tables hold them."""
    today = timezone.localdate()
    day = min(max(today, half.start_on), half.end_on)
    appointments = organisation.leaders_of(classes, day)
    led = [group for group in classes if group.pk in appointments]
    settings = organisation.all_settings()
    kinds = _kinds()
    parts = [
        _students(led),
        _work(led, half),
        _falling(led, half),
        _reports(led, half),
        _papers(led, [appointments[group.pk].leader.person for group in led], half),
        _schedules(led, [appointments[group.pk].leader_id for group in led], half, day),
        _looks(led, looks),
        _inspections(led, half),
        _diaries(led, half),
        _tests(led, half, settings["tests_a_day"], settings["tests_a_week"]),
        _gaps(led, [appointments[group.pk].leader.person_id for group in led], half),
        _plans(led, half),
        _events(led, half),
        _class_life(led, half, today),
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


# Each source is asked anew only after a deed in the tables it reads; a class or a term that changes is one for all.
Part = dict[int, dict[str, Any]]


@while_unchanged("worklog")
def _kinds() -> dict[str, str]:
    """Clause → the kind that names it first, else the first kind that names it at all."""
    found: dict[str, tuple[int, str]] = {}
    for kind in worklog.all_kinds():
        for place, clause in enumerate(kind.clauses if kind.is_active and not kind.is_accident else ()):
            found[clause] = min(found.get(clause, (99, "")), (place, kind.code))
    return {clause: code for clause, (_place, code) in found.items()}


@while_unchanged("organisation")
def _students(led: Sequence[ClassGroup]) -> Part:
    counts = organisation.student_counts(led)
    return {group.pk: {"students": counts.get(group.pk, 0)} for group in led}


@while_unchanged("organisation", "worklog")
def _work(led: Sequence[ClassGroup], half: Term) -> Part:
    start, end = half.start_on, half.end_on
    work = worklog.clause_work(led, start, end, days_of=[TEACHERS_LED])
    families = worklog.families_contacted(led, start, end)
    accidents = worklog.accident_counts(led, start, end)
    return {
        group.pk: {
            "work": work[group.pk],
            "families": len(families[group.pk]),
            "helped": frozenset(work[group.pk]["3.5"].students if "3.5" in work[group.pk] else ()),
            "accidents": accidents[group.pk][0],
            "accidents_confirmed": accidents[group.pk][1],
        }
        for group in led
    }


@while_unchanged("organisation", "journal")
def _falling(led: Sequence[ClassGroup], half: Term) -> Part:
    found = falling_students(led, half)
    return {group.pk: {"falling": frozenset(found.get(group.pk, ()))} for group in led}


@while_unchanged("organisation", "reports")
def _reports(led: Sequence[ClassGroup], half: Term) -> Part:
    states = reports.report_states(led, half)
    return {group.pk: {"report_state": states.get(group.pk, "")} for group in led}


def _plans(led: Sequence[ClassGroup], half: Term) -> Part:
    states, approved_by = plan.plan_states(led, half), plan.clocks_of(half).approved_by
    ahead = plan.items_ahead(led, half)
    return {
        group.pk: {
            "plan_state": states[group.pk].state,
            "plan_due_on": approved_by,
            "planned": ahead[group.pk],
        }
        for group in led
    }


def _events(led: Sequence[ClassGroup], half: Term) -> Part:
    figures = plan.event_figures(led, half)
    return {
        pk: {"outings": one.outside, "outings_safe": one.safe, "took_part": one.took_part}
        for pk, one in figures.items()
    }


def _class_life(led: Sequence[ClassGroup], half: Term, today: date) -> Part:
    offices, books = plan.self_government(led, half, today), plan.library_work(led, half)
    return {group.pk: {"self_government": offices[group.pk], "library": books[group.pk]} for group in led}


@while_unchanged("organisation", "documents")
def _papers(led: Sequence[ClassGroup], leaders: Sequence[Person], half: Term) -> Part:
    read = documents.acquaintance_state(leaders)
    told = documents.directive_counts(leaders, (half.start_on, half.end_on))
    return {
        group.pk: {
            "documents_signed": len(read[person.pk].signed),
            "documents_due": len(read[person.pk].signed) + len(read[person.pk].due),
            "directives": told[person.pk].given,
            "directives_settled": told[person.pk].done + told[person.pk].excused,
            "directives_overdue": told[person.pk].overdue,
        }
        for group, person in zip(led, leaders, strict=True)
    }


@while_unchanged("organisation")
def _schedules(led: Sequence[ClassGroup], leaders: Sequence[int], half: Term, day: date) -> Part:
    known = standings(set(leaders), half.year, day)
    found = {group.pk: known[leader] for group, leader in zip(led, leaders, strict=True)}
    return {
        pk: {"schedule_state": one.state, "has_schedule": one.in_force is not None}
        for pk, one in found.items()
    }


def _inspections(led: Sequence[ClassGroup], half: Term) -> Part:
    found = class_inspections(led, half.year.start_on, half.end_on)
    return {group.pk: {"inspected": found[group.pk]} for group in led}


@while_unchanged("organisation", "journal")
def _diaries(led: Sequence[ClassGroup], half: Term) -> Part:
    weeks = diary_weeks(led, half.start_on, half.end_on)
    excuses = excuse_counts(led, half.start_on, half.end_on)
    return {group.pk: {"diary": weeks[group.pk], "excuses": excuses[group.pk]} for group in led}


@while_unchanged("organisation", "journal")
def _tests(led: Sequence[ClassGroup], half: Term, a_day: int, a_week: int) -> Part:
    found = test_loads(led, half.start_on, half.end_on, a_day, a_week)
    return {group.pk: {"tests": found[group.pk]} for group in led}


@while_unchanged("organisation", "journal")
def _gaps(led: Sequence[ClassGroup], leaders: Sequence[int], half: Term) -> Part:
    # A leader's own page asks for one class, which costs a fortieth of them all.
    only = led[0].pk if len(led) == 1 else None
    found = gap_counts(half.year_id, half.start_on, half.end_on, only)
    pairs = zip(led, leaders, strict=True)
    return {group.pk: {"gaps": found.get(group.pk, {}).get(leader, 0)} for group, leader in pairs}


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
