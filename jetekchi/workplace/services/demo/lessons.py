"""The timetable of every class and its lessons: of the first class since September, of the others of two weeks."""

from datetime import date, time, timedelta

from jetekchi.journal import services as journal
from jetekchi.journal.services.timetable_import import TIMETABLE
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import ClassGroup, Staff, Teaching
from jetekchi.organisation.selectors import listed_students
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.roster import take_list
from jetekchi.workplace.services.demo.span import Span

HEADS = ["класс", "күнү", "сабак", "предмет", "мугалим", "кабинет", "топчо"]
# The first class learns the first of these that has two teachers in two parts.
PARTED, PARTS = ("Англис тили", "Биология"), ("1-топчо", "2-топчо")
BELLS = ((8, 0), (8, 50), (9, 45), (10, 40), (11, 30), (12, 20))
WEEKDAYS, LATELY = 5, timedelta(days=14)


def teach(span: Span, cast: Cast, groups: list[ClassGroup]) -> None:
    """Bells, timetable, lessons to the end of the half-year."""
    journal.set_bells(
        by=cast.users["study"],
        shift=1,
        name="Биринчи нөөмөт",
        times=[(time(hour, minute), _end(hour, minute)) for hour, minute in BELLS],
    )
    parted = _parted(span, cast, groups[0]) if groups else {}
    take_list(TIMETABLE, "жүгүртмө.csv", [HEADS, *_rows(cast, groups, parted)])
    for first, classes in ((span.start, groups[:1]), (lately(span), groups[1:])):
        if classes:
            journal.generate_lessons(by=cast.users["study"], classes=classes, first=first, last=span.end)


def _parted(span: Span, cast: Cast, group: ClassGroup) -> dict[int, Staff]:
    """The subject that the class learns in two parts, and who teaches the second one; the parts with their students."""
    for name in PARTED:
        number = next(place for place, subject in enumerate(cast.subjects) if subject.name == name)
        teaching = Teaching.objects.get(class_group=group, subject=cast.subjects[number], until_on=None)
        # Who teaches the subject in other classes.
        others = [one for one in cast.teachers[number :: len(cast.subjects)] if one != teaching.teacher]
        if others:
            organisation.assign_teaching(
                by=None, teacher=others[0], class_group=group, subject=teaching.subject, from_on=span.start
            )
            students = list(listed_students(group))
            for part, own in zip(PARTS, (students[::2], students[1::2]), strict=True):
                journal.set_part(by=cast.users["study"], class_group=group, name=part, students=own)
            return {cast.subjects[number].pk: others[0]}
    return {}


def lately(span: Span) -> date:
    """Since when every class has lessons on record."""
    return max(span.start, span.today - LATELY)


def _end(hour: int, minute: int) -> time:
    minutes = hour * 60 + minute + 45
    return time(minutes // 60, minutes % 60)


def _rows(cast: Cast, groups: list[ClassGroup], parted: dict[int, Staff]) -> list[list[str]]:
    seconds = {one.pk for one in parted.values()}
    teachers = {
        (one.class_group_id, one.subject_id): one.teacher
        for one in Teaching.objects.filter(class_group__in=groups).select_related("teacher__person")
        if one.class_group_id != groups[0].pk or one.subject_id not in parted or one.teacher_id not in seconds
    }
    rows = []
    for weekday in range(1, WEEKDAYS + 1):
        had: dict[int, set[int]] = {group.pk: set() for group in groups}
        for number in range(1, len(BELLS) + 1):
            busy: set[int] = set()
            for place, group in enumerate(groups):
                turned = (place + weekday * 5 + number) % len(cast.subjects)
                own = {
                    subject: teachers[group.pk, subject.pk]
                    for subject in [*cast.subjects[turned:], *cast.subjects[:turned]]
                    if subject.pk not in had[group.pk]
                }
                # Nobody is in two classes at once; where nobody is free, the class has no lesson.
                subject = next((one for one, teacher in own.items() if teacher.pk not in busy), None)
                if subject is None:
                    continue
                had[group.pk].add(subject.pk)
                second = parted.get(subject.pk) if place == 0 else None
                given = [own[subject], *([second] if second else [])]
                busy |= {one.pk for one in given}
                hour = (group.label, str(weekday), str(number), subject.name)
                for part, teacher in enumerate(given):
                    who, room = teacher.number or teacher.person.name, str(100 + place + 50 * part)
                    rows.append([*hour, who, room, PARTS[part] if second else ""])
    return rows
