"""Days of one person's own calendar: class hours, events and what a plan holds for a day (3.11, 3.13, 5.3).

Themes, places and titles are free words and may name a child; the calendar lies outside the house. So only the lyceum's
own words are here: the kind of an event, the direction of an item, the class.
"""

from dataclasses import dataclass
from datetime import date, time

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import Permission, standing
from jetekchi.plan.models import Event, PlanItem
from jetekchi.plan.permissions.events import own_events


@dataclass(frozen=True)
class OwnDay:
    """Something that takes place on a day: `key` is its own for ever, `start` None when nobody named an hour."""

    key: str
    what: str
    label: str
    on: date
    start: time | None
    url: str
    is_off: bool = False


def own_days_between(user: User | AnonymousUser, first: date, last: date) -> list[OwnDay]:
    """Events of own classes, those they come to, those one answers for, and items of own plans with a day; two queries.

    An event that was called off stays and says so; an item that has its event stands as the event.
    """
    return [*_events(user, first, last), *_items(user, first, last)]


def _events(user: User | AnonymousUser, first: date, last: date) -> list[OwnDay]:
    found = own_events(user).filter(on__range=(first, last)).order_by("on", "pk")
    return [
        OwnDay(
            key=f"event {one.pk}",
            what=str(one.kind),
            label=one.class_group.label,
            on=one.on,
            start=one.starts_at,
            url=reverse("plan:event", args=[one.pk]),
            is_off=one.state == Event.State.CANCELLED,
        )
        for one in found
    ]


def _items(user: User | AnonymousUser, first: date, last: date) -> list[OwnDay]:
    who = standing(user)
    if not who.own_classes or not who.may(Permission.PLAN_WRITE):
        return []
    found = PlanItem.objects.filter(
        ~Q(state=PlanItem.State.DROPPED) & ~Exists(Event.objects.filter(item=OuterRef("pk"))),
        class_group__in=who.own_classes,
        on__range=(first, last),
    )
    return [
        OwnDay(
            key=f"item {one.pk}",
            what=str(one.direction),
            label=one.class_group.label,
            on=one.on,
            start=None,
            url=reverse("plan:item", args=[one.pk]),
        )
        for one in found.select_related("direction", "class_group").order_by("on", "pk")
        if one.on is not None
    ]
