"""What becomes of one lesson: its topic and homework, a substitute, another time, or that it does not take place."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, dates, notices
from jetekchi.core.http import MEANWHILE, Refused
from jetekchi.core.lookup import with_what_is_known
from jetekchi.journal.models import Lesson, LessonAct
from jetekchi.journal.selectors.school_days import in_closed_half, why_no_lessons
from jetekchi.journal.selectors.written import written_mark, written_of
from jetekchi.journal.services.clashes import refuse_busy
from jetekchi.journal.services.works import carry_work
from jetekchi.organisation.models import Staff, User
from jetekchi.organisation.selectors.calendar import DAY_CLOSED
from jetekchi.organisation.services.closed import CLOSED_CODE

SUBSTITUTES = gettext_noop("You give a lesson for a colleague: %(label)s, %(day)s, lesson %(number)s.")
Deed = LessonAct.Deed
_TOLD = {
    Deed.CANCELLED: "journal:lesson:cancelled",
    Deed.MOVED: "journal:lesson:moved",
    Deed.SUBSTITUTED: "journal:lesson:substituted",
    Deed.RESTORED: "journal:lesson:restored",
}


def locked(lesson: Lesson) -> Lesson:
    """The lesson as it stands now; others who write about it wait. Refused in a closed half-year."""
    found = with_what_is_known(Lesson.objects.select_for_update().get(pk=lesson.pk), lesson)
    if in_closed_half(found.on):
        raise Refused(CLOSED_CODE, DAY_CLOSED)
    return found


def _standing(lesson: Lesson) -> Lesson:
    found = locked(lesson)
    if not found.is_standing:
        raise Refused("lesson-not-held", _("This lesson does not take place at this time. Restore it first."))
    return found


def _without_roll(lesson: Lesson) -> Lesson:
    found = _standing(lesson)
    if found.rolls.exists():
        raise Refused("roll-taken", _("A roll was taken at this lesson: it was held. Nothing was changed."))
    return found


@transaction.atomic
def write_lesson(*, by: User, lesson: Lesson, topic: str, homework: str, seen: str = "") -> Lesson:
    """What the lesson was about and what is to be done at home (3.9).

    Refused: a lesson that does not take place, a closed half-year, words that would be put over others which were saved
    in another window meanwhile (`seen` is the mark of those that the window showed; none comes from no page).
    """
    lesson = _standing(lesson)
    saved, is_stale = written_of(lesson), bool(seen) and seen != written_mark(lesson)
    lesson.topic, lesson.homework = topic.strip(), homework.strip()
    if is_stale and written_of(lesson) != saved:
        raise Refused(
            MEANWHILE,
            _(
                "Topic and homework of this lesson were changed in another window meanwhile. Yours are not saved yet;"
                " they stay in the fields. Compare them with the saved ones, then save again."
            ),
        )
    lesson.full_clean(validate_constraints=False)
    lesson.save(update_fields=["topic", "homework"])
    audit.record(by, "journal:lesson:written", lesson)
    return lesson


@transaction.atomic
def cancel_lesson(*, by: User | None, lesson: Lesson, reason: str) -> Lesson:
    """The lesson does not take place; refused when its roll was taken."""
    lesson = _without_roll(lesson)
    lesson.state, lesson.reason = Lesson.State.CANCELLED, _required(reason)
    lesson.save(update_fields=["state", "reason"])
    return _keep(by, lesson, Deed.CANCELLED, reason)


@transaction.atomic
def restore_lesson(*, by: User | None, lesson: Lesson) -> Lesson:
    """A cancelled lesson takes place after all; refused when its class or its teacher has another by now."""
    lesson = locked(lesson)
    if lesson.state != Lesson.State.CANCELLED:
        raise Refused("not-cancelled", _("Only a cancelled lesson can be restored."))
    _refuse_taken(lesson, lesson.on, lesson.number)
    refuse_busy(lesson.substitute or lesson.teacher, lesson, lesson.on, lesson.number)
    lesson.state, lesson.reason = Lesson.State.PLANNED, ""
    lesson.save(update_fields=["state", "reason"])
    return _keep(by, lesson, Deed.RESTORED, "")


@transaction.atomic
def move_lesson(*, by: User | None, lesson: Lesson, on: date, number: int, reason: str) -> Lesson:
    """The lesson takes place at another time with its planned work; both stay on record, the new one is answered.

    Refused: its roll was taken or marks stand in it; a day without lessons in the class's year (4.1); the class or who
    gives it has another lesson at that time; a test above the limits of the new day where the lyceum has set so.
    """
    lesson = _without_roll(lesson)
    if lesson.marks.exclude(value="").exists():
        raise Refused(
            "marks-stand",
            _("Marks were written at this lesson: it was held. Empty them first, then move it."),
        )
    _refuse_idle(lesson, on)
    _refuse_taken(lesson, on, number)
    refuse_busy(lesson.substitute or lesson.teacher, lesson, on, number)
    moved = Lesson(
        class_group=lesson.class_group,
        subject=lesson.subject,
        teacher=lesson.teacher,
        substitute_id=lesson.substitute_id,
        on=on,
        number=number,
        part=lesson.part,
        room=lesson.room,
        topic=lesson.topic,
        homework=lesson.homework,
    )
    moved.full_clean()
    moved.save()
    lesson.state, lesson.reason, lesson.moved_to = Lesson.State.MOVED, _required(reason), moved
    lesson.save(update_fields=["state", "reason", "moved_to"])
    _keep(by, lesson, Deed.MOVED, reason)
    carry_work(by=by, lesson=lesson, moved=moved)
    return moved


def _refuse_idle(lesson: Lesson, on: date) -> None:
    if in_closed_half(on):
        raise Refused(CLOSED_CODE, DAY_CLOSED)
    if why := why_no_lessons(lesson.class_group.year, on):
        raise Refused("no-school-day", why)


@transaction.atomic
def substitute_lesson(*, by: User | None, lesson: Lesson, substitute: Staff, reason: str) -> Lesson:
    """A colleague gives the lesson under an own login and is told so.

    Refused: the teacher of the lesson, who has left, who gives another lesson at that time.
    """
    lesson = _standing(lesson)
    if substitute.pk == lesson.teacher_id:
        raise Refused("own-lesson", _("This is the teacher of the lesson. Choose another person."))
    if substitute.dismissed_on and substitute.dismissed_on < lesson.on:
        raise Refused("dismissed", _("This person no longer works in the lyceum."))
    refuse_busy(substitute, lesson, lesson.on, lesson.number)
    lesson.substitute = substitute
    lesson.save(update_fields=["substitute"])
    notices.queue(
        to=User.objects.filter(person=substitute.person),
        message=SUBSTITUTES,
        clause="5.2",
        url=reverse("journal:lesson", args=[lesson.pk]),
        label=lesson.class_group.label,
        day=dates.short_date(lesson.on),
        number=lesson.number,
    )
    return _keep(by, lesson, Deed.SUBSTITUTED, reason, substitute)


def _required(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason-missing", _("Write the reason."))
    return reason.strip()


def _refuse_taken(lesson: Lesson, on: date, number: int) -> None:
    others = Lesson.objects.filter(
        class_group=lesson.class_group_id, on=on, number=number, state__in=Lesson.STANDING
    ).exclude(pk=lesson.pk)
    busy = [one for one in others if None in (one.part_id, lesson.part_id) or one.part_id == lesson.part_id]
    if busy:
        raise Refused(
            "hour-taken", _("The class has another lesson at that time. Choose another day or number.")
        )


def _keep(
    by: User | None, lesson: Lesson, deed: LessonAct.Deed, reason: str, substitute: Staff | None = None
) -> Lesson:
    act = LessonAct(lesson=lesson, deed=deed, reason=reason.strip(), substitute=substitute, by=by)
    act.full_clean(exclude=["by"])
    act.at = timezone.now()
    act.save()
    audit.record(by, _TOLD[deed], lesson, act=act.pk)
    return lesson
