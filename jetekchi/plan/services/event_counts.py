"""Children counted out, on the way and back: each count is kept, a correction is another count (7.1)."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import Student, User
from jetekchi.organisation.selectors.calendar import HALF_CLOSED
from jetekchi.organisation.services.closed import refuse_closed_days
from jetekchi.plan.models import Event, HeadCount, HeadCountMark
from jetekchi.plan.selectors.event_counts import counts_of
from jetekchi.plan.selectors.event_safety import may_set_out
from jetekchi.plan.services.event_common import State, locked

Point = HeadCount.Point


@transaction.atomic
def count_heads(
    *,
    by: User,
    event: Event,
    point: str,
    here: Iterable[Student],
    place: str = "",
    note: str = "",
    corrects: HeadCount | None = None,
) -> HeadCount:
    """Keep who was seen at this point, each participant marked (7.1).

    What was counted on paper may be written later; each count carries its moment. Refused: before the day, in a closed
    half-year while nobody is on the way, a child who does not take part, setting out or coming back counted twice (correct
    it instead), coming back before setting out. Setting out of the lyceum is refused without an approved risk assessment;
    children who are on the way all the same are counted there and back, whatever papers are missing.
    """
    event = locked(event, State.PLANNED, State.HELD)
    if timezone.localdate() < event.on:
        raise Refused("day-early", _("Children are counted on the day of the event."))
    if counts_of(event).state != "out":
        # Children on the way are counted whenever that is.
        refuse_closed_days(event.on, words=HALF_CLOSED)
    ours = set(event.participants.values_list("student", flat=True))
    seen = {student.pk for student in here}
    if not seen <= ours:
        raise Refused("not-a-participant", _("This student does not take part."))
    if corrects is not None:
        point, place = corrects.point, mend(place).strip() or corrects.place
    _refuse_order(event, point, corrects)
    count = HeadCount(event=event, point=point, place=mend(place).strip(), note=mend(note).strip(), by=by)
    count.corrects = corrects
    count.full_clean()
    count.save()
    HeadCountMark.objects.bulk_create(
        HeadCountMark(count=count, student_id=pk, is_here=pk in seen) for pk in sorted(ours)
    )
    audit.record(by, "plan:event:counted", event, point=point, here=len(seen), of=len(ours), count=count.pk)
    return count


def _refuse_order(event: Event, point: str, corrects: HeadCount | None) -> None:
    if corrects is not None:
        if corrects.event_id != event.pk or HeadCount.objects.filter(corrects=corrects).exists():
            raise Refused("count-corrected", _("This count was corrected already. Open the newest one."))
        return
    known = set(event.counts.values_list("point", flat=True))
    if point != Point.WAY and point in known:
        raise Refused("count-exists", _("This was counted already. Correct that count."))
    is_ready = may_set_out(event)
    if point == Point.OUT and not is_ready:
        raise Refused(
            "risk-not-approved",
            _(
                "The risk assessment is not approved: the children do not set out. The head of upbringing can open "
                "the gap with a reason."
            ),
        )
    if point != Point.OUT and Point.OUT not in known and is_ready:
        raise Refused("count-out-first", _("Count the children when setting out first."))
