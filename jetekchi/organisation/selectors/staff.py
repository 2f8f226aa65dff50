"""Colleagues: who works here, which roles and seats, which classes."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from jetekchi.core.kyrgyz import search_key
from jetekchi.core.lookup import the_one
from jetekchi.organisation.models import Appointment, Holding, Office, RoleGrant, Staff, Teaching, Unit, User
from jetekchi.organisation.permissions import visible_staff


@dataclass(frozen=True)
class StaffPage:
    """What is known of a colleague's work."""

    staff: Staff
    account: User | None
    grants: list[RoleGrant]
    seats: list[Holding]
    led: list[Appointment]
    taught: list[Teaching]


def find_staff(user: User, text: str = "", show: str = "") -> QuerySet[Staff]:
    """Colleagues by name or position; `show` = all also the dismissed, where the user may see them."""
    found = visible_staff(user)
    if show != "all":
        found = found.filter(dismissed_on=None)
    for word in search_key(text).split()[:6]:
        found = found.filter(Q(person__search_key__contains=word) | Q(position__icontains=word))
    return found


def leading(staff: list[Staff]) -> dict[int, list[Appointment]]:
    """Who of these leads which classes today, one query."""
    today = timezone.localdate()
    rows = Appointment.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today), leader__in=staff, from_on__lte=today
    )
    led: dict[int, list[Appointment]] = {}
    for row in rows.select_related("class_group").order_by("class_group__sort_key"):
        led.setdefault(row.leader_id, []).append(row)
    return led


def staff_page(staff: Staff) -> StaffPage:
    """One colleague's roles, seats, classes and lessons, the present ones first."""
    account = User.objects.filter(person=staff.person_id).first()
    return StaffPage(
        staff=staff,
        account=account,
        grants=list(account.grants.order_by("-from_on", "pk")) if account else [],
        seats=list(staff.person.holdings.select_related("office").order_by("-from_on", "-pk")),
        led=list(staff.appointments.select_related("class_group__year").order_by("-from_on", "-pk")),
        taught=list(
            staff.teachings.filter(until_on=None)
            .select_related("class_group__year", "subject")
            .order_by("class_group__sort_key", "subject__sort_key")
        ),
    )


def grant_of(staff: Staff, pk: int) -> RoleGrant | None:
    """A role that was given to this very person."""
    return RoleGrant.objects.filter(user__person=staff.person_id, pk=pk).select_related("user").first()


def units_with_offices() -> list[tuple[Unit, list[Office]]]:
    """University, department, lyceum, each with its offices and their present holders."""
    order = {Unit.Kind.UNIVERSITY.value: 0, Unit.Kind.DEPARTMENT.value: 1, Unit.Kind.LYCEUM.value: 2}
    units = sorted(Unit.objects.all(), key=lambda unit: (order[unit.kind], unit.pk))
    offices: dict[int, list[Office]] = {}
    for office in Office.objects.with_holder().order_by("order", "pk"):
        offices.setdefault(office.unit_id, []).append(office)
    return [(unit, offices.get(unit.pk, [])) for unit in units]


def office_by(pk: int) -> Office | None:
    """An office by its key, with its present holder at hand."""
    return the_one(Office.objects.select_related("unit").with_holder().filter(pk=pk))


def unit_by(pk: int) -> Unit | None:
    """A unit by its key."""
    return the_one(Unit.objects.filter(pk=pk))


def past_holdings(office: Office) -> list[Holding]:
    """Everybody who sat in the seat, the latest first."""
    return list(office.holdings.select_related("person").order_by("-from_on", "-pk"))
