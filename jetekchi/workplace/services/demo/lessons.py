"""The timetable of every class and its lessons: of the first class since September, of the others of two weeks."""

from datetime import date, time, timedelta

from jetekchi.journal import services as journal
from jetekchi.journal.services.timetable_import import TIMETABLE
from jetekchi.organisation.models import ClassGroup, Teaching
from jetekchi.workplace.services.demo.cast import Cast
from jetekchi.workplace.services.demo.roster import take_list
from jetekchi.workplace.services.demo.span import Span

HEADS = ["класс", "күнү", "сабак", "предмет", "мугалим", "кабинет"]
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
    take_list(TIMETABLE, "жүгүртмө.csv", [HEADS, *_rows(cast, groups)])
    for first, classes in ((span.start, groups[:1]), (lately(span), groups[1:])):
        if classes:
            journal.generate_lessons(by=cast.users["study"], classes=classes, first=first, last=span.end)


def lately(span: Span) -> date:
    """Since when every class has lessons on record."""
    return max(span.start, span.today - LATELY)


def _end(hour: int, minute: int) -> time:
    minutes = hour * 60 + minute + 45
    return time(minutes // 60, minutes % 60)


def _rows(cast: Cast, groups: list[ClassGroup]) -> list[list[str]]:
    teachers = {
        (one.class_group_id, one.subject_id): one.teacher
        for one in Teaching.objects.filter(class_group__in=groups).select_related("teacher__person")
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
                busy.add(own[subject].pk)
                had[group.pk].add(subject.pk)
                who = own[subject].number or own[subject].person.name
                rows.append([group.label, str(weekday), str(number), subject.name, who, str(100 + place)])
    return rows
