"""Who reads and writes the record of work. Restricted entries are need-to-know; students and families see none of it.

The class's leader and deputy see all of the class; the author what he or she wrote; offices above all that is not
restricted; named readers their entries; the university administration accidents only.
"""

from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from jetekchi.core.lookup import the_one
from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.organisation.permissions import (
    REASON_ROLES,
    TABLE,
    WHOLE_LYCEUM,
    Permission,
    Standing,
    class_permissions,
    get_class,
    led_classes,
    standing,
    visible_students,
)
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors import current_year
from jetekchi.worklog.models import AccidentNotice, AccidentReport, WorkEntry
from jetekchi.worklog.models.accidents import AccidentQuerySet
from jetekchi.worklog.models.entries import BY_HAND, WorkEntryQuerySet

Someone = User | AnonymousUser

# Who of those told about an accident is which role; the others are told by phone and answer by phone.
WHOM_ROLES: dict[str, Role] = {
    AccidentNotice.Whom.UNIVERSITY: Role.UNIVERSITY_ADMINISTRATION,
    AccidentNotice.Whom.DIRECTOR: Role.LYCEUM_DIRECTOR,
    AccidentNotice.Whom.UPBRINGING: Role.HEAD_OF_UPBRINGING,
    AccidentNotice.Whom.MEDICAL: Role.MEDICAL,
}
_BY_RELATION = {Role.CLASS_LEADER, Role.SUBJECT_TEACHER, Role.STUDENT, Role.GUARDIAN}


def by_office(who: Standing, permission: Permission) -> bool:
    """Whether the permission comes from an office above the classes, not from leading or teaching one."""
    return any(permission in TABLE[role] for role in who.roles - _BY_RELATION)


# --- entries ----------------------------------------------------------------------------------------------


def visible_entries(user: Someone) -> WorkEntryQuerySet:
    """Entries whose words the user may read."""
    who = standing(user)
    if not isinstance(user, User) or not user.is_authenticated:
        return WorkEntry.objects.none()
    if by_office(who, Permission.WORK_RESTRICTED):
        return WorkEntry.objects.all()
    named = WorkEntry.readers.through.objects.filter(user_id=user.pk).values("workentry_id")
    rule = Q(by=user) | Q(class_group__in=who.own_classes) | Q(pk__in=named)
    rule |= Q(accident__isnull=False, pk__in=_naming_students_of(who))
    if by_office(who, Permission.WORK_VIEW):
        rule |= Q(is_restricted=False)
    return WorkEntry.objects.filter(rule)


def _naming_students_of(who: Standing) -> QuerySet[WorkEntry, int]:
    named = WorkEntry.students.through.objects.filter(student__class_group__in=who.own_classes)
    return named.values_list("workentry_id", flat=True)  # type: ignore[return-value]


def get_entry(
    user: Someone, pk: int, to: Literal["read", "correct", "follow_up", "withdraw"] = "read"
) -> WorkEntry:
    """An entry the user may read: 404 for a stranger's, 403 when read but not to be changed by this person."""
    entry = get_object_or_404(visible_entries(user).with_people(), pk=pk)
    allowed = {"correct": may_correct, "withdraw": may_correct, "follow_up": may_follow_up}.get(to)
    if allowed and not allowed(user, entry):
        raise PermissionDenied
    return entry


def may_record(user: Someone, class_group: ClassGroup) -> bool:
    """Whether the user writes into the record of this class: its leader or deputy."""
    return Permission.WORK_RECORD in class_permissions(user, class_group)


def may_correct(user: Someone, entry: WorkEntry) -> bool:
    """The class's leader or deputy; what another record wrote is corrected there, an accident by notes."""
    by_hand = entry.source == BY_HAND and not entry.kind.is_accident
    return by_hand and entry.class_group_id in standing(user).own_classes


def may_follow_up(user: Someone, entry: WorkEntry) -> bool:
    """The class's leader or deputy says what came of it."""
    return entry.class_group_id in standing(user).own_classes


def may_open_record(user: Someone) -> bool:
    """Whether the list of work entries is a page of this user: by office, by class, or by an entry to read in it."""
    return standing(user).may(Permission.WORK_VIEW) or visible_entries(user).exists()


def readable_classes(user: Someone) -> QuerySet[ClassGroup]:
    """Classes whose chronology is open to the user; 403 when there is none at all."""
    who = standing(user)
    if by_office(who, Permission.WORK_VIEW):
        found = ClassGroup.objects.filter(year=current_year())
    else:
        found = ClassGroup.objects.filter(pk__in=who.own_classes)
    if not found.exists():
        raise PermissionDenied
    return found.select_related("year")


def get_read_class(user: Someone, pk: int) -> ClassGroup:
    """A class whose chronology the user reads: 404 for one not seen, 403 for one seen for other reasons."""
    return get_class(user, pk, to=Permission.WORK_VIEW)


def may_read_class(user: Someone, class_pk: int) -> bool:
    """Whether the whole record of the class is open to the user: led, or seen by an office above."""
    who = standing(user)
    return class_pk in who.own_classes or by_office(who, Permission.WORK_VIEW)


