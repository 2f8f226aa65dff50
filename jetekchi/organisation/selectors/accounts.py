"""What a person sees of the own account: open sessions, roles and what each follows from; whose slips may be printed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jetekchi.core import dates
from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.models import (
    Appointment,
    ClassGroup,
    Deputy,
    Guardianship,
    Holding,
    Person,
    RoleGrant,
    Student,
    Teaching,
    User,
)
from jetekchi.organisation.permissions import Permission, led_classes, may
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors.calendar import current_year
from jetekchi.organisation.selectors.classes import classes_of, listed_students

BROWSERS = (
    ("Edg", "Edge"),
    ("YaBrowser", "Yandex"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
SLIP_STATES = (
    ("none", gettext_lazy("no account yet")),
    ("unprinted", gettext_lazy("an account, but no slip yet")),
    ("printed", gettext_lazy("slip printed, not used yet")),
    ("used", gettext_lazy("the account is in use")),
)


@dataclass(frozen=True)
class OpenSession:
    """One browser in which the person is signed in."""

    pk: int
    device: str
    ip: str
    since: datetime
    is_present: bool


@dataclass(frozen=True)
class RoleLine:
    """A role of a person, and the record it follows from."""

    role: str
    why: str


@dataclass(frozen=True)
class SlipRow:
    """Somebody whose slip may be printed, and how far the account has got."""

    person: Person
    state: str
    login: str

    @property
    def note(self) -> str:
        """How far the account has got, in words."""
        return str(dict(SLIP_STATES)[self.state])

    @property
    def is_new(self) -> bool:
        """Whether no slip was printed yet."""
        return self.state in ("none", "unprinted")


def sessions_of(user: User, present: str) -> list[OpenSession]:
    """Where the person is signed in, this browser first."""
    rows = [
        OpenSession(row.pk, device_name(row.user_agent), row.ip, row.created_at, row.session_key == present)
        for row in UserSession.objects.purge_and_list(user)
    ]
    return sorted(rows, key=lambda row: (not row.is_present, -row.since.timestamp()))


def device_name(user_agent: str) -> str:
    """Browser and system in two words; the exact string of a browser says nothing to a person."""
    names = [
        next((name for mark, name in known if re.search(mark, user_agent)), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(name for name in names if name) or _("Unknown device")


def roles_of(user: User) -> list[RoleLine]:
    """Each role the person has today with the order, list or grant that gives it."""
    today = timezone.localdate()
    now = Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))
    lines = [
        RoleLine(str(Role(grant.role).label), _since(grant.from_on))
        for grant in RoleGrant.objects.filter(now, user=user).order_by("from_on", "pk")
    ]
    if user.person is None:
        return lines
    return [*_as_leader(user.person, now), *lines, *_as_others(user.person, now)]


def _since(day: date) -> str:
    return _("given to you; since %(day)s") % {"day": dates.short_date(day)}


def _as_leader(person: Person, now: Q) -> list[RoleLine]:
    role = str(Role.CLASS_LEADER.label)
    appointments = Appointment.objects.filter(now, leader__person=person).select_related("class_group")
    lines = [
        RoleLine(
            role,
            _("%(group)s, by order No. %(number)s of %(day)s")
            % {"group": one.class_group, "number": one.order_no, "day": dates.short_date(one.order_on)},
        )
        for one in appointments
    ]
    serving = Q(appointment__until_on=None) | Q(appointment__until_on__gte=timezone.localdate())
    deputies = Deputy.objects.filter(now, serving, person__person=person).select_related(
        "appointment__class_group"
    )
    for one in deputies:
        words = {"group": one.appointment.class_group, "day": dates.short_date(one.until_on)}
        lines.append(RoleLine(role, _("%(group)s, as deputy until %(day)s") % words))
    return lines


def _as_others(person: Person, now: Q) -> list[RoleLine]:
    lines: list[RoleLine] = []
    for teaching in Teaching.objects.filter(now, teacher__person=person).select_related(
        "class_group", "subject"
    ):
        lines.append(RoleLine(str(Role.SUBJECT_TEACHER.label), f"{teaching.subject}, {teaching.class_group}"))
    for holding in Holding.objects.filter(now, person=person).select_related("office__unit"):
        lines.append(RoleLine(_("office"), f"{holding.office}, {holding.office.unit}"))
    wards = Guardianship.objects.filter(person=person, is_barred=False).select_related("student__person")
    for ward in wards:
        lines.append(RoleLine(str(Role.GUARDIAN.label), f"{ward.student}, {ward.get_kind_display()}"))
    student = Student.objects.filter(person=person, left_on=None).select_related("class_group").first()
    if student:
        lines.append(RoleLine(str(Role.STUDENT.label), str(student.class_group)))
    return lines


def slip_lists(user: User) -> list[tuple[str, str]]:
    """The lists for which the user may print slips: all for the administrator, own students for a class leader."""
    if may(user, Permission.PEOPLE_MANAGE):
        year = current_year()
        lists = [("staff", _("Staff"))]
        for group in classes_of(year) if year else ():
            lists.append((f"students-{group.pk}", _("%(group)s: students") % {"group": group}))
            lists.append((f"guardians-{group.pk}", _("%(group)s: parents") % {"group": group}))
        return lists
    if not may(user, Permission.SLIPS):
        return []
    groups = led_classes(user)
    return [(f"students-{group.pk}", _("%(group)s: students") % {"group": group}) for group in groups]


def slip_rows(user: User, key: str) -> list[SlipRow]:
    """The people of one of these lists; empty for a list that is not the user's."""
    if key not in dict(slip_lists(user)):
        return []
    people = _people_of(key).exclude(user=user).select_related("user").order_by("sort_key", "pk")
    if not may(user, Permission.PEOPLE_MANAGE):
        # A new password of a colleague who is also a student would open what the colleague sees.
        people = people.filter(Q(staff=None) & Q(guardianships=None))
    return [_slip_row(person) for person in people.distinct()]


def _people_of(key: str) -> QuerySet[Person]:
    kind, _dash, pk = key.partition("-")
    if kind == "staff":
        return Person.objects.filter(staff__isnull=False, staff__dismissed_on=None)
    students = listed_students(ClassGroup.objects.get(pk=int(pk)))
    if kind == "students":
        return Person.objects.filter(student__in=students)
    return Person.objects.filter(
        guardianships__in=Guardianship.objects.filter(student__in=students, is_barred=False)
    )


def _slip_row(person: Person) -> SlipRow:
    account = getattr(person, "user", None)
    if account is None:
        return SlipRow(person, "none", "")
    if not account.has_usable_password():
        return SlipRow(person, "unprinted", account.username)
    return SlipRow(person, "printed" if account.must_change_password else "used", account.username)


def narrowed_slips(rows: Iterable[SlipRow], words: str, state: str) -> list[SlipRow]:
    """People of this name or login whose account has got so far."""
    asked = search_key(words).split()[:6]
    return [
        row
        for row in rows
        if (not state or row.state == state)
        and all(word in f"{row.person.search_key} {search_key(row.login)}" for word in asked)
    ]
