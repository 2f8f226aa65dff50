"""The turn of the year: all classes go on, graduate or stay, in one deed that happens once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import DateField, F, QuerySet, Value
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, dates, notices
from jetekchi.core.http import MEANWHILE, Refused
from jetekchi.organisation.models import ClassGroup, Enrolment, SchoolYear, Student, User
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors.next_year import (
    GRADUATE,
    NEXT,
    fingerprint,
    leaders_in_force,
    on_the_lists,
    year_after,
)
from jetekchi.organisation.selectors.people import users_with_role
from jetekchi.organisation.services.appointments import appoint_leader, end_appointment

CARRIED = gettext_noop(
    "The classes of %(year)s were taken into %(following)s. Classes without a leader: %(count)s."
)


@dataclass(frozen=True)
class ClassPlan:
    """What becomes of one class; `students` go with it, the others of its list stay on it."""

    class_group: ClassGroup
    fate: str
    students: frozenset[int]
    label: str = ""
    grade: int | None = None
    order_no: str = ""
    order_on: date | None = None


@transaction.atomic
def carry_year(
    *, by: User | None, year: SchoolYear, plans: Sequence[ClassPlan], seen: str, order_no: str = ""
) -> SchoolYear:
    """Take the classes of a year into the next one; leaders go on only by a new order (1.1).

    Refused: a year that still runs, is taken over already or has no year after it; lists that changed since they were
    shown; two classes of one label; everything that an appointment refuses. Then nothing is written.
    """
    year = SchoolYear.objects.select_for_update().get(pk=year.pk)
    following = _following(year)
    rows = on_the_lists(year)
    if fingerprint(rows) != seen:
        raise Refused(
            MEANWHILE,
            _("The lists changed since you looked. Look at them once more, then press again."),
        )
    _refuse_twins(plans)
    last_day = following.start_on - timedelta(days=1)
    carried = sum(_carry(by, plan, following, last_day, order_no) for plan in plans if plan.fate == NEXT)
    graduated = sum(
        _graduate(by, plan, year.end_on, last_day, order_no) for plan in plans if plan.fate == GRADUATE
    )
    year.carried_at = timezone.now()
    year.save(update_fields=["carried_at"])
    audit.record(
        by, "organisation:year:carried", year, following=following.name, carried=carried, graduated=graduated
    )
    _tell_directors(year, following)
    return following


def _following(year: SchoolYear) -> SchoolYear:
    if year.carried_at:
        raise Refused("year-carried", _("The classes of this year were taken into the next one already."))
    if year.end_on >= timezone.localdate():
        raise Refused(
            "year-runs",
            _("The school year runs until %(day)s. Its classes go on after that day.")
            % {"day": dates.short_date(year.end_on)},
        )
    following = year_after(year)
    if following is None:
        raise Refused("no-next-year", _("The next school year is not made yet. Make it first."))
    return following


def _refuse_twins(plans: Iterable[ClassPlan]) -> None:
    labels = [plan.label for plan in plans if plan.fate == NEXT]
    twin = next((label for label in labels if labels.count(label) > 1), None)
    if twin:
        raise Refused(
            "class-twins", _("Two classes would be called %(label)s. Give them two labels.") % {"label": twin}
        )


def _carry(by: User | None, plan: ClassPlan, following: SchoolYear, last_day: date, order_no: str) -> int:
    """The class of the new year with its students, and its leader when there is a new order."""
    old = plan.class_group
    new = ClassGroup.objects.filter(year=following, label=plan.label).first() or ClassGroup(
        year=following, label=plan.label
    )
    if new.pk is None:
        new.kind, new.programme, new.grade = old.kind, old.programme, plan.grade
        new.full_clean(exclude=["sort_key"])
        new.save()
    students = _end_places(plan, last_day, order_no, Enrolment.Ended.FINISHED)
    Enrolment.objects.bulk_create(
        Enrolment(student_id=pk, class_group=new, from_on=following.start_on, order_no=order_no)
        for pk in students
    )
    Student.objects.filter(pk__in=students).update(class_group=new)
    leader = leaders_in_force([old]).get(old.pk)
    _end_work(by, old, last_day)
    audit.record(by, "organisation:class:carried", old, into=new.pk, students=students)
    if leader and plan.order_no and plan.order_on:
        appoint_leader(
            by=by,
            class_group=new,
            leader=leader.leader,
            order_no=plan.order_no,
            order_on=plan.order_on,
            from_on=following.start_on,
        )
    return len(students)


def _graduate(by: User | None, plan: ClassPlan, end_on: date, last_day: date, order_no: str) -> int:
    """The students leave with the year; their own accounts are shut, as for everybody who leaves."""
    students = _end_places(plan, end_on, order_no, Enrolment.Ended.GRADUATED)
    Student.objects.filter(pk__in=students).update(left_on=end_on)
    User.objects.filter(person__student__in=students, person__staff=None).update(is_active=False)
    _end_work(by, plan.class_group, last_day)
    audit.record(by, "organisation:class:graduated", plan.class_group, students=students)
    return len(students)


def _end_places(plan: ClassPlan, day: date, order_no: str, how: str) -> list[int]:
    """End the places of the students who go; one who came after the day ends on the day of coming."""
    places: QuerySet[Enrolment] = Enrolment.objects.filter(
        class_group=plan.class_group, until_on=None, student__left_on=None, student__in=plan.students
    )
    students = sorted(places.values_list("student", flat=True))
    places.filter(student__in=students).update(
        until_on=Greatest(F("from_on"), Value(day, output_field=DateField())),
        ended=how,
        ended_order_no=order_no,
    )
    return students


def _end_work(by: User | None, class_group: ClassGroup, last_day: date) -> None:
    """The leader and the teachers of the old class end with its year."""
    for appointment in class_group.appointments.filter(until_on=None):
        end_appointment(by=by, appointment=appointment, until_on=max(last_day, appointment.from_on))
    class_group.teachings.filter(until_on=None, from_on__lte=last_day).update(until_on=last_day)


def _tell_directors(year: SchoolYear, following: SchoolYear) -> None:
    groups = list(ClassGroup.objects.filter(year=following))
    notices.queue(
        to=users_with_role(Role.LYCEUM_DIRECTOR),
        message=CARRIED,
        url=f"{reverse('organisation:classes')}?year={following.name}",
        clause="1.1",
        year=year.name,
        following=following.name,
        count=len(groups) - len(leaders_in_force(groups)),
    )
