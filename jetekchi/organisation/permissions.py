"""Who may what: one table, one question (*why may this user see this student*), one way to get an object.

Ask for people's data through this module only. Tempting wrong ways: `Student.objects` in a selector without a user;
a list filtered in Python; a right derived from the menu; an id taken from a form without `get_student`.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core.lookup import the_one
from jetekchi.core.prepared import Prepared
from jetekchi.organisation.models import (
    Appointment,
    ClassGroup,
    Deputy,
    Guardianship,
    Handover,
    Holding,
    RoleGrant,
    SchoolYear,
    Staff,
    Student,
    Teaching,
    User,
)
from jetekchi.organisation.roles import Role


class Permission(StrEnum):
    """`resource:action`; the help page «who sees what» is rendered from the table below."""

    STUDENT_VIEW = "student:view"
    STUDENT_EDIT = "student:edit"
    FAMILY_VIEW = "family:view"
    MARKS_VIEW = "marks:view"
    WORK_VIEW = "work:view"
    WORK_RECORD = "work:record"
    WORK_RESTRICTED = "work:restricted"
    ACCIDENT_REPORT = "accident:report"
    ACCIDENT_ALL = "accident:all"
    ACCIDENT_CONFIRMATION = "accident:keep_confirmation"
    CLASS_LEAD = "class:lead"
    PEOPLE_MANAGE = "people:manage"
    SLIPS = "account:slips"
    IMPORT = "import:run"
    APPOINT = "appointment:make"
    SETTINGS = "settings:edit"
    DOCUMENT_MANAGE = "document:manage"
    DOCUMENT_FORCE = "document:bring_into_force"
    DIRECTIVE_ISSUE = "directive:issue"
    REPORT_WRITE = "report:write"
    REPORT_ACCEPT = "report:accept"
    REPORT_VIEW = "report:view"
    PLAN_WRITE = "plan:write"
    PLAN_APPROVE = "plan:approve"
    PLAN_VIEW = "plan:view"
    SCHEDULE_WRITE = "schedule:write"
    SCHEDULE_APPROVE = "schedule:approve"
    SCHEDULE_VIEW = "schedule:view"
    LIBRARY_ANSWER = "library:answer"
    INSPECT = "inspection:write"
    TIMETABLE = "timetable:keep"
    MATRIX_ALL = "matrix:all"
    AUDIT_VIEW = "audit:view"


PERMISSION_NAMES = {
    Permission.STUDENT_VIEW: _("see the card of a student"),
    Permission.STUDENT_EDIT: _("correct the card of a student"),
    Permission.FAMILY_VIEW: _("see the family and its phones"),
    Permission.MARKS_VIEW: _("see marks and absences"),
    Permission.WORK_VIEW: _("read the record of work"),
    Permission.WORK_RECORD: _("write into the record of work"),
    Permission.WORK_RESTRICTED: _("read restricted entries addressed to all of this office"),
    Permission.ACCIDENT_REPORT: _("report an accident"),
    Permission.ACCIDENT_ALL: _("see every accident and confirm it"),
    Permission.ACCIDENT_CONFIRMATION: _("keep the university's confirmation that came by phone or on paper"),
    Permission.CLASS_LEAD: _("lead a class"),
    Permission.PEOPLE_MANAGE: _("manage people, classes and accounts"),
    Permission.SLIPS: _("print account slips of the own students"),
    Permission.IMPORT: _("import lists"),
    Permission.APPOINT: _("appoint class leaders"),
    Permission.SETTINGS: _("change the settings of the lyceum"),
    Permission.DOCUMENT_MANAGE: _("manage documents and their approval"),
    Permission.DOCUMENT_FORCE: _("bring a document into force"),
    Permission.DIRECTIVE_ISSUE: _("issue directives"),
    Permission.REPORT_WRITE: _("write the half-year report"),
    Permission.REPORT_ACCEPT: _("accept or return the half-year report"),
    Permission.REPORT_VIEW: _("read submitted reports of all classes"),
    Permission.PLAN_WRITE: _("write the class plan"),
    Permission.PLAN_APPROVE: _("approve or return class plans"),
    Permission.PLAN_VIEW: _("read signed plans of all classes"),
    Permission.SCHEDULE_WRITE: _("write the own work schedule"),
    Permission.SCHEDULE_APPROVE: _("approve or return work schedules"),
    Permission.SCHEDULE_VIEW: _("read the work schedules of all class leaders"),
    Permission.LIBRARY_ANSWER: _("answer requests to the library of the lyceum"),
    Permission.INSPECT: _("inspect the work of class leaders and verify remarks"),
    Permission.TIMETABLE: _("keep bells and timetable, move and cancel lessons"),
    Permission.MATRIX_ALL: _("see the duty matrix of all classes"),
    Permission.AUDIT_VIEW: _("see the audit"),
}

P = Permission
TABLE: dict[Role, frozenset[Permission]] = {
    Role.CLASS_LEADER: frozenset(
        {
            P.STUDENT_VIEW,
            P.FAMILY_VIEW,
            P.MARKS_VIEW,
            P.WORK_VIEW,
            P.WORK_RECORD,
            P.ACCIDENT_REPORT,
            P.CLASS_LEAD,
            P.SCHEDULE_WRITE,
        }
        | {P.REPORT_WRITE, P.SLIPS, P.PLAN_WRITE}
    ),
    Role.HEAD_OF_UPBRINGING: frozenset(
        {
            P.STUDENT_VIEW,
            P.FAMILY_VIEW,
            P.MARKS_VIEW,
            P.WORK_VIEW,
            P.ACCIDENT_REPORT,
            P.ACCIDENT_ALL,
            P.MATRIX_ALL,
            P.SCHEDULE_VIEW,
        }
        | {P.ACCIDENT_CONFIRMATION, P.REPORT_VIEW, P.DOCUMENT_MANAGE, P.PLAN_APPROVE, P.PLAN_VIEW, P.INSPECT}
    ),
    Role.HEAD_OF_STUDY: frozenset(
        {
            P.STUDENT_VIEW,
            P.MARKS_VIEW,
            P.ACCIDENT_REPORT,
            P.REPORT_ACCEPT,
            P.REPORT_VIEW,
            P.MATRIX_ALL,
            P.PLAN_VIEW,
            P.IMPORT,
            P.INSPECT,
            P.TIMETABLE,
        }
    ),
    Role.LYCEUM_DIRECTOR: frozenset(
        {
            P.STUDENT_VIEW,
            P.FAMILY_VIEW,
            P.MARKS_VIEW,
            P.WORK_VIEW,
            P.WORK_RESTRICTED,
            P.ACCIDENT_REPORT,
            P.ACCIDENT_ALL,
        }
        | {
            P.ACCIDENT_CONFIRMATION,
            P.APPOINT,
            P.SETTINGS,
            P.DOCUMENT_MANAGE,
            P.DIRECTIVE_ISSUE,
            P.REPORT_VIEW,
            P.MATRIX_ALL,
            P.PLAN_VIEW,
            P.AUDIT_VIEW,
            P.SCHEDULE_VIEW,
            P.INSPECT,
        }
    ),
    Role.PREUNI_DIRECTOR: frozenset(
        {P.ACCIDENT_ALL, P.ACCIDENT_CONFIRMATION, P.DOCUMENT_MANAGE, P.DOCUMENT_FORCE, P.DIRECTIVE_ISSUE}
        | {P.REPORT_VIEW, P.MATRIX_ALL, P.PLAN_VIEW}
        | {P.SCHEDULE_APPROVE, P.SCHEDULE_VIEW}
    ),
    Role.SUBJECT_TEACHER: frozenset({P.STUDENT_VIEW, P.ACCIDENT_REPORT}),
    Role.STUDENT: frozenset({P.STUDENT_VIEW, P.MARKS_VIEW}),
    Role.GUARDIAN: frozenset({P.STUDENT_VIEW, P.MARKS_VIEW, P.FAMILY_VIEW}),
    Role.MEDICAL: frozenset({P.STUDENT_VIEW, P.FAMILY_VIEW, P.ACCIDENT_REPORT, P.ACCIDENT_ALL}),
    Role.LIBRARIAN: frozenset({P.LIBRARY_ANSWER}),
    Role.PSYCHOLOGIST: frozenset({P.STUDENT_VIEW, P.FAMILY_VIEW, P.MARKS_VIEW, P.ACCIDENT_REPORT}),
    Role.UNIVERSITY_ADMINISTRATION: frozenset({P.ACCIDENT_ALL}),
    Role.ADMINISTRATOR: frozenset(
        {P.STUDENT_VIEW, P.STUDENT_EDIT, P.FAMILY_VIEW, P.PEOPLE_MANAGE, P.IMPORT, P.SETTINGS, P.AUDIT_VIEW}
        | {P.DOCUMENT_MANAGE, P.SLIPS}
    ),
}


class Reason(StrEnum):
    """Why somebody may see a student; stored when a card is opened, shown on the card."""

    OWN_CLASS = "own_class"
    TEACHES = "teaches"
    GUARDIAN = "guardian"
    SELF = "self"
    SUPERVISES = "supervises"
    MEDICAL = "medical"
    PSYCHOLOGIST = "psychologist"
    ADMINISTERS = "administers"


REASON_NAMES = {
    Reason.OWN_CLASS: _("You lead this class"),
    Reason.TEACHES: _("You teach this class"),
    Reason.GUARDIAN: _("You are a parent or legal representative"),
    Reason.SELF: _("This is your own card"),
    Reason.SUPERVISES: _("Your office supervises all classes"),
    Reason.MEDICAL: _("You are medical staff of the lyceum"),
    Reason.PSYCHOLOGIST: _("You are the psychologist of the lyceum"),
    Reason.ADMINISTERS: _("You manage the lists of people"),
}

# The role by which a reason works: what is seen on the card follows from the role's row in the table.
REASON_ROLES: dict[Reason, frozenset[Role]] = {
    Reason.OWN_CLASS: frozenset({Role.CLASS_LEADER}),
    Reason.TEACHES: frozenset({Role.SUBJECT_TEACHER}),
    Reason.GUARDIAN: frozenset({Role.GUARDIAN}),
    Reason.SELF: frozenset({Role.STUDENT}),
    Reason.SUPERVISES: frozenset({Role.HEAD_OF_UPBRINGING, Role.HEAD_OF_STUDY, Role.LYCEUM_DIRECTOR}),
    Reason.MEDICAL: frozenset({Role.MEDICAL}),
    Reason.PSYCHOLOGIST: frozenset({Role.PSYCHOLOGIST}),
    Reason.ADMINISTERS: frozenset({Role.ADMINISTRATOR}),
}
WHOLE_LYCEUM = (Reason.SUPERVISES, Reason.MEDICAL, Reason.PSYCHOLOGIST, Reason.ADMINISTERS)


@dataclass(frozen=True)
class Standing:
    """What a user is today: roles and the relations that reasons follow from."""

    user: User
    roles: frozenset[Role] = frozenset()
    own_classes: frozenset[int] = frozenset()
    taught_classes: frozenset[int] = frozenset()
    wards: frozenset[int] = frozenset()
    own_student: int | None = None
    staff: int | None = None
    offices: frozenset[int] = frozenset()
    granted: frozenset[Permission] = field(default_factory=frozenset)

    def may(self, permission: Permission) -> bool:
        """Whether any of the roles has the permission."""
        return permission in self.granted

    def is_a(self, *roles: Role) -> bool:
        """Whether the user has one of the roles."""
        return not self.roles.isdisjoint(roles)


def standing(user: User | AnonymousUser) -> Standing:
    """The user's roles and relations as of today, worked out once a request."""
    if not isinstance(user, User) or not user.is_authenticated:
        return Standing(user=cast(User, user))
    known: Standing | None = getattr(user, "_standing", None)
    if known is None:
        known = _work_out(user)
        user._standing = known  # type: ignore[attr-defined]
    return known


