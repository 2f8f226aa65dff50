"""Excuses as they are read: which students have an accepted one at a lesson, what waits for the class leader (5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.core import dates
from jetekchi.core.due import DueRow
from jetekchi.core.kyrgyz import search_key
from jetekchi.core.remember import while_unchanged
from jetekchi.journal.models import (
    LAST_NUMBER,
    Excuse,
    ExcuseAct,
    ExcusedLesson,
    Lesson,
    Roll,
    RollEntry,
    Status,
)
from jetekchi.organisation.models import ClassGroup, Enrolment, Student, Term, User
from jetekchi.organisation.permissions import standing
from jetekchi.organisation.selectors import setting

# What a roll says of a student whose excuse was accepted.
STATUSES: dict[str, str] = {
    Excuse.Kind.ILL: Status.ILL,
    Excuse.Kind.FAMILY: Status.VALID,
    Excuse.Kind.OTHER: Status.VALID,
}


def excused_at(lesson: Lesson) -> dict[int, str]:
    """By student the status of the excuse that was accepted for this lesson; the latest holds."""
    found = (
        Excuse.objects.filter(
            state=Excuse.State.ACCEPTED,
            from_on__lte=lesson.on,
            until_on__gte=lesson.on,
            student__enrolments__class_group=lesson.class_group_id,
        )
        .filter(Q(first_lesson=None) | Q(first_lesson__lte=lesson.number, last_lesson__gte=lesson.number))
        .order_by("sent_at", "pk")
    )
    return {student: STATUSES[kind] for student, kind in found.values_list("student", "kind")}


def told_ill(lesson: Lesson) -> frozenset[int]:
    """Of whom a family told an illness for some lesson of that day, and it was accepted then, whatever became of it.

    What stood in the excuse when it was accepted counts: a later correction makes no illness public.
    """
    ill_now = Q(kind=Excuse.Kind.ILL, from_on__lte=lesson.on, until_on__gte=lesson.on)
    ill_before = ExcuseAct.objects.filter(excuse=OuterRef("pk"), was__kind=Excuse.Kind.ILL)
    of_class = Enrolment.objects.filter(class_group=lesson.class_group_id).order_by().values("student")
    found = Excuse.objects.filter(ill_now | Exists(ill_before), student__in=of_class).order_by(
        "pk", "-acts__pk"
    )
    told, known, standing_there = set(), None, _Standing("", lesson.on, lesson.on)
    for pk, student, state, deed, was, kind, first, last in found.values_list(
        "pk", "student", "state", "acts__state", "acts__was", "kind", "from_on", "until_on"
    ):
        if pk != known:
            # From the last deed back to the first: a correction keeps what had stood until then.
            known, standing_there = pk, _Standing(kind, first, last)
            if state == Excuse.State.ACCEPTED and standing_there.is_illness_on(lesson.on):
                told.add(student)
        if deed == ExcuseAct.Deed.ACCEPTED and standing_there.is_illness_on(lesson.on):
            told.add(student)
        if deed == ExcuseAct.Deed.CORRECTED and was:
            standing_there = _Standing(
                was["kind"], date.fromisoformat(was["from_on"]), date.fromisoformat(was["until_on"])
            )
    return frozenset(told)


class _Standing(NamedTuple):
    """Reason and days that stood in an excuse at some time."""

    kind: str
    from_on: date
    until_on: date

    def is_illness_on(self, day: date) -> bool:
        return self.kind == Excuse.Kind.ILL and self.from_on <= day <= self.until_on


def excused_illness(students: Sequence[int], days: Sequence[date]) -> set[tuple[int, date, int]]:
    """Student, day and lesson of each illness that an accepted excuse told of, on these days."""
    if not days:
        return set()
    found = Excuse.objects.filter(
        state=Excuse.State.ACCEPTED,
        kind=Excuse.Kind.ILL,
        student__in=students,
        from_on__lte=max(days),
        until_on__gte=min(days),
    )
    return {
        (one.student_id, day, number)
        for one in found
        for day in set(days)
        if one.from_on <= day <= one.until_on
        for number in range(one.first_lesson or 1, (one.last_lesson or LAST_NUMBER) + 1)
    }


def doubts_of(excuses: Sequence[Excuse]) -> dict[int, str]:
    """Why one that waits is looked at first, by excuse; nothing for what may be accepted as it stands; two queries."""
    if not excuses:
        return {}
    first, last = min(one.from_on for one in excuses), max(one.until_on for one in excuses)
    halves = list(Term.objects.filter(kind=Term.Kind.HALF_YEAR, start_on__lte=last, end_on__gte=first))
    to_come = [half.start_on for half in halves if half.start_on > timezone.localdate()]
    closed = [(half.start_on, half.end_on) for half in halves if half.closed_at]
    there = RollEntry.objects.filter(
        student__in={one.student_id for one in excuses},
        status__in=[Status.PRESENT, Status.LATE],
        roll__kind=Roll.Kind.ROLL,
        roll__lesson__on__range=(first, last),
    )
    seen = list(there.values_list("student", "roll__lesson__on", "roll__lesson__number"))
    found = {one.pk: _doubt(one, closed, to_come, seen) for one in excuses}
    return {pk: words for pk, words in found.items() if words}


def _doubt(
    one: Excuse, closed: list[tuple[date, date]], to_come: list[date], seen: list[tuple[int, date, int]]
) -> str:
    if any(start <= one.until_on and one.from_on <= end for start, end in closed):
        return _("the half-year is closed")
    hours = range(one.first_lesson or 1, (one.last_lesson or LAST_NUMBER) + 1)
    if any(who == one.student_id and one.from_on <= on <= one.until_on and n in hours for who, on, n in seen):
        return _("a roll says that the student was there")
    if any(start <= one.until_on for start in to_come):
        return _("reaches into the next half-year")
    if one.file_id is None and (one.until_on - one.from_on).days >= int(setting("excuse_paper_days")):
        return _("long, and without a paper")
    return ""


def excuses_of(student: Student) -> list[Excuse]:
    """Every excuse of a student, the newest first."""
    return list(student.excuses.select_related("by__person"))


def acts_of_excuse(excuse: Excuse) -> list[ExcuseAct]:
    """What became of it, in order; a correction tells what stood there before."""
    acts = list(excuse.acts.select_related("by__person"))
    for act in acts:
        act.before = _before(act)  # type: ignore[attr-defined]
    return acts


def _before(act: ExcuseAct) -> list[str]:
    """What an excuse said before it was corrected, as people read it."""
    if not act.was:
        return []
    first, last = (date.fromisoformat(act.was[name]) for name in ("from_on", "until_on"))
    days = dates.short_date(first) if first == last else f"{dates.short_date(first)}–{dates.short_date(last)}"
    lessons = act.was["lessons"]
    if "–" in lessons:
        lessons = _("lessons %(lessons)s") % {"lessons": lessons}
    elif lessons:
        lessons = _("lesson %(number)s") % {"number": lessons}
    kind = str(Excuse.Kind(act.was["kind"]).label)
    return [one for one in (days, lessons, kind, act.was["words"], act.was["file"]) if one]


def lessons_of_excuse(excuse: Excuse) -> list[ExcusedLesson]:
    """The missed lessons that have its reason: of the acceptance that holds."""
    if excuse.state != Excuse.State.ACCEPTED:
        return []
    act = excuse.acts.filter(state=ExcuseAct.Deed.ACCEPTED).order_by("at", "pk").last()
    return list(excuse.lessons.filter(Q(act=act) | Q(act=None)))


def matching_excuses(found: QuerySet[Excuse], state: str = "", words: str = "") -> QuerySet[Excuse]:
    """Excuses in a state, of students with such a name: those that wait come first, the oldest of them on top."""
    if state:
        found = found.filter(state=state)
    for word in search_key(words).split()[:5]:
        found = found.filter(student__person__search_key__contains=word)
    order = "sent_at" if state == Excuse.State.SENT else "-sent_at"
    return found.order_by(order, "pk")


def excuse_due_rows(user: User, today: date) -> list[DueRow]:
    """One row for all excuses that wait for this class leader, one for those that came back; no name stands in it."""
    return [*_answer_rows(user), *_returned_rows(user, today)]


def _returned_rows(user: User, today: date) -> list[DueRow]:
    """What a family, or an adult listener, wrote and has to correct; asked of those who write excuses only."""
    who = standing(user)
    if not who.wards and who.own_student is None:
        return []
    count = Excuse.objects.filter(by=user, state=Excuse.State.RETURNED).count()
    if not count:
        return []
    words = ngettext("%(n)s excuse came back", "%(n)s excuses came back", count) % {"n": count}
    return [
        DueRow(
            due_on=today,
            title=words,
            detail=_("correct it and send it again"),
            clause="5.1",
            url=reverse("journal:excuses"),
            action=_("Correct"),
            outside=words,
        )
    ]


def _answer_rows(user: User) -> list[DueRow]:
    led = tuple(sorted(standing(user).own_classes))
    count, first = _waiting(led) if led else (0, None)
    if first is None:
        return []
    words = ngettext("%(n)s excuse waits", "%(n)s excuses wait", count) % {"n": count}
    return [
        DueRow(
            due_on=timezone.localdate(first) + timedelta(days=int(setting("excuse_days"))),
            title=words,
            detail=_("accepted in one tap, the rolls follow"),
            clause="5.1",
            url=reverse("journal:excuses"),
            action=_("Answer"),
            outside=words,
        )
    ]


@while_unchanged("organisation", "journal")
def _waiting(classes: tuple[int, ...]) -> tuple[int, datetime | None]:
    """How many excuses of these classes have no answer, and since when the first of them."""
    found = Excuse.objects.filter(student__class_group__in=classes, state=Excuse.State.SENT).order_by()
    known = found.aggregate(count=Count("pk"), first=Min("sent_at"))
    return known["count"], known["first"]


@dataclass(frozen=True)
class ExcuseCount:
    """Excuses of a class in some time: all that asked for an answer, and those that got one."""

    asked: int = 0
    answered: int = 0


def excuse_counts(classes: Sequence[ClassGroup], first: date, last: date) -> dict[int, ExcuseCount]:
    """By class, excuses that begin in these days; one query whatever the number of classes (5.1)."""
    rows = (
        Excuse.objects.filter(student__class_group__in=list(classes), from_on__range=(first, last))
        .exclude(state=Excuse.State.WITHDRAWN)
        .order_by()
        .values("student__class_group")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=~Q(state=Excuse.State.SENT)))
    )
    found = {row["student__class_group"]: ExcuseCount(row["asked"], row["answered"]) for row in rows}
    return {group.pk: found.get(group.pk, ExcuseCount()) for group in classes}
