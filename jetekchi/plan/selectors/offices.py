"""Who holds which office of a class, since when, and where nobody did: seats, gaps, assignments (2.2)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, FilteredRelation, Q, QuerySet, Value, When

from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import ClassGroup, SchoolYear, Term
from jetekchi.plan.models import Assignment, AssignmentAct, ClassOffice, Election, OfficeTerm, first_offices

DAY = timedelta(days=1)
# A class finds its first holders in the first weeks of the year: until then an empty seat is no gap.
GRACE = timedelta(days=30)


@dataclass(frozen=True)
class Gap:
    """Days on which nobody held an office that the class has."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class SeatRow:
    """A seat of a class: its holder of today, the terms of the year, the gaps between them, a running vote."""

    office: ClassOffice
    term: OfficeTerm | None
    terms: tuple[OfficeTerm, ...]
    gaps: tuple[Gap, ...]
    election: Election | None

    @property
    def is_vacant_now(self) -> bool:
        """Whether the last gap reaches today."""
        return self.term is None and bool(self.gaps)


@dataclass(frozen=True)
class SelfGovernment:
    """What the matrix asks of a class: elections held by secret ballot, seats with and without a gap."""

    elections: int = 0
    required: int = 0
    filled: int = 0
    gap_days: int = 0


def all_offices() -> list[ClassOffice]:
    """The lyceum's list, those no longer offered as well; the first list where there is none yet."""
    return list(ClassOffice.objects.all()) or first_offices()


def offered_offices() -> list[ClassOffice]:
    """What a class may fill."""
    return [office for office in all_offices() if office.is_active]


def gaps_of(terms: Sequence[OfficeTerm], start: date | None, today: date) -> tuple[Gap, ...]:
    """Days up to today without a holder; `start` None counts from the first term on."""
    ordered = sorted(terms, key=lambda term: term.from_on)
    if start is None:
        if not ordered:
            return ()
        start = ordered[0].from_on
    gaps, free = [], start
    for term in ordered:
        if term.from_on > free:
            gaps.append(Gap(free, min(term.from_on - DAY, today)))
        free = max(free, term.until_on + DAY)
    if free <= today:
        gaps.append(Gap(free, today))
    return tuple(gap for gap in gaps if gap.first <= today and gap.last >= gap.first)


def _start_of(office: ClassOffice, year: SchoolYear, terms: Sequence[OfficeTerm]) -> date | None:
    """A required seat is empty from the end of the first weeks on, another one only after its first holder."""
    if not office.is_required:
        return None
    first = min((term.from_on for term in terms), default=None)
    grace = year.start_on + GRACE
    return min(first, grace) if first else grace


def seats_of(group: ClassGroup, today: date) -> list[SeatRow]:
    """Every seat of the class, in the order of the lyceum's list."""
    held: dict[int, list[OfficeTerm]] = defaultdict(list)
    for term in OfficeTerm.objects.filter(class_group=group).select_related("student__person", "office"):
        held[term.office_id].append(term)
    running = {
        vote.office_id: vote
        for vote in Election.objects.filter(class_group=group, state__in=Election.RUNNING)
    }
    offices = [office for office in all_offices() if office.is_active or office.pk in held]
    return [_seat(office, group, held[office.pk or 0], running, today) for office in offices]


def _seat(
    office: ClassOffice, group: ClassGroup, terms: list[OfficeTerm], running: dict[int, Election], today: date
) -> SeatRow:
    until = min(today, group.year.end_on)
    return SeatRow(
        office=office,
        term=next((term for term in terms if term.from_on <= today <= term.until_on), None),
        terms=tuple(terms),
        gaps=gaps_of(terms, _start_of(office, group.year, terms), until) if office.is_active else (),
        election=running.get(office.pk or 0),
    )


@while_unchanged("organisation", "plan")
def self_government(groups: Iterable[ClassGroup], half: Term, today: date) -> dict[int, SelfGovernment]:
    """The self-government of each class as the matrix sees it, in one query for all of them (2.2)."""
    classes = list(groups)
    until = min(today, half.end_on)
    held: dict[tuple[int, int], list[OfficeTerm]] = defaultdict(list)
    required: dict[int, ClassOffice] = {}
    votes: dict[int, int] = defaultdict(int)
    has_list = False
    for what, office_pk, class_pk, from_on, until_on in _seats_and_votes(classes, half):
        if what == "vote":
            votes[class_pk] += 1
            continue
        has_list = True
        if what == "office":
            continue
        required[office_pk] = ClassOffice(pk=office_pk, is_required=True)
        if class_pk is not None:
            held[class_pk, office_pk].append(OfficeTerm(from_on=from_on, until_on=until_on))
    offices = list(required.values() if has_list else (one for one in first_offices() if one.is_required))
    found = {}
    for group in classes:
        seats = [(office, held[group.pk, office.pk or 0]) for office in offices]
        gaps = [
            Gap(max(gap.first, half.start_on), gap.last)
            for office, terms in seats
            for gap in gaps_of(terms, _start_of(office, half.year, terms), until)
            if gap.last >= half.start_on
        ]
        filled = sum(
            any(term.from_on <= until <= term.until_on for term in terms) for _office, terms in seats
        )
        found[group.pk] = SelfGovernment(votes[group.pk], len(offices), filled, sum(gap.days for gap in gaps))
    return found


def _seats_and_votes(classes: list[ClassGroup], half: Term) -> QuerySet[Any, Any]:
    """Required offices with their terms (one without holders too), and the ballots that were valid."""
    ours = FilteredRelation("terms", condition=Q(terms__class_group__in=classes))
    is_required = Case(
        When(is_active=True, is_required=True, then=Value("seat")),
        default=Value("office"),
        output_field=CharField(),
    )
    seats = ClassOffice.objects.annotate(own=ours)
    valid = Election.objects.filter(class_group__in=classes, state="closed", vote_on__lte=half.end_on)
    first = seats.order_by().values_list(
        is_required, "pk", "own__class_group", "own__from_on", "own__until_on"
    )
    ballots = valid.exclude(outcome="too_few").order_by()
    second = ballots.values_list(
        Value("vote", output_field=CharField()), "office", "class_group", "term_from", "term_until"
    )
    return first.union(second, all=True)


def assignments_of(group: ClassGroup, student_pk: int | None = None) -> list[Assignment]:
    """Assignments of the holders of a class, open ones first by day; of one student where named."""
    found = Assignment.objects.filter(term__class_group=group).select_related(
        "term__office", "term__student__person"
    )
    if student_pk is not None:
        found = found.filter(term__student=student_pk)
    return sorted(found, key=lambda one: (one.state not in Assignment.OPEN, one.due_on, one.pk))


def assignments_of_term(term: OfficeTerm) -> list[Assignment]:
    """What this holder was asked to do."""
    return list(term.assignments.all())


def history_of_assignment(assignment: Assignment) -> list[AssignmentAct]:
    """What happened to it, the oldest first."""
    return list(assignment.acts.select_related("by__person"))
