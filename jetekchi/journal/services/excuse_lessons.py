"""What an accepted excuse does to rolls and lists of missed lessons, and how it is undone (5.1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from jetekchi.core import spans
from jetekchi.journal.models import (
    Absence,
    Excuse,
    ExcuseAct,
    ExcusedLesson,
    Lesson,
    Roll,
    RollChange,
    RollEntry,
    Status,
)
from jetekchi.journal.models.rolls import MISSED
from jetekchi.journal.selectors.excuses import STATUSES
from jetekchi.journal.services.many_rolls import STATUSES as OF_ABSENCES
from jetekchi.organisation.models import Enrolment, User

# Missed lessons, whatever reason stands there; who came late was there.
SETTLED_KINDS = ("unexcused", "unknown", "ill", "valid")


class Hour(NamedTuple):
    """A lesson by its day and number."""

    on: date
    lesson: int


@dataclass(frozen=True)
class Given:
    """A missed lesson whose reason goes back: to what, and which other accepted excuse takes it over."""

    absence: Absence
    kind: str
    heir: Excuse | None
    base: str


def locked_lessons(row: Excuse) -> list[int]:
    """The lessons of that time in each class of the student: who takes a roll of one waits, as with every deed on it."""
    classes = Enrolment.objects.filter(spans.touching(row.from_on, row.until_on), student=row.student_id)
    found = Lesson.objects.select_for_update(of=("self",)).filter(
        class_group__in=classes.values("class_group"), on__range=(row.from_on, row.until_on)
    )
    if row.first_lesson is not None:
        found = found.filter(number__range=(row.first_lesson, row.last_lesson))
    return list(found.order_by("pk").values_list("pk", flat=True))


def kind_of(row: Excuse) -> str:
    """What the lists of missed lessons call the reason."""
    return Absence.Kind.ILL if row.kind == Excuse.Kind.ILL else Absence.Kind.VALID


def differing_absences(row: Excuse) -> list[Absence]:
    """Missed lessons of that time, also what an import brought, with another reason or none."""
    found = Absence.objects.filter(
        student=row.student_id, on__range=(row.from_on, row.until_on), kind__in=SETTLED_KINDS
    )
    if row.first_lesson is not None:
        found = found.filter(lesson__range=(row.first_lesson, row.last_lesson))
    return list(found.exclude(kind=kind_of(row)).order_by("pk"))


def settle_absences(row: Excuse, act: ExcuseAct, differing: Collection[Absence]) -> None:
    """They get the reason; what stood there is kept with the excuse."""
    new = kind_of(row)
    ExcusedLesson.objects.bulk_create(
        ExcusedLesson(excuse=row, act=act, on=one.on, lesson=one.lesson, old=one.kind, new=new)
        for one in differing
    )
    Absence.objects.filter(pk__in=[one.pk for one in differing]).update(kind=new)


def settle_rolls(by: User, row: Excuse, lessons: list[int]) -> None:
    """The rolls say the same, each with its line in the history; an illness is not named in it."""
    new = STATUSES[row.kind]
    entries = RollEntry.objects.filter(
        roll__lesson__in=lessons,
        roll__kind=Roll.Kind.ROLL,
        student=row.student_id,
        status__in=MISSED - {new},
    )
    _turn_entries(by, list(entries), new, gettext("an excuse was accepted"))


def _turn_entries(by: User, known: list[RollEntry], new: str, reason: str) -> None:
    RollChange.objects.bulk_create(
        RollChange(
            roll_id=one.roll_id, student_id=one.student_id, old=one.status, new=new, reason=reason, by=by
        )
        for one in known
    )
    RollEntry.objects.filter(pk__in=[one.pk for one in known]).update(status=new)
    # Who has the page of the roll open is told that it says something else by now.
    Roll.objects.filter(pk__in=[one.roll_id for one in known]).update(
        version=F("version") + 1, changed_by=by, changed_at=timezone.now()
    )


def give_back(by: User, row: Excuse, acceptance: ExcuseAct) -> int:
    """Reasons that came of this acceptance go back to what stood before, in lists and rolls; how many lessons.

    A roll that was taken after it and has the reason only from it says «not known yet». Where somebody has written
    another reason since, that stays; another accepted excuse for the same lesson takes it over.
    """
    given = _given(row, acceptance)
    for kind in sorted({one.kind for one in given}):
        chosen = [one.absence for one in given if one.kind == kind]
        Absence.objects.filter(pk__in=[one.pk for one in chosen]).update(kind=kind)
        entries = RollEntry.objects.filter(
            roll__in=[one.roll_id for one in chosen if one.roll_id],
            student=row.student_id,
            status=STATUSES[row.kind],
        )
        _turn_entries(by, list(entries), OF_ABSENCES[kind], gettext("an accepted excuse was taken back"))
    return len(given)


def _given(row: Excuse, acceptance: ExcuseAct) -> list[Given]:
    known = list(ExcusedLesson.objects.filter(excuse__student=row.student_id).select_related("excuse"))
    mine = {
        Hour(one.on, one.lesson): one
        for one in known
        if one.excuse_id == row.pk and one.act_id in (acceptance.pk, None)
    }
    others = Excuse.objects.filter(
        student=row.student_id,
        state=Excuse.State.ACCEPTED,
        from_on__lte=row.until_on,
        until_on__gte=row.from_on,
    ).exclude(pk=row.pk)
    accepted = list(others.order_by("sent_at", "pk"))
    found = Absence.objects.filter(
        student=row.student_id, on__range=(row.from_on, row.until_on), kind=kind_of(row)
    ).select_related("roll")
    given = []
    for absence in found.order_by("pk"):
        hour = Hour(absence.on, absence.lesson)
        if hour in mine:
            base = _before(mine[hour], known)
        elif covers(row, hour) and absence.roll and absence.roll.taken_at >= acceptance.at:
            base = str(Absence.Kind.UNKNOWN)
        else:
            continue
        heir = next((one for one in reversed(accepted) if covers(one, hour)), None)
        given.append(Given(absence, kind_of(heir) if heir else base, heir, base))
    _inherit(given, known)
    return [one for one in given if one.kind != kind_of(row)]


def covers(row: Excuse, hour: Hour) -> bool:
    """Whether the excuse is for this lesson."""
    if not row.from_on <= hour.on <= row.until_on:
        return False
    return row.first_lesson is None or row.first_lesson <= hour.lesson <= (row.last_lesson or 0)


def _before(told: ExcusedLesson, known: list[ExcusedLesson]) -> str:
    """What stood there before it, and before other excuses that do not hold any more."""
    base = told.old
    earlier = [one for one in known if (one.on, one.lesson) == (told.on, told.lesson) and one.pk < told.pk]
    for one in sorted(earlier, key=lambda one: -one.pk):
        if one.new == base and one.excuse.state != Excuse.State.ACCEPTED:
            base = one.old
    return base


def _inherit(given: list[Given], known: list[ExcusedLesson]) -> None:
    """The excuse that takes a lesson over knows what stood there, so that it can be taken back as well."""
    told = {(one.excuse_id, one.on, one.lesson) for one in known}
    heirs = {one.heir.pk for one in given if one.heir}
    acts = {
        act.excuse_id: act
        for act in ExcuseAct.objects.filter(excuse__in=heirs, state=ExcuseAct.Deed.ACCEPTED).order_by(
            "at", "pk"
        )
    }
    ExcusedLesson.objects.bulk_create(
        ExcusedLesson(
            excuse=one.heir,
            act=acts[one.heir.pk],
            on=one.absence.on,
            lesson=one.absence.lesson,
            old=one.base,
            new=one.kind,
        )
        for one in given
        if one.heir and (one.heir.pk, one.absence.on, one.absence.lesson) not in told
    )


def excused_status(known: str | None, status: str, *, knows_reasons: bool = True) -> str:
    """What is kept where an excuse was accepted: a reason «not known yet» is known; «valid» may be an illness.

    Whoever is not told which of the two it is decides neither, and learns nothing by guessing.
    """
    if known is None:
        return status
    if status == Status.UNKNOWN or (status == Status.VALID and known == Status.ILL):
        return known
    return known if status == Status.ILL and not knows_reasons else status
