"""Ready states of events for tests."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from jetekchi.documents import selectors as documents
from jetekchi.documents.tests import factories as papers
from jetekchi.organisation.models import ClassGroup, Staff, Student, User
from jetekchi.organisation.selectors import listed_students
from jetekchi.plan import services
from jetekchi.plan.models import Event, EventParticipant


def occasion(group: ClassGroup, **more: Any) -> services.Occasion:
    """A class hour of today with everybody."""
    given = {"kind": "class_hour", "theme": "Ынтымак", "on": timezone.localdate()}
    return services.Occasion(**{**given, "students": tuple(listed_students(group)), **more})


def class_hour(by: User, group: ClassGroup, **more: Any) -> Event:
    """A class hour that is planned."""
    item = more.pop("item", None)
    return services.plan_event(by=by, class_group=group, occasion=occasion(group, **more), item=item)


def outing(by: User, group: ClassGroup, *adults: Staff, **more: Any) -> Event:
    """An excursion of tomorrow, nothing settled yet."""
    day = timezone.localdate() + timedelta(days=1)
    given = {
        "kind": "excursion",
        "theme": "Музейге",
        "on": day,
        "starts_at": time(10),
        "place": "Тарых музейи",
    }
    return class_hour(by, group, **{**given, "is_outside": True, "adults": adults, **more})


def submitted(by: User, event: Event) -> Event:
    """The risk assessment waits for its approval."""
    services.fill_usual_hazards(by=by, event=event)
    return services.submit_risk(by=by, event=event)


def signed(head: User, event: Event, **more: Any) -> Event:
    """The head of upbringing signs what was submitted."""
    if not documents.has_accepted_agreement(head):
        papers.accepted(head)
    return services.approve_risk(by=head, event=event, confirmation=papers.confirmed(head), **more)


def approved(by: User, head: User, event: Event) -> Event:
    """The risk assessment is submitted and signed."""
    return signed(head, submitted(by, event))


def consented(by: User, event: Event, student: Student, **more: Any) -> None:
    """The leader wrote down what the first representative, or an adult student, said on paper."""
    guardian = student.guardianships.filter(is_barred=False).first()
    given = {"part": True, "picture": True, "how": "paper", "guardian": guardian, **more}
    services.say_consent(by=by, event=event, student=student, **given)


def on_its_day(event: Event) -> Event:
    """The event's day has come: it began a moment ago."""
    now = timezone.localtime()
    Event.objects.filter(pk=event.pk).update(on=now.date(), starts_at=now.time().replace(microsecond=0))
    return Event.objects.get(pk=event.pk)


def joined(event: Event, student: Student) -> None:
    """The student takes part too."""
    EventParticipant.objects.get_or_create(event=event, student=student)