def _work_out(user: User) -> Standing:
    held: dict[str, set[str]] = {}
    today, person_pk = timezone.localdate(), user.person_id or NOBODY
    for what, which in _HELD.rows(user_pk=user.pk, person_pk=person_pk, today=today):
        held.setdefault(what, set()).add(which)
    roles = {Role(role) for role in held.get("role", ())}
    roles |= {role for role, what in _FOLLOWED.items() if what in held}

    def pks(what: str) -> frozenset[int]:
        return frozenset(map(int, held.get(what, ())))

    return Standing(
        user=user,
        roles=frozenset(roles),
        own_classes=pks("leads"),
        taught_classes=pks("teaches"),
        wards=pks("ward"),
        own_student=next(iter(pks("self")), None),
        staff=next(iter(pks("works")), None),
        offices=pks("office"),
        granted=frozenset().union(*(TABLE[role] for role in roles)),
    )


# No person has this key: an account without a person holds nothing but its grants.
NOBODY = 0
# Roles that follow from a record, not from a grant.
_FOLLOWED = {
    Role.CLASS_LEADER: "leads",
    Role.SUBJECT_TEACHER: "teaches",
    Role.GUARDIAN: "ward",
    Role.STUDENT: "self",
}


def _all_held(user_pk: int, person_pk: int, today: date) -> QuerySet[Any, Any]:
    """Granted roles, own and taught classes, seats, wards, the own card: what it is, and the role or the key."""
    now = Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))
    # A deputy stands for a leader: with the leader's appointment the right to stand for it is over.
    serving = Q(appointment__until_on=None) | Q(appointment__until_on__gte=today)
    deputising = Deputy.objects.filter(now, serving, person__person=person_pk)

    def rows(what: str, found: QuerySet[Any], name: str) -> QuerySet[Any, Any]:
        which = Cast(name, TextField())
        return found.order_by().values_list(Cast(Value(what), TextField()), which)

    first, *others = (
        rows("role", RoleGrant.objects.filter(now, user=user_pk), "role"),
        rows("leads", Appointment.objects.filter(now, leader__person=person_pk), "class_group"),
        rows("leads", deputising, "appointment__class_group"),
        rows("teaches", Teaching.objects.filter(now, teacher__person=person_pk), "class_group"),
        rows("office", Holding.objects.filter(now, person=person_pk), "office"),
        rows("ward", Guardianship.objects.filter(person=person_pk, is_barred=False), "student"),
        rows("self", Student.objects.filter(left_on=None, person=person_pk), "pk"),
        rows("works", Staff.objects.filter(person=person_pk), "pk"),
    )
    return first.union(*others, all=True)


