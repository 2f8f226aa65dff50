"""The first page of a student and of a guardian: the own card, the class leader's phone, who sees what (3.6, 4.1)."""

from dataclasses import dataclass

from jetekchi.journal import selectors as journal
from jetekchi.journal.selectors import AbsenceCount
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import Person, Student, Term
from jetekchi.organisation.permissions import visible_students
from jetekchi.organisation.roles import Role
from jetekchi.workplace.selectors.desks.page import Card, FirstPage
from jetekchi.workplace.selectors.links import address
from jetekchi.workplace.selectors.wording import class_name


@dataclass(frozen=True)
class MarkRow:
    """A subject and its marks in the order of the terms; an empty one where there is none yet."""

    subject: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class OwnCard:
    """What a student or a guardian sees of the student."""

    student: Student
    is_own: bool
    class_words: str
    leader: Person | None
    terms: tuple[Term, ...]
    marks: tuple[MarkRow, ...]
    absences: AbsenceCount | None
    half: Term | None
    url: str
    marks_url: str
    diary_url: str
    who_sees_url: str


def add(page: FirstPage) -> None:
    """Put the own card, or the card of each child, on the page."""
    wanted = set(page.who.wards)
    if page.who.own_student is not None:
        wanted.add(page.who.own_student)
    if not wanted:
        return
    page.is_staff = bool(page.who.roles - {Role.STUDENT, Role.GUARDIAN})
    students = list(visible_students(page.user).filter(pk__in=wanted))
    leaders = organisation.leaders_of({student.class_group for student in students})
    for student in students:
        appointment = leaders.get(student.class_group_id)
        page.main.append(
            Card("own_card", _card(page, student, appointment.leader.person if appointment else None))
        )


def _card(page: FirstPage, student: Student, leader: Person | None) -> OwnCard:
    half = page.half
    terms, rows = _marks(student, half) if half else ((), ())
    return OwnCard(
        student=student,
        is_own=student.pk == page.who.own_student,
        class_words=class_name(student.class_group),
        leader=leader,
        terms=terms,
        marks=rows,
        absences=journal.absences_of_student(student, half) if half else None,
        half=half,
        url=address("organisation:student", student.pk),
        marks_url=address("journal:student", student.pk),
        diary_url=address("journal:diary", student.pk),
        who_sees_url=address("organisation:who_sees_what"),
    )


def _marks(student: Student, half: Term) -> tuple[tuple[Term, ...], tuple[MarkRow, ...]]:
    found = journal.marks_of(student, half)
    # A half-year stands behind its quarters.
    some = {mark.term for mark in found if mark.term}
    terms = tuple(sorted(some, key=lambda term: (term.end_on, -term.start_on.toordinal())))
    by_subject: dict[str, dict[int | None, str]] = {}
    for mark in sorted(found, key=lambda mark: mark.subject.sort_key):
        by_subject.setdefault(str(mark.subject), {})[mark.term_id] = mark.get_value_display()
    rows = tuple(
        MarkRow(subject, tuple(values.get(term.pk, "") for term in terms))
        for subject, values in by_subject.items()
    )
    return terms, rows
