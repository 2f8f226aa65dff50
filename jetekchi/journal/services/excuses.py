"""Excuses: sent by the family, answered by the class leader; an accepted one is the reason in every roll (5.1).

A notice says only that something waits: no name, no illness leaves in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from jetekchi.core import attachments, audit, kyrgyz, notices
from jetekchi.core.http import Refused
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
from jetekchi.organisation.models import Appointment, Deputy, Enrolment, Student, Term, User
from jetekchi.organisation.selectors import current_year

WAITS = gettext_noop("An excuse waits for your answer.")
ANSWERED = gettext_noop("An excuse that you sent was answered.")
MOST_DAYS = 62
State = Excuse.State
_TURNED: dict[str, str] = {
    State.ACCEPTED: "journal:excuse:accepted",
    State.RETURNED: "journal:excuse:returned",
    State.WITHDRAWN: "journal:excuse:withdrawn",
}
# Missed lessons, whatever reason stands there; who came late was there.
SETTLED_KINDS = ("unexcused", "unknown", "ill", "valid")


@dataclass(frozen=True)
class Away:
    """When a student is away: days, or lessons of one day."""

    from_on: date
    until_on: date
    first_lesson: int | None = None
    last_lesson: int | None = None


@transaction.atomic
def send_excuse(
    *,
    by: User,
    student: Student,
    away: Away,
    kind: str,
    words: str = "",
    upload: UploadedFile | None = None,
    is_paper: bool = False,
) -> Excuse:
    """Write why a student was or will be away (5.1).

    Refused: days outside the school year or of a closed half-year, too many, the same sent already, another reason
    without words.
    """
    # Two of one family who send at once stand one after the other.
    student = Student.objects.select_for_update(of=("self",)).get(pk=student.pk)
    _refuse_days(away)
    words = kyrgyz.mend(words).strip()
    if kind == Excuse.Kind.OTHER and not words:
        raise Refused("words-missing", _("Write in a few words what the reason is."))
    excuse = Excuse(student=student, kind=kind, words=words, is_paper=is_paper, by=by, **vars(away))
    excuse.sent_at = timezone.now()
    excuse.full_clean(exclude=["file"])
    _refuse_twice(excuse)
    if upload is not None:
        excuse.file = attachments.keep(by=by, upload=upload)
    excuse.save()
    _act(by, excuse)
    audit.record(by, "journal:excuse:sent", excuse, student=student.pk, is_paper=is_paper)
    leaders = [user for user in _leaders(student) if user.pk != by.pk]
    notices.queue(to=leaders, message=WAITS, clause="5.1", url=_url(excuse))
    return excuse


def _refuse_days(away: Away) -> None:
    if away.until_on < away.from_on:
        raise Refused("days-order", _("The last day lies before the first one. Correct the days."))
    if away.until_on - away.from_on > timedelta(days=MOST_DAYS):
        raise Refused("too-many-days", _("An excuse is for two months at most. Write another one after it."))
    year = current_year(timezone.localdate())
    if year is None or away.from_on < year.start_on or away.until_on > year.end_on:
        raise Refused("outside-year", _("These days are not of this school year. Correct the days."))
    _refuse_closed(away.from_on, away.until_on)


def _refuse_closed(first: date, last: date) -> None:
    """The half-years are locked: an excuse and a closing never pass each other."""
    halves = Term.objects.select_for_update(of=("self",)).filter(
        kind=Term.Kind.HALF_YEAR, start_on__lte=last, end_on__gte=first
    )
    if any(half.closed_at for half in halves.order_by("pk")):
        raise Refused(
            "half-year-closed",
            _("The half-year of these days is closed: its absences stay as they are. Ask the head of study."),
        )


def _refuse_twice(excuse: Excuse) -> None:
    same = Excuse.objects.filter(
        student=excuse.student,
        from_on=excuse.from_on,
        until_on=excuse.until_on,
        first_lesson=excuse.first_lesson,
        last_lesson=excuse.last_lesson,
        state__in=[State.SENT, State.ACCEPTED],
    )
    if same.exists():
        raise Refused("excuse-sent", _("An excuse for these very days was sent already. Nothing was added."))


@transaction.atomic
def accept_excuse(*, by: User, excuse: Excuse) -> Excuse:
    """Take the excuse: missed lessons of that time get its reason, with their history; later rolls suggest it (5.1).

    Refused: it was answered or withdrawn already, the half-year is closed. Two who accept at once have one effect.
    """
    row = _waiting(excuse)
    lessons = _locked_lessons(row)
    _refuse_closed(row.from_on, row.until_on)
    settled = _settle_absences(row)
    _settle_rolls(by, row, lessons)
    _answer(by, row, State.ACCEPTED, settled=settled)
    return row


@transaction.atomic
def accept_excuses(*, by: User, excuses: Iterable[Excuse]) -> list[Excuse]:
    """Several at once, all or none; what a colleague has answered meanwhile is left out."""
    chosen = sorted({excuse.pk for excuse in excuses})
    waiting = Excuse.objects.select_for_update(of=("self",)).filter(pk__in=chosen, state=State.SENT)
    return [accept_excuse(by=by, excuse=one) for one in waiting.order_by("pk")]


@transaction.atomic
def return_excuse(*, by: User, excuse: Excuse, words: str) -> Excuse:
    """Give it back with words: the family may write another one (5.1)."""
    row = _waiting(excuse)
    words = kyrgyz.mend(words).strip()
    if not words:
        raise Refused("words-missing", _("Write why the excuse is returned and what is lacking."))
    _answer(by, row, State.RETURNED, words=words)
    return row


@transaction.atomic
def withdraw_excuse(*, by: User, excuse: Excuse) -> Excuse:
    """Take the own excuse back while nobody has answered it."""
    row = _waiting(excuse)
    _turn(by, row, State.WITHDRAWN)
    return row


def _waiting(excuse: Excuse) -> Excuse:
    row = Excuse.objects.select_for_update(of=("self",)).select_related("student").get(pk=excuse.pk)
    if row.state != State.SENT:
        raise Refused(
            "excuse-answered",
            _("This excuse was answered or withdrawn already. Nothing was changed; see what became of it."),
        )
    return row


def _answer(by: User, row: Excuse, state: str, words: str = "", settled: int = 0) -> None:
    _turn(by, row, state, words, settled)
    notices.queue(to=[row.by] if row.by_id != by.pk else [], message=ANSWERED, clause="5.1", url=_url(row))


def _turn(by: User, row: Excuse, state: str, words: str = "", settled: int = 0) -> None:
    row.state = state
    row.save(update_fields=["state"])
    _act(by, row, words, settled)
    audit.record(by, _TURNED[state], row, settled=settled)


def _act(by: User, row: Excuse, words: str = "", settled: int = 0) -> None:
    act = ExcuseAct(excuse=row, state=row.state, words=words, settled=settled, by=by)
    act.full_clean()
    act.save()


def _locked_lessons(row: Excuse) -> list[int]:
    """The lessons of that time in each class of the student: who takes a roll of one waits, as with every deed on it."""
    classes = Enrolment.objects.filter(student=row.student_id, from_on__lte=row.until_on).filter(
        Q(until_on=None) | Q(until_on__gte=row.from_on)
    )
    found = Lesson.objects.select_for_update(of=("self",)).filter(
        class_group__in=classes.values("class_group"), on__range=(row.from_on, row.until_on)
    )
    if row.first_lesson is not None:
        found = found.filter(number__range=(row.first_lesson, row.last_lesson))
    return list(found.order_by("pk").values_list("pk", flat=True))


def _settle_absences(row: Excuse) -> int:
    """The lists of missed lessons, also what an import brought; what stood there is kept with the excuse."""
    new = Absence.Kind.ILL if row.kind == Excuse.Kind.ILL else Absence.Kind.VALID
    found = Absence.objects.filter(
        student=row.student_id, on__range=(row.from_on, row.until_on), kind__in=SETTLED_KINDS
    )
    if row.first_lesson is not None:
        found = found.filter(lesson__range=(row.first_lesson, row.last_lesson))
    differing = list(found.exclude(kind=new).order_by("pk"))
    ExcusedLesson.objects.bulk_create(
        ExcusedLesson(excuse=row, on=one.on, lesson=one.lesson, old=one.kind, new=new) for one in differing
    )
    Absence.objects.filter(pk__in=[one.pk for one in differing]).update(kind=new)
    return len(differing)


def _settle_rolls(by: User, row: Excuse, lessons: list[int]) -> None:
    """The rolls say the same, each with its line in the history; an illness is not named in it."""
    new = STATUSES[row.kind]
    entries = RollEntry.objects.filter(
        roll__lesson__in=lessons,
        roll__kind=Roll.Kind.ROLL,
        student=row.student_id,
        status__in=MISSED - {new},
    )
    known = list(entries)
    reason = gettext("an excuse was accepted")
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


def excused_status(known: str | None, status: str) -> str:
    """What is kept where an excuse was accepted: a reason «not known yet» is known; «valid» may be an illness."""
    if known is None:
        return status
    if status == Status.UNKNOWN or (status == Status.VALID and known == Status.ILL):
        return known
    return status


def _leaders(student: Student) -> list[User]:
    """Who leads the class of the student today, as leader or deputy."""
    today = timezone.localdate()
    now = Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))
    leading = Appointment.objects.filter(now, class_group=student.class_group_id)
    deputies = Deputy.objects.filter(now, appointment__in=leading)
    return list(
        User.objects.filter(
            Q(person__staff__in=leading.values("leader")) | Q(person__staff__in=deputies.values("person")),
            is_active=True,
        ).distinct()
    )


def _url(excuse: Excuse) -> str:
    return reverse("journal:excuse", args=[excuse.pk])
