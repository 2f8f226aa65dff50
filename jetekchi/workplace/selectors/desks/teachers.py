"""The desk of a subject teacher: own classes, a student to find, an accident to report (5.2)."""

from dataclasses import dataclass

from django.db.models import Q

from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Teaching
from jetekchi.workplace.selectors.desks.page import Card, FirstPage
from jetekchi.workplace.selectors.links import address


@dataclass(frozen=True)
class TaughtClass:
    """A class that the person teaches."""

    group: ClassGroup
    subjects: str
    leader: str
    phone: str
    students: int
    url: str


def add(page: FirstPage) -> None:
    """Put the taught classes on the page, with their leaders to call."""
    # A class leader's Today is full already; the taught classes are one press away in the menu.
    if not page.who.taught_classes or page.who.own_classes:
        return
    teachings = list(
        Teaching.objects.filter(teacher__person=page.user.person_id, class_group__in=page.who.taught_classes)
        .filter(Q(until_on=None) | Q(until_on__gte=page.today), from_on__lte=page.today)
        .select_related("class_group", "subject")
        .order_by("subject__sort_key")
    )
    groups = {one.class_group_id: one.class_group for one in teachings}
    counts = organisation.student_counts(groups.values())
    leaders = organisation.leaders_of(groups.values())
    rows = []
    for pk, group in sorted(groups.items(), key=lambda pair: pair[1].sort_key):
        leader = leaders[pk].leader.person if pk in leaders else None
        rows.append(
            TaughtClass(
                group=group,
                subjects=", ".join(str(one.subject) for one in teachings if one.class_group_id == pk),
                leader=leader.brief_name if leader else "",
                phone=leader.phone if leader else "",
                students=counts.get(pk, 0),
                url=address("organisation:class", pk),
            )
        )
    page.main.append(Card("find_student", address("workplace:search")))
    page.main.append(Card("taught", rows))
