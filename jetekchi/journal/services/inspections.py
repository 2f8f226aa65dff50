"""The supervision inspects: a visit or a check is recorded, remarks are made, a leader is reminded (1.2, 3.9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, dates, notices
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.journal.models import Inspection, InspectionAct, Remark, Reminder
from jetekchi.journal.selectors.inspections import grades
from jetekchi.journal.services import inspection_common as common
from jetekchi.organisation.models import ClassGroup, Person, User
from jetekchi.organisation.selectors import leader_of
from jetekchi.organisation.selectors.calendar import HALF_CLOSED
from jetekchi.organisation.services.closed import refuse_closed_days

Deed = InspectionAct.Deed
Kind = Inspection.Kind


@dataclass(frozen=True)
class Check:
    """What was looked at, when, with what grade and conclusion."""

    kind: str
    on: date
    subject: str
    grade: str = ""
    words: str = ""


@dataclass(frozen=True)
class NewRemark:
    """What is to be mended, by whom and by when."""

    words: str
    addressee: Person
    due_on: date
    paper: str = ""


@transaction.atomic
def record_inspection(
    *, by: User, class_group: ClassGroup, check: Check, remarks: Iterable[NewRemark] = ()
) -> Inspection:
    """Put a visit or a check on record; the class leader is told (1.2, 3.9).

    Refused: a day to come or outside the school year, a closed half-year, a grade outside the scale, a check of the
    papers without a grade, a class of one's own; and whatever a remark is refused for.
    """
    _refuse_day(class_group, check.on)
    refuse_closed_days(check.on, words=HALF_CLOSED)
    appointment = leader_of(class_group, check.on)
    if appointment and appointment.leader.person_id == by.person_id:
        raise Refused("own-class", _("Nobody inspects a class of one's own."))
    if check.grade and check.grade not in grades():
        raise Refused("grade-unknown", _("This grade is not on the lyceum's scale. Choose from the list."))
    if check.kind == Kind.PAPERS and not check.grade:
        raise Refused("grade-missing", _("A check of the papers is graded. Choose a grade."))
    inspection = Inspection(
        class_group=class_group,
        kind=check.kind,
        on=check.on,
        subject=common.required(check.subject, _("Write what was looked at.")),
        grade=check.grade,
        words=mend(check.words).strip(),
        inspector=by,
        leader=appointment.leader.person if appointment else None,
    )
    inspection.derive()
    inspection.full_clean()
    inspection.save()
    common.act(by, inspection, Deed.RECORDED)
    audit.record(by, "journal:inspection:recorded", inspection)
    _tell_leader(
        class_group, inspection, gettext_noop("An inspection is on record: class %(label)s, %(day)s")
    )
    for remark in remarks:
        _make(by, inspection, remark)
    return inspection


def _refuse_day(class_group: ClassGroup, on: date) -> None:
    year = class_group.year
    if on > timezone.localdate():
        raise Refused("day-future", _("The day is still to come. Choose today or an earlier day."))
    if not year.start_on <= on <= year.end_on:
        raise Refused("day-outside", _("The day lies outside the school year of the class."))


@transaction.atomic
def add_remark(*, by: User, inspection: Inspection, remark: NewRemark) -> Remark:
    """Make a remark to one person with the day by which it is mended (3.9).

    Refused: empty words, a day that has passed, a person who does not work with the class, oneself, a closed half-year,
    a withdrawn inspection.
    """
    inspection = common.locked_inspection(inspection)
    refuse_closed_days(inspection.on, words=HALF_CLOSED)
    return _make(by, inspection, remark)


def _make(by: User, inspection: Inspection, new: NewRemark) -> Remark:
    words = common.required(new.words, _("Write what is to be mended."))
    common.refuse_past(new.due_on)
    common.refuse_foreign(by, inspection.class_group, new.addressee)
    remark = Remark(
        inspection=inspection,
        words=words,
        addressee=new.addressee,
        paper=new.paper,
        made_on=timezone.localdate(),
        due_on=new.due_on,
    )
    remark.full_clean()
    remark.save()
    common.act(by, remark, Deed.REMARKED, words, addressee=new.addressee, due_on=new.due_on)
    audit.record(by, "journal:remark:made", remark, addressee=new.addressee.pk)
    message = gettext_noop("A remark for you: class %(label)s, to be mended by %(day)s")
    common.tell(new.addressee, remark, message, day=dates.short_date(new.due_on))
    return remark


@transaction.atomic
def withdraw_inspection(*, by: User, inspection: Inspection, reason: str) -> Inspection:
    """An inspection was recorded by mistake: it no longer counts, nor do its remarks; the reason stays (1.2)."""
    inspection = common.locked_inspection(inspection)
    refuse_closed_days(inspection.on, words=HALF_CLOSED)
    words = common.required(reason, _("Write why it is withdrawn."))
    live = inspection.remarks.select_for_update(of=("self",)).exclude(state=Remark.State.WITHDRAWN)
    for remark in live.order_by("pk"):
        remark.inspection = inspection
        remark.state = Remark.State.WITHDRAWN
        remark.save(update_fields=["state"])
        common.act(by, remark, Deed.WITHDRAWN, words)
    inspection.state = Inspection.State.WITHDRAWN
    inspection.save(update_fields=["state"])
    common.act(by, inspection, Deed.WITHDRAWN, words)
    audit.record(by, "journal:inspection:withdrawn", inspection)
    _tell_leader(
        inspection.class_group,
        inspection,
        gettext_noop("An inspection was withdrawn: class %(label)s, %(day)s"),
    )
    return inspection


def _tell_leader(group: ClassGroup, inspection: Inspection, message: str) -> None:
    appointment = leader_of(group)
    if appointment and (user := getattr(appointment.leader.person, "user", None)):
        url = reverse("journal:inspection", args=[inspection.pk])
        day = dates.short_date(inspection.on)
        notices.queue(to=[user], message=message, url=url, clause="1.2", label=group.label, day=day)


@transaction.atomic
def remind(*, by: User, class_group: ClassGroup, paper: str, message: str, url: str, clause: str) -> Reminder:
    """Remind the class leader of a paper: a notice that opens it (1.2).

    Refused: a class that nobody leads, a leader without an account, a class of one's own, the same thing a second time
    on one day.
    """
    appointment = leader_of(class_group)
    user = getattr(appointment.leader.person, "user", None) if appointment else None
    if appointment is None or user is None:
        raise Refused("nobody-to-remind", _("Nobody with an account leads this class now."))
    if user.pk == by.pk:
        raise Refused("own-class", _("This is your own class: nobody needs to remind you."))
    reminder = Reminder(
        class_group=class_group, to=appointment.leader.person, paper=paper, on=timezone.localdate(), by=by
    )
    reminder.clean_fields()
    try:
        with transaction.atomic():
            reminder.save()
    except IntegrityError as error:
        raise Refused("reminded-today", _("A reminder of this was sent today already.")) from error
    notices.queue(to=[user], message=message, url=url, clause=clause, label=class_group.label)
    audit.record(by, "journal:reminder:sent", reminder, paper=paper)
    return reminder
