"""The counts of an event as they stand: who was expected, who was seen, who is missing (7.1)."""

from dataclasses import dataclass

from jetekchi.organisation.models import Student
from jetekchi.plan.models import Event, EventAct, HeadCount

Point = HeadCount.Point


@dataclass(frozen=True)
class CountRow:
    """One count: those seen of those expected, and who is missing; a corrected one stays readable."""

    count: HeadCount
    here: int
    expected: int
    missing: tuple[Student, ...]
    is_standing: bool

    @property
    def is_equal(self) -> bool:
        """Whether everybody expected was seen."""
        return not self.missing

    @property
    def is_alarm(self) -> bool:
        """Whether a child who set out is missing; one who did not come in the morning is another matter."""
        return self.is_standing and bool(self.missing) and self.count.point != Point.OUT


@dataclass(frozen=True)
class Counts:
    """All counts of an event, the oldest first, and what they come to."""

    rows: tuple[CountRow, ...]
    students: tuple[Student, ...]
    set_out: frozenset[int]

    @property
    def standing(self) -> list[CountRow]:
        """Those that no other count corrects."""
        return [row for row in self.rows if row.is_standing]

    @property
    def state(self) -> str:
        """Nothing, out (not back yet), equal, or unequal."""
        points = {row.count.point: row for row in self.standing}
        if Point.OUT not in points:
            return ""
        back = points.get(Point.BACK)
        if back is None:
            return "out"
        return "equal" if back.is_equal else "unequal"

    @property
    def is_back_counted(self) -> bool:
        """Whether the children were counted when they came back."""
        return any(row.count.point == Point.BACK for row in self.standing)

    @property
    def missing(self) -> tuple[Student, ...]:
        """Who is missing by the last standing count after setting out."""
        later = [row for row in self.standing if row.count.point != Point.OUT]
        return later[-1].missing if later else ()

    @property
    def next_point(self) -> str:
        """What is counted next."""
        known = {row.count.point for row in self.standing}
        if Point.OUT not in known:
            return Point.OUT
        return Point.BACK if Point.BACK not in known else Point.WAY


def counts_of(event: Event) -> Counts:
    """Every count with who is missing, in three queries (7.1)."""
    people = event.participants.select_related("student__person", "student__class_group")
    students = tuple(row.student for row in people)
    found = event.counts.select_related("by__person").prefetch_related("marks__student__person")
    return read_counts(list(found), students)


def is_back_uncounted(event: Event, counts: Counts) -> bool:
    """Whether children were out, by a count or by the event's own word, and nobody counted them back (7.1)."""
    return (event.is_outside or bool(counts.state)) and not counts.is_back_counted


def words_on_missing(event: Event) -> str:
    """Where the children are who are missing at the last count or were not counted back; written when it was held."""
    held = event.acts.filter(deed=EventAct.Deed.HELD).last()
    return held.remark if held else ""


def read_counts(counts: list[HeadCount], students: tuple[Student, ...]) -> Counts:
    """Read counts along the way as it was walked: a correction stands where the count it corrects stood."""
    by_pk = {one.pk: one for one in counts}
    corrected = {one.corrects_id for one in counts if one.corrects_id}

    def root(one: HeadCount) -> int:
        while one.corrects_id in by_pk:
            one = by_pk[one.corrects_id]  # type: ignore[index]
        return one.pk

    people = {mark.student_id: mark.student for one in counts for mark in one.marks.all()}
    people |= {one.pk: one for one in students}
    rows: list[CountRow] = []
    known: set[int] = set()
    asked: set[int] = set()
    for one in sorted(counts, key=lambda count: (_place(count), root(count), count.pk)):
        marks = {mark.student_id: mark for mark in one.marks.all()}
        seen = {pk for pk, mark in marks.items() if mark.is_here}
        expected = set(marks) if one.point == Point.OUT else known | seen
        is_standing = one.pk not in corrected
        if one.point != Point.OUT and asked:
            # Added to the list since the counts before, which say nothing of this child: not seen is missing.
            expected |= set(marks) - asked
        if one.point == Point.BACK and is_standing:
            # Who takes part and stands in no mark was added later: nobody has counted this child.
            expected |= {student.pk for student in students} - set(marks)
        missing = tuple(people[pk] for pk in sorted(expected - seen))
        rows.append(CountRow(one, len(seen), len(expected), missing, is_standing))
        if is_standing:
            known |= seen
            asked |= set(marks)
    return Counts(tuple(rows), students, frozenset(known))


def _place(count: HeadCount) -> int:
    """Setting out stands first, coming back last, whatever was corrected when."""
    return [Point.OUT, Point.WAY, Point.BACK].index(Point(count.point))
