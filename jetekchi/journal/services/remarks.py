"""What becomes of a remark: mended by its addressee, verified or sent back by the supervision (3.9)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, dates
from jetekchi.core.http import MEANWHILE, Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.journal.models import REMARK_STEPS, InspectionAct, Remark
from jetekchi.journal.services import inspection_common as common
from jetekchi.organisation.models import Person, User

Deed = InspectionAct.Deed


def _stepped(remark: Remark, deed: str, seen: int | None = None) -> Remark:
    """The remark with its row locked and in the state after the deed; refused where the state does not allow it.

    `seen` is the last act that was shown: what has changed since is looked at before it is decided.
    """
    found = Remark.objects.select_for_update(of=("self",)).select_related(
        "inspection__class_group__year", "inspection__inspector__person", "addressee"
    )
    remark = found.get(pk=remark.pk)
    after = REMARK_STEPS.get((remark.state, deed))
    if after is None:
        raise Refused("remark-state", _("The remark is no longer in this state. Open it again and look."))
    if seen is not None and remark.acts.order_by("pk").values_list("pk", flat=True).last() != seen:
        raise Refused(MEANWHILE, _("Something was written since you opened it. Look and decide again."))
    remark.state = after
    return remark


def _refuse_own(by: User, remark: Remark) -> None:
    if by.person_id == remark.addressee_id:
        raise Refused("own-remark", _("Nobody decides about a remark to oneself."))


def _keep(by: User, remark: Remark, deed: str) -> Remark:
    remark.full_clean()
    remark.save()
    audit.record(by, deed, remark)
    return remark


@transaction.atomic
def mend_remark(*, by: User, remark: Remark, words: str, link: str = "") -> Remark:
    """The addressee says what was mended and where it is seen; the supervision is to verify it (3.9).

    Refused: empty words, another person, a remark that is mended, verified or withdrawn already.
    """
    remark = _stepped(remark, Deed.MENDED)
    if by.person_id != remark.addressee_id:
        raise Refused("not-the-addressee", _("Only the person it is addressed to can say that it is mended."))
    said = common.required(words, _("Write what was mended."))
    remark.mended_at = timezone.now()
    common.act(by, remark, Deed.MENDED, said, link=link)
    inspector = remark.inspection.inspector
    common.tell(inspector.person, remark, gettext_noop("A remark was mended: class %(label)s"))
    return _keep(by, remark, "journal:remark:mended")


@transaction.atomic
def verify_remark(*, by: User, remark: Remark, words: str = "", seen: int | None = None) -> Remark:
    """The supervision saw that it is mended: the remark is closed (1.2, 3.9). Nobody verifies an own one."""
    remark = _stepped(remark, Deed.VERIFIED, seen)
    _refuse_own(by, remark)
    remark.verified_at, remark.verified_by = timezone.now(), by
    common.act(by, remark, Deed.VERIFIED, mend(words).strip())
    common.tell(remark.addressee, remark, gettext_noop("Your remark is verified and closed: class %(label)s"))
    return _keep(by, remark, "journal:remark:verified")


@transaction.atomic
def send_back_remark(
    *, by: User, remark: Remark, words: str, due_on: date | None = None, seen: int | None = None
) -> Remark:
    """It is not mended yet: the remark is open again, the words say what is missing; a new day where one is given.

    Refused: empty words, a day that has passed, an own remark, a state other than mended.
    """
    remark = _stepped(remark, Deed.SENT_BACK, seen)
    _refuse_own(by, remark)
    said = common.required(words, _("Write what is still to be mended."))
    if due_on is not None:
        common.refuse_past(due_on)
        remark.due_on = due_on
    common.act(by, remark, Deed.SENT_BACK, said, due_on=due_on)
    message = gettext_noop("A remark was sent back to you: class %(label)s, to be mended by %(day)s")
    common.tell(remark.addressee, remark, message, day=dates.short_date(remark.due_on))
    return _keep(by, remark, "journal:remark:sent_back")


@transaction.atomic
def pass_on_remark(*, by: User, remark: Remark, addressee: Person, due_on: date, words: str) -> Remark:
    """Another person is to mend it, or until another day, and why: a class may have got another leader (3.9)."""
    remark = _stepped(remark, Deed.PASSED_ON)
    _refuse_own(by, remark)
    said = common.required(words, _("Write why another person or another day."))
    common.refuse_past(due_on)
    common.refuse_foreign(by, remark.inspection.class_group, addressee)
    remark.addressee, remark.due_on = addressee, due_on
    common.act(by, remark, Deed.PASSED_ON, said, addressee=addressee, due_on=due_on)
    message = gettext_noop("A remark for you: class %(label)s, to be mended by %(day)s")
    common.tell(addressee, remark, message, day=dates.short_date(due_on))
    return _keep(by, remark, "journal:remark:passed_on")


@transaction.atomic
def withdraw_remark(*, by: User, remark: Remark, words: str) -> Remark:
    """The remark was made by mistake: nobody has to mend it; the reason stays (3.9)."""
    remark = _stepped(remark, Deed.WITHDRAWN)
    _refuse_own(by, remark)
    common.act(by, remark, Deed.WITHDRAWN, common.required(words, _("Write why it is withdrawn.")))
    common.tell(remark.addressee, remark, gettext_noop("A remark to you was withdrawn: class %(label)s"))
    return _keep(by, remark, "journal:remark:withdrawn")
