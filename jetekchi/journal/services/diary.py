"""The diary of a week: seen by the family, checked by the class leader, with a word to the family (4.1)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit, kyrgyz
from jetekchi.core.http import Refused
from jetekchi.journal.models import DiaryCheck, DiaryRemark, DiarySeen
from jetekchi.journal.selectors.school_days import in_closed_half
from jetekchi.journal.selectors.weeks import enrolments_in, monday_of
from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.organisation.services.closed import CLOSED_CODE


@transaction.atomic
def mark_seen(*, by: User, student: Student, week: date) -> DiarySeen:
    """Say that the week was looked at; said twice it stands once (4.1). Refused: a week to come or before the lyceum."""
    monday = _begun(week)
    _refuse_outside(student, monday)
    seen, is_new = DiarySeen.objects.get_or_create(student=student, week=monday, by=by)
    if is_new:
        audit.record(by, "journal:diary:seen", seen, student=student.pk, week=monday.isoformat())
    return seen


@transaction.atomic
def check_diaries(*, by: User, class_group: ClassGroup, week: date) -> DiaryCheck:
    """The class leader has gone through the diaries of the class; once a week, whoever of the two does it (4.1)."""
    monday = _begun(week)
    year = class_group.year
    if monday > year.end_on or monday + timedelta(days=6) < year.start_on:
        raise Refused("week-outside", _("This week is not of the class's school year. Choose another one."))
    _refuse_closed(monday)
    check, is_new = DiaryCheck.objects.get_or_create(
        class_group=class_group, week=monday, defaults={"by": by}
    )
    if is_new:
        audit.record(by, "journal:diary:checked", check, week=monday.isoformat())
    return check


@transaction.atomic
def write_to_family(*, by: User, student: Student, week: date, text: str) -> DiaryRemark:
    """A word of the class leader in the diary of a week; the family reads it, it is not rewritten (4.1)."""
    monday = _begun(week)
    _refuse_outside(student, monday)
    _refuse_closed(monday)
    remark = DiaryRemark(
        student=student, class_group=student.class_group, week=monday, text=kyrgyz.mend(text).strip(), by=by
    )
    remark.full_clean()
    remark.save()
    audit.record(by, "journal:diary:remarked", remark, student=student.pk)
    return remark


def _begun(week: date) -> date:
    monday = monday_of(week)
    if monday > timezone.localdate():
        raise Refused("week-to-come", _("This week is still to come. Come back when it has begun."))
    return monday


def _refuse_outside(student: Student, monday: date) -> None:
    if not enrolments_in(student, monday):
        raise Refused("week-outside", _("The student was in no class in this week. Choose another one."))


def _refuse_closed(monday: date) -> None:
    if in_closed_half(monday):
        raise Refused(CLOSED_CODE, _("The half-year of this week is closed: nothing more is written."))
