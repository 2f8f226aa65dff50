"""The card of one student as one user may see it: what is not allowed is not read from the database at all (3.6)."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.core.lookup import the_one
from jetekchi.core.models import AuditEvent
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import Enrolment, Guardianship, Student, User
from jetekchi.organisation.permissions import Permission, Reason, may, sees, standing, why_may_see
from jetekchi.organisation.roles import Role

READING = "organisation:student:read"
LOOKS_SHOWN = 12
# Why somebody looked, said to another person than the one who did.
LOOKED_AS: dict[str, str | Promise] = {
    Reason.OWN_CLASS: Role.CLASS_LEADER.label,
    Reason.TEACHES: Role.SUBJECT_TEACHER.label,
    Reason.GUARDIAN: Role.GUARDIAN.label,
    Reason.SELF: Role.STUDENT.label,
    Reason.SUPERVISES: _("supervision"),
    Reason.MEDICAL: Role.MEDICAL.label,
    Reason.PSYCHOLOGIST: Role.PSYCHOLOGIST.label,
    Reason.ADMINISTERS: Role.ADMINISTRATOR.label,
}
FULL_CARD = {Permission.FAMILY_VIEW, Permission.MARKS_VIEW, Permission.STUDENT_EDIT}
SEES_LOOKERS = {Reason.OWN_CLASS, Reason.GUARDIAN, Reason.SELF, Reason.ADMINISTERS}


@dataclass(frozen=True)
class FamilyRow:
    """One parent or representative; the phone is empty where the user may not have it."""

    pk: int
    name: str
    kind: str
    phone: str
    is_legal: bool
    is_barred: bool
    basis: str

    @property
    def tel(self) -> str:
        """The phone for a `tel:` link."""
        return "".join(sign for sign in self.phone if sign in "+0123456789")


@dataclass(frozen=True)
class Look:
    """Somebody opened the card."""

    who: str
    as_who: str | Promise
    event: AuditEvent


@dataclass(frozen=True)
class StudentCard:
    """What is shown of a student: a short card knows name, class and number alone."""

    student: Student
    reason: Reason
    is_short: bool
    phone: str = ""
    shows_family: bool = False
    family: list[FamilyRow] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    shows_looks: bool = False
    looks: list[Look] = field(default_factory=list)


def student_card(user: User, student: Student) -> StudentCard:
    """The card by the rows of the table that hold for this user and this very student."""
    reason = why_may_see(user, student)
    assert reason is not None, "the student was taken past permissions.get_student"
    allowed = sees(user, student)
    if FULL_CARD.isdisjoint(allowed):
        return StudentCard(student=student, reason=reason, is_short=True)
    shows_family = Permission.FAMILY_VIEW in allowed
    shows_looks = reason in SEES_LOOKERS or may(user, Permission.AUDIT_VIEW)
    sees_phone = shows_family or reason == Reason.SELF
    return StudentCard(
        student=student,
        reason=reason,
        is_short=False,
        phone=student.person.phone if sees_phone else "",
        shows_family=shows_family,
        family=_family(user, student, reason) if shows_family else [],
        enrolments=_enrolments(student),
        shows_looks=shows_looks,
        looks=_looks(student) if shows_looks else [],
    )


@while_unchanged("organisation")
def _enrolments(student: Student) -> list[Enrolment]:
    """The classes of a student, the latest first."""
    return list(student.enrolments.select_related("class_group__year").order_by("-from_on", "-pk"))


def _family(user: User, student: Student, reason: Reason) -> list[FamilyRow]:
    rows: list[FamilyRow] = []
    for row in student.guardianships.select_related("person"):
        # One parent learns neither the other's phone nor the court's paper from us.
        own = reason != Reason.GUARDIAN or row.person_id == user.person_id
        rows.append(
            FamilyRow(
                pk=row.pk,
                name=row.person.name,
                kind=row.get_kind_display(),
                phone=row.person.phone if own and not row.is_barred else "",
                is_legal=row.is_legal,
                is_barred=row.is_barred,
                basis=row.barred_basis if own else "",
            )
        )
    return rows


def _looks(student: Student) -> list[Look]:
    events = AuditEvent.objects.filter(
        action=READING, subject=Student._meta.label, subject_pk=str(student.pk)
    ).select_related("by__person")
    return [
        Look(who=event.by.name if event.by else "", as_who=LOOKED_AS.get(event.reason, ""), event=event)
        for event in events.order_by("-at", "-pk")[:LOOKS_SHOWN]
    ]


def guardianship_of(student: Student, pk: int) -> Guardianship | None:
    """A guardianship of this very student."""
    return the_one(student.guardianships.select_related("person", "student").filter(pk=pk))


def may_edit_students(user: User) -> bool:
    """Whether the user corrects cards at all (the lists' buttons; the card itself asks `get_student`)."""
    return Permission.STUDENT_EDIT in standing(user).granted