def get_leader(user: Someone, pk: int) -> User:
    """A member of staff whose record of work the user reads: the own one, or any for the offices above."""
    found = User.objects.select_related("person").filter(person__staff=pk).first()
    own = isinstance(user, User) and found is not None and found.pk == user.pk
    if found is None or not (own or by_office(standing(user), Permission.WORK_VIEW)):
        raise Http404
    return found


def named_student(user: Someone, pk: int) -> Student | None:
    """The student a list is narrowed to, when the user may see the student."""
    return the_one(visible_students(user).filter(pk=pk))


def why_restricted(user: Someone, entry: WorkEntry) -> str:
    """Why the user reads a restricted entry; goes on the chain of readings."""
    who = standing(user)
    if entry.class_group_id in who.own_classes:
        return "own_class"
    if isinstance(user, User) and entry.by_id == user.pk:
        return "author"
    return "director" if by_office(who, Permission.WORK_RESTRICTED) else "reader"


def recordable_classes(user: Someone) -> QuerySet[ClassGroup]:
    """Classes into whose record the user writes."""
    return led_classes(user)


def get_recordable_class(user: Someone, pk: int) -> ClassGroup:
    """A class whose record the user keeps: identical 404 for any other."""
    return get_object_or_404(recordable_classes(user), pk=pk)


def may_edit_kinds(user: Someone) -> bool:
    """Whether the user edits the lyceum's list of kinds."""
    return standing(user).may(Permission.SETTINGS)


# --- accidents --------------------------------------------------------------------------------------------


def visible_accidents(user: Someone) -> AccidentQuerySet:
    """All for those who confirm or answer for them; for a leader those of own students; for a reporter the own ones."""
    who = standing(user)
    if who.may(Permission.ACCIDENT_ALL):
        return AccidentReport.objects.all()
    if not isinstance(user, User) or not who.may(Permission.ACCIDENT_REPORT):
        return AccidentReport.objects.none()
    rule = Q(entry__by=user) | Q(entry__class_group__in=who.own_classes)
    return AccidentReport.objects.filter(rule | Q(entry__in=_naming_students_of(who)))


def get_accident(
    user: Someone, pk: int, to: Literal["read", "notify", "keep_confirmation"] = "read"
) -> AccidentReport:
    """An accident the user may see: 404 for any other, 403 when seen but told of by others."""
    report = get_object_or_404(visible_accidents(user), pk=pk)
    if to == "notify" and not may_notify(user, report):
        raise PermissionDenied
    if to == "keep_confirmation" and not may_keep_confirmation(user):
        raise PermissionDenied
    return report


def may_keep_confirmation(user: Someone) -> bool:
    """Who writes down that the university confirmed by phone or on paper: supervision, never the class leader."""
    return standing(user).may(Permission.ACCIDENT_CONFIRMATION)


def may_report(user: Someone) -> bool:
    """Whether the user reports accidents."""
    return standing(user).may(Permission.ACCIDENT_REPORT)


def reportable_students(user: Someone) -> QuerySet[Student]:
    """Students of whom the user may report an accident: own, taught, or all for the offices."""
    who = standing(user)
    present = visible_students(user).filter(left_on=None)
    whole = {role for reason in WHOLE_LYCEUM for role in REASON_ROLES[reason]}
    if any(Permission.ACCIDENT_REPORT in TABLE[role] for role in who.roles & whole):
        return present
    return present.filter(class_group__in=who.own_classes | who.taught_classes)


def may_notify(user: Someone, report: AccidentReport) -> bool:
    """Who adds whom else they told: everybody who sees the accident and reports accidents."""
    return standing(user).may(Permission.ACCIDENT_REPORT)


def reportable_classes(user: Someone) -> list[ClassGroup]:
    """Classes of the students of whom the user may report an accident."""
    classes = ClassGroup.objects.filter(pk__in=reportable_students(user).order_by().values("class_group"))
    return list(classes.select_related("year"))


def accident_classes(user: Someone, asked: int | None = None) -> QuerySet[ClassGroup]:
    """Classes a list of accidents is narrowed to: led ones, of the year for those who see all, and any with one."""
    who = standing(user)
    rule = Q(pk__in=who.own_classes) | Q(
        pk__in=visible_accidents(user).order_by().values("entry__class_group")
    )
    if who.may(Permission.ACCIDENT_ALL):
        rule |= Q(year=current_year()) | Q(pk=asked)
    return ClassGroup.objects.filter(rule).select_related("year").order_by("-year__start_on", "sort_key")


def may_open_accidents(user: Someone) -> bool:
    """Whether the list of accidents is a page of this user."""
    return standing(user).may(Permission.ACCIDENT_ALL) or standing(user).may(Permission.ACCIDENT_REPORT)


def may_confirm(user: Someone, report: AccidentReport) -> bool:
    """Whether a confirmation by this user is still awaited."""
    return report.notices.filter(to_whom__in=confirms_as(user), confirmed_at=None).exists()


def confirms_as(user: Someone) -> list[str]:
    """As whom of those told the user confirms an accident."""
    roles = standing(user).roles
    return [whom for whom, role in WHOM_ROLES.items() if role in roles]
