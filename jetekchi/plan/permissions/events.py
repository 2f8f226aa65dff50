"""Who sees, writes, judges and counts an event; who speaks for a student (3.11, 5.3, 7.1).

The class's leader and deputy write; leaders of invited classes read it and answer for their own students; the adults
named for an event read it and count; the offices above read; the head of upbringing judges what others wrote. A family
opens nothing but its own consents.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from jetekchi.core.lookup import the_one
from jetekchi.organisation.models import ClassGroup, Guardianship, Student, User
from jetekchi.organisation.permissions import Permission, get_class, may, standing
from jetekchi.plan.models import Event, EventFile, EventInvitation, EventKind

Someone = User | AnonymousUser
To = Literal["read", "write", "judge", "count"]
OF_AGE = 18


@dataclass(frozen=True)
class EventRights:
    """What the user may do with this event; `classes` are the own ones, when only their students are shown."""

    may_write: bool
    may_judge: bool
    may_count: bool
    sees_everybody: bool
    classes: frozenset[int]


def visible_events(user: Someone) -> QuerySet[Event]:
    """Events of own classes, those that own classes are invited to, those one answers for; all for the offices above."""
    events = Event.objects.select_related("class_group__year", "kind", "item")
    if may(user, Permission.PLAN_VIEW):
        return events
    person = getattr(user, "person_id", None)
    rule = Q(pk__in=Event.adults.through.objects.filter(staff__person=person or 0).values("event"))
    if may(user, Permission.PLAN_WRITE):
        own = standing(user).own_classes
        invited = EventInvitation.objects.filter(class_group__in=own).values("event")
        rule |= Q(class_group__in=own) | Q(pk__in=invited)
    return events.filter(rule)


def own_events(user: Someone) -> QuerySet[Event]:
    """Events that are the user's own work: of own classes, those to which own classes come, those one answers for."""
    person = getattr(user, "person_id", None)
    rule = Q(pk__in=Event.adults.through.objects.filter(staff__person=person or 0).values("event"))
    if may(user, Permission.PLAN_WRITE):
        own = standing(user).own_classes
        accepted = EventInvitation.objects.filter(class_group__in=own, answer="accepted").values("event")
        rule |= Q(class_group__in=own) | Q(pk__in=accepted)
    return Event.objects.select_related("class_group", "kind").filter(rule)


def rights_in(user: Someone, event: Event) -> EventRights:
    """Writing is the leader's and the deputy's; nobody judges what is one's own."""
    own = standing(user).own_classes
    leads = event.class_group_id in own and may(user, Permission.PLAN_WRITE)
    person = getattr(user, "person_id", None)
    answers_for = person is not None and event.adults.filter(person=person).exists()
    is_own = event.by_id is not None and event.by_id == getattr(user, "pk", None)
    return EventRights(
        may_write=leads,
        may_judge=may(user, Permission.PLAN_APPROVE) and not leads and not is_own,
        may_count=leads or answers_for,
        sees_everybody=leads or answers_for or may(user, Permission.PLAN_VIEW),
        classes=own,
    )


def get_event(user: Someone, pk: int, to: To = "read") -> tuple[Event, EventRights]:
    """An event the user may open; 404 for any other, 403 when seen but not to be changed."""
    event = get_object_or_404(visible_events(user), pk=pk)
    rights = rights_in(user, event)
    allowed = {"write": rights.may_write, "judge": rights.may_judge, "count": rights.may_count}
    if not allowed.get(to, True):
        raise PermissionDenied
    return event, rights


def get_event_class(user: Someone, pk: int) -> ClassGroup:
    """A class whose events the user writes: 404 for one not seen at all, 403 for one seen but led by another."""
    return get_class(user, pk, to=Permission.PLAN_WRITE)


def get_invitation(user: Someone, event_pk: int, class_pk: int) -> EventInvitation:
    """The invitation of an own class; 404 where the event is not seen or the class not invited, 403 for other leaders."""
    event, _rights = get_event(user, event_pk)
    found = event.invitations.select_related("event__kind", "event__class_group__year", "class_group__year")
    invitation = found.filter(class_group=class_pk).first()
    if invitation is None:
        raise Http404
    if class_pk not in standing(user).own_classes or not may(user, Permission.PLAN_WRITE):
        raise PermissionDenied
    return invitation


