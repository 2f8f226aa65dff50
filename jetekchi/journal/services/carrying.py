"""Topics, homework, works, marks and looks at diaries of many lessons at once, as they were kept elsewhere (3.9, 4.1).

What a single form would refuse stands as it was brought: the gaps of the journal tell of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from jetekchi.core import audit
from jetekchi.journal.models import (
    DiaryCheck,
    DiarySeen,
    Lesson,
    LessonMark,
    LessonWork,
    MarkChange,
    MarkKind,
)
from jetekchi.journal.selectors.weeks import monday_of
from jetekchi.organisation.models import ClassGroup, Student, User

BATCH = 500


@dataclass
class CarriedLesson:
    """What was kept about one lesson; marks by student."""

    lesson: Lesson
    topic: str = ""
    homework: str = ""
    kind: MarkKind | None = None
    marks: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def carry_over_lessons(*, by: User | None, lessons: Sequence[CarriedLesson]) -> int:
    """Write many lessons in their teachers' names, each at its own time; how many marks, one event for all (3.9).

    A teacher without an account leaves no work and no mark: nobody would answer for it.
    """
    words: dict[tuple[str, str], list[int]] = defaultdict(list)
    works: list[LessonWork] = []
    changes: list[MarkChange] = []
    for one in lessons:
        if one.topic or one.homework:
            words[one.topic, one.homework].append(one.lesson.pk)
        teacher: User | None = getattr(one.lesson.teacher.person, "user", None)
        if teacher is None:
            continue
        if one.kind:
            works.append(LessonWork(lesson=one.lesson, kind=one.kind, by=teacher))
        changes += _marks(one, teacher)
    for (topic, homework), pks in words.items():
        Lesson.objects.filter(pk__in=pks).update(topic=topic, homework=homework)
    LessonWork.objects.bulk_create(works, batch_size=BATCH)
    LessonMark.objects.bulk_create([change.mark for change in changes], batch_size=BATCH)
    MarkChange.objects.bulk_create(changes, batch_size=BATCH)
    audit.record_key(
        by, "journal:lessons:carried_over", "journal.Lesson", "", lessons=len(lessons), marks=len(changes)
    )
    return len(changes)


def _marks(one: CarriedLesson, teacher: User) -> Iterable[MarkChange]:
    at = timezone.make_aware(datetime.combine(one.lesson.on, time(7 + one.lesson.number, 30)))
    for student, value in one.marks.items():
        mark = LessonMark(lesson=one.lesson, student_id=student, value=value, given_at=at)
        yield MarkChange(mark=mark, new=value, by=teacher, at=at)


@dataclass(frozen=True)
class CarriedLook:
    """Somebody looked at the diaries of a week: a family at that of its student, the class leader at the whole class."""

    by: User
    week: date
    at: datetime
    student: Student | None = None
    class_group: ClassGroup | None = None


@transaction.atomic
def carry_over_looks(*, by: User | None, looks: Sequence[CarriedLook]) -> int:
    """Write many looks at diaries at once, one event for all; how many (4.1)."""
    weeks = [(look, monday_of(look.week)) for look in looks]
    seen = [
        DiarySeen(student=look.student, week=week, by=look.by, at=look.at)
        for look, week in weeks
        if look.student
    ]
    checks = [
        DiaryCheck(class_group=look.class_group, week=week, by=look.by, at=look.at)
        for look, week in weeks
        if look.class_group
    ]
    DiarySeen.objects.bulk_create(seen, batch_size=BATCH)
    DiaryCheck.objects.bulk_create(checks, batch_size=BATCH)
    audit.record_key(
        by, "journal:diary:carried_over", "journal.DiarySeen", "", seen=len(seen), checked=len(checks)
    )
    return len(looks)