_HELD = Prepared(_all_held)


def signed_in(request: HttpRequest) -> User:
    """The user of a page behind the login; the middleware lets nobody else come here."""
    assert isinstance(request.user, User)
    return request.user


def may(user: User | AnonymousUser, permission: Permission) -> bool:
    """Whether one of the user's roles has the permission in the table."""
    return standing(user).may(permission)


def require(user: User | AnonymousUser, permission: Permission) -> None:
    """403 for a page that exists for others but not for this user's roles."""
    if not may(user, permission):
        raise PermissionDenied


def reasons_to_see(user: User | AnonymousUser, student: Student) -> list[Reason]:
    """Every reason that holds, the nearest relation first: a director may be a mother too."""
    who = standing(user)
    holds = {
        Reason.SELF: who.own_student == student.pk,
        Reason.OWN_CLASS: student.class_group_id in who.own_classes,
        Reason.GUARDIAN: student.pk in who.wards,
        **{reason: who.is_a(*REASON_ROLES[reason]) for reason in WHOLE_LYCEUM},
        Reason.TEACHES: student.class_group_id in who.taught_classes and student.left_on is None,
    }
    return [reason for reason, it_holds in holds.items() if it_holds]


def why_may_see(user: User | AnonymousUser, student: Student) -> Reason | None:
    """Why this user may see this student, the nearest relation first; None when not (3.6)."""
    return next(iter(reasons_to_see(user, student)), None)


