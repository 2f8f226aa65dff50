"""A class with marks: what the figures of the journal are tried on."""

from datetime import date

from jetekchi.journal.models import Absence, TermMark
from jetekchi.organisation import services
from jetekchi.organisation.models import ClassGroup, Student, Subject, Term


def add_students(group: ClassGroup, count: int, first: int = 9000) -> list[Student]:
    """Students on the list from the first day of the year."""
    return [
        services.add_student(
            by=None,
            person=services.add_person(by=None, surname=f"Бейтаанышов{'а' * index}", given="Жаннат"),
            number=str(first + index),
            class_group=group,
            from_on=group.year.start_on,
        )
        for index in range(count)
    ]


def mark(student: Student, subject: Subject, term: Term, value: str) -> TermMark:
    """A term mark in the student's present class."""
    return TermMark.objects.create(
        student=student, class_group=student.class_group, subject=subject, term=term, value=value
    )


def absent(student: Student, on: date, lessons: tuple[int, ...], kind: str = "unexcused") -> None:
    """Missed lessons of one day."""
    for lesson in lessons:
        Absence.objects.create(
            student=student, class_group=student.class_group, on=on, lesson=lesson, kind=kind
        )
