"""Items of a plan: added, changed, taken out."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import MEANWHILE, Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import ClassGroup, Student, Term, User
from jetekchi.organisation.selectors import half_years_of
from jetekchi.plan.models import PlanItem
from jetekchi.plan.selectors.board import months_of
from jetekchi.plan.selectors.deadlines import half_of
from jetekchi.plan.selectors.marks import item_mark
from jetekchi.plan.services.directions import direction_of
from jetekchi.plan.services.intentions import Intention
from jetekchi.plan.services.papers import open_paper

MOST = 300


def _check(class_group: ClassGroup, intention: Intention) -> Term:
    """The half-year of the month; refused for a month outside the year, a day outside the month, people of others."""
    halves = half_years_of(class_group.year)
    months = {month for month, _half in months_of(class_group.year)}
    if intention.month not in months:
        raise Refused("month-outside", _("This month is not one of the school year. Choose from the list."))
    if intention.on and intention.on.replace(day=1) != intention.month:
        raise Refused("day-outside-month", _("The day lies in another month. Choose the month of the day."))
    ours = Student.objects.filter(class_group=class_group, pk__in=[one.pk for one in intention.students])
    if ours.count() != len(intention.students):
        raise Refused(
            "student-not-of-class", _("A student of another class was named. Choose from the list.")
        )
    return half_of(intention.month, halves)


def _put(item: PlanItem, intention: Intention, half: Term) -> None:
    item.direction, item.half_year = direction_of(intention.direction), half
    item.month, item.on = intention.month, intention.on
    item.title = mend(intention.title).strip()
    for name in ("form", "responsible", "participants", "expected"):
        setattr(item, name, mend(getattr(intention, name)).strip())
    item.full_clean()
    item.save()
    item.students.set(intention.students)


@transaction.atomic
def add_item(
    *, by: User | None, class_group: ClassGroup, intention: Intention, source: str = PlanItem.Source.OWN
) -> PlanItem:
    """Put one thing into the plan of its half-year (3.1).

    Refused: a half-year that is closed, or whose plan is submitted or approved; a month or day outside.
    """
    half = _check(class_group, intention)
    open_paper(by=by, class_group=class_group, half=half)
    if PlanItem.objects.filter(class_group=class_group, half_year=half).count() >= MOST:
        raise Refused("plan-full", _("A plan holds at most 300 items. Take out what will not be done."))
    item = PlanItem(class_group=class_group, source=source, by=by)
    _put(item, intention, half)
    audit.record(by, "plan:item:added", item, source=source)
    return item


def _locked(item: PlanItem) -> PlanItem:
    found = PlanItem.objects.select_for_update(of=("self",)).select_related("class_group__year", "half_year")
    locked = found.filter(pk=item.pk).first()
    if locked is None:
        raise Refused("item-gone", _("This item is no longer in the plan."))
    return locked


@transaction.atomic
def change_item(*, by: User, item: PlanItem, intention: Intention, seen: str = "") -> PlanItem:
    """Say it otherwise while the plan is open (3.1).

    Refused: what is done or dropped; what was changed in another window meanwhile and would be put back (`seen` is the
    mark of what the window showed; none comes from no page).
    """
    item = _locked(item)
    open_paper(by=by, class_group=item.class_group, half=item.half_year)
    if item.state != PlanItem.State.PLANNED:
        raise Refused("item-settled", _("It is done or dropped already. Open it again first."))
    half = _check(item.class_group, intention)
    if half.pk != item.half_year_id:
        open_paper(by=by, class_group=item.class_group, half=half)
    before = item_mark(item)
    _put(item, intention, half)
    if seen not in ("", before) and item_mark(item) != before:
        raise Refused(
            MEANWHILE,
            _(
                "This item was changed in another window meanwhile. Yours is not saved yet; it stays in the fields."
                " Compare it with the saved one, then save again."
            ),
        )
    audit.record(by, "plan:item:changed", item)
    return item


@transaction.atomic
def remove_item(*, by: User, item: PlanItem) -> None:
    """Take an item out of a plan that nobody has signed yet; later it can only be dropped with a reason (3.1)."""
    item = _locked(item)
    paper = open_paper(by=by, class_group=item.class_group, half=item.half_year)
    if paper.edition or item.acts.exists() or item.evidence.exists():
        raise Refused("item-stays", _("This item stood in a submitted plan. Drop it and say why."))
    audit.record(by, "plan:item:removed", item)
    item.delete()