def sees_whole_lyceum(user: User | AnonymousUser) -> bool:
    """Whether a reason of the user holds for every student."""
    return any(standing(user).is_a(*REASON_ROLES[reason]) for reason in WHOLE_LYCEUM)


def visible_students(user: User | AnonymousUser) -> QuerySet[Student]:
    """The same rule as SQL; a test holds both together for the whole cast."""
    who = standing(user)
    students = Student.objects.select_related("person", "class_group")
    if sees_whole_lyceum(user):
        return students
    rule = Q(class_group__in=who.own_classes) | Q(pk__in=who.wards)
    rule |= Q(class_group__in=who.taught_classes, left_on=None)
    if who.own_student is not None:
        rule |= Q(pk=who.own_student)
    return students.filter(rule)


def students_with_contacts(user: User | AnonymousUser) -> QuerySet[Student]:
    """Those of the visible students whose phone the card shows this user, or who is the student: as SQL."""
    who = standing(user)
    whole = {role for reason in WHOLE_LYCEUM for role in REASON_ROLES[reason]}
    found = visible_students(user)
    if any(Permission.FAMILY_VIEW in TABLE[role] for role in who.roles & whole):
        return found
    rule = Q(class_group__in=who.own_classes) | Q(pk__in=who.wards)
    if who.own_student is not None:
        rule |= Q(pk=who.own_student)
    return found.filter(rule)


def sees(user: User | AnonymousUser, student: Student) -> frozenset[Permission]:
    """What the user sees of this very student: the rows of all roles by which a reason works."""
    works = {role for reason in reasons_to_see(user, student) for role in REASON_ROLES[reason]}
    return frozenset().union(*(TABLE[role] for role in standing(user).roles & works))


