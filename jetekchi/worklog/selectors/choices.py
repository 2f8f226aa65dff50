"""What the forms offer: kinds, clauses, people."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import ClassGroup, Guardianship, Staff, Student, User
from jetekchi.worklog.models import AccidentNotice, WorkEntry, WorkKind
from jetekchi.worklog.permissions import may_read_class, visible_entries

_Channel = AccidentNotice.Channel
NEEDS_CHOICES = WorkKind.Needs.choices
WHOM_CHOICES = [
    (AccidentNotice.Whom(value), label)
    for value, label in sorted(AccidentNotice.Whom.choices, key=lambda choice: choice[0] != "guardian")
]
UNIVERSITY_CONFIRMS = _(
    "The university administration confirms itself; a director or the head of upbringing may write down who "
    "confirmed by phone or on paper. Keep here only that you told it."
)
UNIVERSITY = AccidentNotice.Whom.UNIVERSITY.value
# How a confirmation reaches the lyceum past the application.
ANSWER_CHOICES = [
    (channel.value, channel.label) for channel in (_Channel.PHONE, _Channel.PAPER, _Channel.PERSON)
]
CHANNEL_CHOICES = [
    (channel.value, channel.label) for channel in (_Channel.PHONE, _Channel.PERSON, _Channel.MESSAGE)
]


@while_unchanged("worklog")
def offered_kinds(also: Iterable[int] = ()) -> list[WorkKind]:
    """Kinds offered in forms, accidents apart (they have their own form); `also` keeps a retired one in a correction."""
    offered = WorkKind.objects.filter(is_accident=False)
    return list(offered.filter(Q(is_active=True) | Q(pk__in=list(also))))


def all_kinds() -> QuerySet[WorkKind]:
    """Every kind in the lyceum's order."""
    return WorkKind.objects.all()


def kind_by_code(code: str) -> WorkKind | None:
    """A kind by its code."""
    return WorkKind.objects.filter(code=code).first()


def habitual_kind(user: User) -> str:
    """The kind the user wrote last by hand; a talk before the first entry."""
    last = WorkEntry.objects.filter(by=user, kind__is_accident=False, kind__is_active=True).order_by("-pk")
    return last.values_list("kind__code", flat=True).first() or "talk"


def guardians_of_class(class_group: ClassGroup) -> QuerySet[Guardianship]:
    """Parents and guardians of the students who are or were in the class."""
    ours = Q(student__class_group=class_group) | Q(student__enrolments__class_group=class_group)
    found = Guardianship.objects.filter(ours).select_related("person", "student__person").distinct()
    return found.order_by("student__person__sort_key", "pk")


def students_of_class(class_group: ClassGroup) -> QuerySet[Student]:
    """Students of the class; those who left or moved (`is_gone`) stay choosable at the end of the list."""
    ours = Q(class_group=class_group) | Q(enrolments__class_group=class_group)
    here = When(class_group=class_group, left_on=None, then=False)
    found = Student.objects.filter(ours).select_related("person", "class_group").distinct()
    return found.annotate(is_gone=Case(here, default=True)).order_by("is_gone", "person__sort_key", "pk")


def colleagues() -> QuerySet[Staff]:
    """Staff of the lyceum who work here now."""
    return Staff.objects.filter(dismissed_on=None).select_related("person").order_by("person__sort_key", "pk")


def possible_readers() -> QuerySet[User]:
    """Staff with an account, who can be let into a restricted entry."""
    staff = User.objects.filter(is_active=True, person__staff__dismissed_on=None, person__staff__isnull=False)
    return staff.select_related("person").order_by("person__sort_key", "pk")


def authors(user: User | AnonymousUser) -> QuerySet[User]:
    """Who wrote the entries that the user may read."""
    wrote = visible_entries(user).order_by().values("by").distinct()
    return User.objects.filter(pk__in=wrote).select_related("person").order_by("person__sort_key", "pk")


def classes_with_work(user: User | AnonymousUser, asked: int | None = None) -> QuerySet[ClassGroup]:
    """Classes with entries that the user may read, the newest year first, and the one asked for where it has none."""
    wrote = visible_entries(user).order_by().values("class_group").distinct()
    rule = Q(pk__in=wrote)
    if asked and may_read_class(user, asked):
        rule |= Q(pk=asked)
    found = ClassGroup.objects.filter(rule).select_related("year")
    return found.order_by("-year__start_on", "sort_key")
