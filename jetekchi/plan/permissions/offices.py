"""Who sees and who runs the self-government of a class: its leader, its students, the offices above (2.2)."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.organisation.permissions import Permission, may, standing
from jetekchi.plan.models import (
    Assignment,
    Candidate,
    ClassOffice,
    Election,
    Elector,
    OfficeTerm,
    first_offices,
)


@dataclass(frozen=True)
class ClassRights:
    """What the user is to this class: its leader, an office above, one of its students."""

    may_lead: bool = False
    may_look: bool = False
    student_pk: int | None = None

    @property
    def may_read(self) -> bool:
        """Whether the class's page exists for the user."""
        return self.may_lead or self.may_look or self.student_pk is not None


def class_rights(user: User | AnonymousUser, class_pk: int) -> ClassRights:
    """Leading is the leader's and the deputy's; a student is one of this very class."""
    who = standing(user)
    own = who.own_student
    if own is not None and not Student.objects.filter(pk=own, class_group=class_pk).exists():
        own = None
    leads = class_pk in who.own_classes and may(user, Permission.PLAN_WRITE)
    return ClassRights(leads, may(user, Permission.PLAN_VIEW), own)


def _checked(user: User | AnonymousUser, class_pk: int, to: str) -> ClassRights:
    rights = class_rights(user, class_pk)
    if not rights.may_read:
        raise Http404
    if to == "lead" and not rights.may_lead:
        raise PermissionDenied
    return rights


def get_class(user: User | AnonymousUser, pk: int, to: str = "read") -> tuple[ClassGroup, ClassRights]:
    """The class whose self-government the user may open; 404 for any other, 403 when seen but led by another."""
    group = get_object_or_404(ClassGroup.objects.select_related("year"), pk=pk)
    return group, _checked(user, group.pk, to)


def get_election(user: User | AnonymousUser, pk: int, to: str = "read") -> tuple[Election, ClassRights]:
    """An election of a class the user may open; `to`: "lead" is the leader's, "stand" a student's of the class."""
    found = Election.objects.select_related("class_group__year", "office", "winner__student__person")
    election = get_object_or_404(found, pk=pk)
    rights = _checked(user, election.class_group_id, to)
    if to == "stand" and rights.student_pk is None:
        raise PermissionDenied
    return election, rights


def get_ballot(user: User | AnonymousUser, pk: int) -> tuple[Election, Elector]:
    """The ballot of an elector: 403 for whoever sees the election and is not on its roll."""
    election, rights = get_election(user, pk)
    elector = Elector.objects.filter(election=election, student=rights.student_pk or 0).first()
    if elector is None:
        raise PermissionDenied
    return election, elector


def get_candidate(user: User | AnonymousUser, pk: int, to: str = "read") -> tuple[Candidate, ClassRights]:
    """A candidate; `to` "change" is the leader's and the candidate's own."""
    found = Candidate.objects.select_related(
        "election__class_group__year", "election__office", "student__person"
    )
    candidate = get_object_or_404(found, pk=pk)
    rights = _checked(user, candidate.election.class_group_id, "read")
    if to == "change" and not (rights.may_lead or rights.student_pk == candidate.student_id):
        raise PermissionDenied
    return candidate, rights


def get_term(user: User | AnonymousUser, pk: int, to: str = "read") -> tuple[OfficeTerm, ClassRights]:
    """The term of a holder; of a class the user may open."""
    found = OfficeTerm.objects.select_related("class_group__year", "office", "student__person")
    term = get_object_or_404(found, pk=pk)
    return term, _checked(user, term.class_group_id, to)


def get_assignment(user: User | AnonymousUser, pk: int, to: str = "read") -> tuple[Assignment, ClassRights]:
    """An assignment: of students only the holder sees it; `to`: "lead" is the leader's, "report" the holder's too."""
    found = Assignment.objects.select_related(
        "term__class_group__year", "term__office", "term__student__person"
    )
    assignment = get_object_or_404(found, pk=pk)
    rights = _checked(user, assignment.term.class_group_id, to)
    is_holder = rights.student_pk == assignment.term.student_id
    if not (rights.may_lead or rights.may_look or is_holder):
        raise Http404
    if to == "report" and not (rights.may_lead or is_holder):
        raise PermissionDenied
    return assignment, rights


def may_edit_offices(user: User | AnonymousUser) -> bool:
    """Whether the lyceum's list of offices is this user's to change."""
    return may(user, Permission.PLAN_APPROVE) or may(user, Permission.SETTINGS)


def get_office(user: User | AnonymousUser, code: str) -> ClassOffice:
    """An office of the list, for whoever may change it."""
    if not may_edit_offices(user):
        raise PermissionDenied
    offices = list(ClassOffice.objects.all()) or first_offices()
    office = next((one for one in offices if one.code == code), None)
    if office is None:
        raise Http404
    return office


def own_class_pk(user: User | AnonymousUser) -> int | None:
    """The one class whose self-government is this user's own: the class led, else the class attended."""
    who = standing(user)
    if len(who.own_classes) == 1 and not may(user, Permission.PLAN_VIEW):
        return next(iter(who.own_classes))
    if who.own_student is not None and not who.own_classes:
        return Student.objects.filter(pk=who.own_student).values_list("class_group", flat=True).first()
    return None


def visible_classes(user: User | AnonymousUser, year_pk: int) -> QuerySet[ClassGroup]:
    """Classes of the year whose self-government and library work the user may open."""
    classes = ClassGroup.objects.filter(year=year_pk).select_related("year")
    if may(user, Permission.PLAN_VIEW):
        return classes
    who = standing(user)
    attended = Student.objects.filter(pk=who.own_student or 0).values("class_group")
    return classes.filter(pk__in=who.own_classes) | classes.filter(pk__in=attended)


def may_list(user: User | AnonymousUser) -> bool:
    """Whether there is a class whose self-government the user may open."""
    who = standing(user)
    return may(user, Permission.PLAN_VIEW) or bool(who.own_classes) or who.own_student is not None