def get_student(user: User | AnonymousUser, pk: int, to: Permission = Permission.STUDENT_VIEW) -> Student:
    """A student whom the user may see; 404 for a stranger's, 403 when seen but `to` is not allowed."""
    student = the_one(Student.objects.select_related("person", "class_group__year").filter(pk=pk))
    if student is None or why_may_see(user, student) is None:
        raise Http404
    if to not in sees(user, student):
        raise PermissionDenied
    return student


def visible_classes(user: User | AnonymousUser) -> QuerySet[ClassGroup]:
    """Classes whose pages the user may open: own, taught, or all for the offices above."""
    classes = ClassGroup.objects.select_related("year")
    who = standing(user)
    return classes if _opens_all_classes(who) else classes.filter(pk__in=who.own_classes | who.taught_classes)


def opens_class(user: User | AnonymousUser, class_pk: int) -> bool:
    """Whether this class is one of the `visible_classes`: known from the standing, without a query."""
    who = standing(user)
    return _opens_all_classes(who) or class_pk in who.own_classes | who.taught_classes


def _opens_all_classes(who: Standing) -> bool:
    whole = {role for reason in WHOLE_LYCEUM for role in REASON_ROLES[reason]} | {Role.PREUNI_DIRECTOR}
    return who.is_a(*whole)


def get_class(user: User | AnonymousUser, pk: int, to: Permission | None = None) -> ClassGroup:
    """A class the user may open; `to` is asked of the relation to this class, not of the user in general."""
    found = get_object_or_404(visible_classes(user), pk=pk)
    if to is not None and to not in class_permissions(user, found):
        raise PermissionDenied
    return found


def class_permissions(user: User | AnonymousUser, class_group: ClassGroup) -> frozenset[Permission]:
    """What the user may do with this class: a leader's rights hold for the own class only."""
    who = standing(user)
    roles = set(who.roles) - {Role.STUDENT, Role.GUARDIAN}
    if class_group.pk not in who.own_classes:
        roles.discard(Role.CLASS_LEADER)
    if class_group.pk not in who.taught_classes:
        roles.discard(Role.SUBJECT_TEACHER)
    return frozenset().union(*(TABLE[role] for role in roles))


def led_classes(user: User | AnonymousUser, year: SchoolYear | None = None) -> QuerySet[ClassGroup]:
    """Classes that the user leads today, as leader or deputy."""
    classes = ClassGroup.objects.filter(pk__in=standing(user).own_classes).select_related("year")
    return classes.filter(year=year) if year else classes


def get_led_class(user: User | AnonymousUser, pk: int) -> ClassGroup:
    """A class that the user leads: 404 for one not seen at all, 403 for one seen but led by another."""
    return get_class(user, pk, to=Permission.CLASS_LEAD)


def may_see_colleagues(user: User | AnonymousUser) -> bool:
    """Staff find each other; students and guardians find nobody."""
    own = {Role.STUDENT, Role.GUARDIAN}
    return bool(standing(user).roles - own)


def visible_staff(user: User | AnonymousUser) -> QuerySet[Staff]:
    """Members of staff whom the user may find; dismissed ones only for those who manage people."""
    staff = Staff.objects.select_related("person__user")
    if may(user, Permission.PEOPLE_MANAGE):
        return staff
    return staff.filter(dismissed_on=None) if may_see_colleagues(user) else staff.none()


def get_staff(user: User | AnonymousUser, pk: int, to: Permission | None = None) -> Staff:
    """A member of staff whom the user may find; 403 when `to` is not among the user's permissions."""
    found = get_object_or_404(visible_staff(user), pk=pk)
    if to is not None:
        require(user, to)
    return found


def visible_handovers(user: User | AnonymousUser) -> QuerySet[Handover]:
    """Protocols of the classes one may open, and those in which one is named: the leader before is out already."""
    person = getattr(user, "person_id", None) or -1
    rule = Q(incoming__class_group__in=visible_classes(user).values("pk"))
    rule |= Q(outgoing__leader__person=person) | Q(incoming__leader__person=person)
    return Handover.objects.select_related(
        "outgoing__leader__person__user",
        "incoming__leader__person__user",
        "outgoing__class_group__year",
        "incoming__class_group__year",
    ).filter(rule)


def get_handover(user: User | AnonymousUser, pk: int) -> Handover:
    """A hand-over protocol that the user may read."""
    return get_object_or_404(visible_handovers(user), pk=pk)