def get_event_file(user: Someone, event_pk: int, file_pk: int, to: To = "read") -> EventFile:
    """A file of an event the user may open."""
    event, _rights = get_event(user, event_pk, to)
    found = event.files.filter(pk=file_pk, removed_at=None).select_related("attachment", "event").first()
    if found is None:
        raise Http404
    return found


def get_participant(user: Someone, event_pk: int, student_pk: int) -> tuple[Event, Student]:
    """A participant whose consent the user may write down: the leader of the event, or of the participant's class."""
    event, rights = get_event(user, event_pk)
    found = Student.objects.select_related("person", "class_group").filter(pk=student_pk)
    student = found.filter(pk__in=event.participants.values("student")).first()
    if student is None or not (rights.sees_everybody or student.class_group_id in rights.classes):
        raise Http404
    leads = student.class_group_id in rights.classes and may(user, Permission.PLAN_WRITE)
    if not (rights.may_write or leads):
        raise PermissionDenied
    return event, student


# --- families ---------------------------------------------------------------------------------------------


def is_of_age(student: Student, on: date) -> bool:
    """Whether a student speaks for oneself on that day: of age by birth, or a listener whose birth date is unknown."""
    born = student.person.born_on
    if born is None:
        return student.is_listener
    return (on.year, on.month, on.day) >= (born.year + OF_AGE, born.month, born.day)


def speaking_guardians(students: QuerySet[Student] | list[Student]) -> QuerySet[Guardianship]:
    """Legal representatives who may speak for these students; a barred one may not."""
    found = Guardianship.objects.filter(student__in=students, is_legal=True, is_barred=False)
    return found.select_related("person")


def own_students(user: Someone) -> QuerySet[Student]:
    """Students for whom the user speaks: the legal wards, and oneself."""
    who = standing(user)
    legal = Guardianship.objects.filter(
        student__in=who.wards, person=getattr(user, "person_id", None), is_legal=True, is_barred=False
    )
    rule = Q(pk__in=legal.values("student"))
    if who.own_student is not None:
        rule |= Q(pk=who.own_student)
    return Student.objects.filter(rule).select_related("person", "class_group")


def get_own_consent(
    user: Someone, event_pk: int, student_pk: int
) -> tuple[Event, Student, Guardianship | None]:
    """The event, the student and as whom the user speaks; 404 for everybody else, and for a child who has a guardian."""
    student = own_students(user).filter(pk=student_pk, left_on=None).first()
    event = the_one(Event.objects.select_related("class_group", "kind").filter(pk=event_pk))
    if student is None or event is None or not event.participants.filter(student=student).exists():
        raise Http404
    if is_of_age(student, event.on):
        # Of age, only the student speaks; the family does not even see that it was asked.
        if standing(user).own_student != student.pk:
            raise Http404
        return event, student, None
    guardian = speaking_guardians([student]).filter(person=getattr(user, "person_id", None)).first()
    if guardian is None:
        raise Http404
    return event, student, guardian


def may_speak(user: Someone) -> bool:
    """Whether the page of consents is one of this user's: a guardian's or a student's."""
    who = standing(user)
    return bool(who.wards) or who.own_student is not None


# --- lists ------------------------------------------------------------------------------------------------


def may_list_events(user: Someone) -> bool:
    """Whether the list of events is this user's page: by office, by class, or by an event one answers for."""
    if may(user, Permission.PLAN_VIEW) or may(user, Permission.PLAN_WRITE):
        return True
    return visible_events(user).exists()


def may_judge_events(user: Someone) -> bool:
    """Whether the queue of risk assessments is this user's page."""
    return may(user, Permission.PLAN_APPROVE)


def may_edit_event_kinds(user: Someone) -> bool:
    """Whether the user edits the lyceum's list of kinds."""
    return may(user, Permission.SETTINGS)


def get_event_kind(user: Someone, pk: int) -> EventKind:
    """A kind of the list, for those who edit it."""
    if not may_edit_event_kinds(user):
        raise PermissionDenied
    return get_object_or_404(EventKind.objects, pk=pk)
