"""What came of an item: done with its evidence, moved or dropped with a reason, opened again."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.core.lookup import the_one
from jetekchi.organisation.models import User
from jetekchi.organisation.services.closed import refuse_if_closed
from jetekchi.plan.models import PlanEvidence, PlanItem, PlanItemAct
from jetekchi.plan.selectors.board import months_of
from jetekchi.worklog import permissions as worklog_permissions
from jetekchi.worklog import services as worklog

Deed = PlanItemAct.Deed
State = PlanItem.State
RECORDED: dict[str, str] = {
    Deed.DONE: "plan:item:done",
    Deed.MOVED: "plan:item:moved",
    Deed.DROPPED: "plan:item:dropped",
    Deed.REOPENED: "plan:item:reopened",
}


def _locked(item: PlanItem, *states: str) -> PlanItem:
    found = PlanItem.objects.select_for_update(of=("self",)).select_related(
        "class_group__year", "half_year", "direction"
    )
    locked = found.get(pk=item.pk)
    refuse_if_closed(locked.half_year, locked.class_group.year)
    if locked.state not in states:
        raise Refused("item-state", _("It is no longer in this state. Open it again and look."))
    return locked


def _act(by: User, item: PlanItem, deed: str, reason: str = "", **months: date) -> None:
    PlanItemAct.objects.create(item=item, deed=deed, reason=reason, by=by, **months)
    audit.record(by, RECORDED[deed], item)


def _required(reason: str, message: str | Promise) -> str:
    clean = mend(reason).strip()
    if not clean:
        raise Refused("reason-missing", message)
    return clean


@transaction.atomic
def mark_done(
    *, by: User, item: PlanItem, done_on: date, result: str = "", entry_pk: int | None = None
) -> PlanItem:
    """It was done: an entry of the record of work shows it, one that is there or one that is written now (3.1, 3.11, 5.3).

    Refused: a day to come or before the school year, a closed half-year, an item done or dropped already, an entry of
    another class.
    """
    item = _locked(item, State.PLANNED)
    if done_on > timezone.localdate():
        raise Refused("day-future", _("The day is still to come. Choose today or an earlier day."))
    if done_on < item.class_group.year.start_on:
        raise Refused("day-outside", _("The day lies outside the school year. Choose another."))
    item.state, item.done_on, item.result = State.DONE, done_on, mend(result).strip()
    item.reason = ""
    item.full_clean()
    item.save()
    if entry_pk is not None:
        link_entry(by=by, item=item, entry_pk=entry_pk)
    else:
        _write(by, item)
    _act(by, item, Deed.DONE)
    return item


def _write(by: User, item: PlanItem) -> None:
    """The entry that shows it: the direction says of what kind, the item says what was done and with whom."""
    assert item.done_on is not None
    students = list(item.students.all())
    entry = worklog.record_work(
        by=by,
        class_group=item.class_group,
        kind=item.direction.kind or "event",
        on=item.done_on,
        text=f"{item.title}. {item.result}" if item.result else item.title,
        students=students,
        about_group=not students,
        clauses=item.direction.clauses,
        source="plan",
    )
    PlanEvidence.objects.create(item=item, entry=entry)


@transaction.atomic
def link_entry(*, by: User, item: PlanItem, entry_pk: int) -> PlanEvidence:
    """An entry of the same class shows the item; refused for a foreign or withdrawn one, in a closed half-year (3.1)."""
    refuse_if_closed(item.half_year, item.class_group.year)
    entry = the_one(worklog_permissions.visible_entries(by).live().filter(pk=entry_pk))
    if entry is None or entry.class_group_id != item.class_group_id:
        raise Refused("entry-foreign", _("This entry is not one of the class. Choose from the list."))
    evidence, is_new = PlanEvidence.objects.get_or_create(item=item, entry=entry)
    if is_new:
        audit.record(by, "plan:item:shown", item, entry=entry.pk)
    return evidence


@transaction.atomic
def show_item(*, by: User, item: PlanItem, entry_pk: int) -> PlanItem:
    """An entry that is there shows an item, in one deed: what was planned is done on the entry's day (3.1)."""
    item = _locked(item, State.PLANNED, State.DONE)
    if item.state == State.DONE:
        link_entry(by=by, item=item, entry_pk=entry_pk)
        return item
    entry = the_one(worklog_permissions.visible_entries(by).live().filter(pk=entry_pk))
    done_on = entry.on if entry else timezone.localdate()
    return mark_done(by=by, item=item, done_on=done_on, entry_pk=entry_pk)


@transaction.atomic
def unlink_entry(*, by: User, item: PlanItem, entry_pk: int) -> None:
    """The entry does not show the item after all; the entry itself stays."""
    refuse_if_closed(item.half_year, item.class_group.year)
    gone, _counts = item.evidence.filter(entry=entry_pk).delete()
    if gone:
        audit.record(by, "plan:item:unshown", item, entry=entry_pk)


@transaction.atomic
def move_item(*, by: User, item: PlanItem, month: date, reason: str) -> PlanItem:
    """Put it off, or bring it forward, to another month of the same half-year, with the reason (3.1)."""
    item = _locked(item, State.PLANNED)
    clean = _required(reason, _("Write why it is moved."))
    allowed = {one for one, _half in months_of(item.class_group.year, item.half_year)}
    if month not in allowed or month == item.month:
        raise Refused("month-outside", _("Choose another month of the same half-year."))
    before = item.month
    item.moved_from, item.month, item.on = item.moved_from or before, month, None
    item.full_clean()
    item.save()
    _act(by, item, Deed.MOVED, clean, from_month=before, to_month=month)
    return item


@transaction.atomic
def drop_item(*, by: User, item: PlanItem, reason: str) -> PlanItem:
    """It will not be done, and why (3.1)."""
    item = _locked(item, State.PLANNED)
    item.reason = _required(reason, _("Write why it is dropped."))
    item.state = State.DROPPED
    item.full_clean()
    item.save()
    _act(by, item, Deed.DROPPED, item.reason)
    return item


@transaction.atomic
def reopen_item(*, by: User, item: PlanItem, reason: str) -> PlanItem:
    """Done or dropped was said by mistake: it stands planned again; its evidence stays linked (3.1)."""
    item = _locked(item, State.DONE, State.DROPPED)
    clean = _required(reason, _("Write why it is opened again."))
    item.state, item.done_on, item.reason = State.PLANNED, None, ""
    item.save()
    _act(by, item, Deed.REOPENED, clean)
    return item
