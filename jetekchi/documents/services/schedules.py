"""A work schedule with its signatures (3.13): the author's under the week, the director's under the very same bytes.

The schedule itself is a noun of the organisation; it is composed with the signing core here, because this is the lowest
storey that knows both (docs/decisions/0012).
"""

from django.db import transaction
from django.utils.translation import gettext as _

from jetekchi.documents.models import Signature
from jetekchi.documents.services.identity import Confirmation
from jetekchi.documents.services.signing import sign
from jetekchi.organisation.models import User, WorkSchedule
from jetekchi.organisation.roles import Role
from jetekchi.organisation.services import schedule_route as route

refuse_unseen = route.refuse_unseen
SUBMIT, APPROVE = "submit_schedule", "approve_schedule"


@transaction.atomic
def submit_schedule(
    *, by: User, schedule: WorkSchedule, confirmation: Confirmation, seen_sha256: str | None = None
) -> Signature:
    """Sign the own week and put it before the director of pre-university training (3.13).

    Refused: whatever the way of a schedule refuses; a signature without identity or agreement.
    """
    schedule, content = route.submit_schedule(by=by, schedule=schedule, seen_sha256=seen_sha256)
    statement = _("I submit this schedule for approval.")
    return _sign(by, schedule, content, SUBMIT, _("class leader"), statement, confirmation)


@transaction.atomic
def approve_schedule(
    *, by: User, schedule: WorkSchedule, confirmation: Confirmation, seen_sha256: str | None = None
) -> Signature:
    """Approve the week that was signed, by a signature under the same bytes (3.13).

    Refused: an own schedule, a version that does not wait (also one that another director has just decided on).
    """
    schedule, content = route.approve_schedule(by=by, schedule=schedule, seen_sha256=seen_sha256)
    office = str(Role.PREUNI_DIRECTOR.label)
    return _sign(by, schedule, content, APPROVE, office, _("I approve this schedule."), confirmation)


def return_schedule(
    *, by: User, schedule: WorkSchedule, remark: str, seen_sha256: str | None = None
) -> WorkSchedule:
    """Give the week back with remarks; nothing is signed (3.13)."""
    return route.return_schedule(by=by, schedule=schedule, remark=remark, seen_sha256=seen_sha256)


def _sign(
    by: User,
    schedule: WorkSchedule,
    content: bytes,
    purpose: str,
    office: str,
    statement: str,
    confirmation: Confirmation,
) -> Signature:
    words = {
        "name": schedule.staff.person.name,
        "year": schedule.year.name.replace("-", "–"),
        "number": schedule.number,
    }
    return sign(
        by=by,
        subject=schedule,
        content=content,
        purpose=purpose,
        title=_("Work schedule, %(name)s, %(year)s, version %(number)s") % words,
        # Returned and submitted again it is signed again.
        edition=f"{schedule.number}/{schedule.submission}",
        office_title=office,
        statement=statement,
        confirmation=confirmation,
    )
