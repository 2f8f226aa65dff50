"""Whom a notice about a class is for: who leads it today (4.1)."""

from django.db.models import Q
from django.utils import timezone

from jetekchi.organisation.models import Appointment, Deputy, User


def who_leads(class_group: int) -> list[User]:
    """The accounts of the leader and of the deputy of a class, by its key."""
    today = timezone.localdate()
    now = Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))
    leading = Appointment.objects.filter(now, class_group=class_group)
    deputies = Deputy.objects.filter(now, appointment__in=leading)
    return list(
        User.objects.filter(
            Q(person__staff__in=leading.values("leader")) | Q(person__staff__in=deputies.values("person")),
            is_active=True,
        ).distinct()
    )
