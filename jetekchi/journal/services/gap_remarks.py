"""Gaps of the journal become remarks of an inspection: one a person and check, however many gaps there are (3.9)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jetekchi.core.http import Refused
from jetekchi.journal.models import Inspection, Paper, Remark, RemarkGap
from jetekchi.journal.selectors.gaps import Gap, gaps_of_class, remarked_keys
from jetekchi.journal.selectors.inspections import addressees_of
from jetekchi.journal.services import inspection_common as common
from jetekchi.journal.services.inspections import NewRemark, add_remark
from jetekchi.organisation.models import Person, User

# So many gaps are named in the words of a remark; its page lists all of them.
NAMED = 12


@transaction.atomic
def add_gap_remarks(*, by: User, inspection: Inspection, keys: Iterable[str], due_on: date) -> list[Remark]:
    """Make remarks of the named gaps, to who answers for each, all by one day (3.9).

    What was filled meanwhile, or stands in a remark that waits, is left out. Who has left the class is replaced by its
    leader. Refused: nothing left to tell, nobody to tell it, and whatever a remark is refused for.
    """
    # Two who press at once: the second finds what the first has told.
    group = common.locked_inspection(inspection).class_group
    wanted = set(keys) - remarked_keys(group)
    chosen = [gap for gap in gaps_of_class(group) if gap.key in wanted]
    if not chosen:
        raise Refused("no-gap", _("These gaps are filled, or a remark is made of them already."))
    works = {person.pk: person for person in addressees_of(group)}
    shares: dict[tuple[int, str], list[Gap]] = defaultdict(list)
    for gap in chosen:
        shares[_addressee(by, gap, works).pk, gap.check_key].append(gap)
    return [
        _remark(by, inspection, works[person], share, due_on)
        for (person, _check), share in sorted(shares.items())
    ]


def _addressee(by: User, gap: Gap, works: dict[int, Person]) -> Person:
    for key in (gap.person_key, gap.leader_key):
        if key in works and key != by.person_id:
            return works[key]
    raise Refused(
        "nobody-to-mend",
        _("Nobody works with this class to whom the remark could be addressed. Name a leader first."),
    )


def _remark(by: User, inspection: Inspection, person: Person, share: list[Gap], due_on: date) -> Remark:
    share = sorted(share, key=lambda gap: (gap.day, gap.hour or 0))
    words = "; ".join(gap.where for gap in share[:NAMED])
    if len(share) > NAMED:
        words += "; " + _("and %(n)d more") % {"n": len(share) - NAMED}
    new = NewRemark(f"{share[0].check.title}: {words}.", person, due_on, Paper.JOURNAL)
    remark = add_remark(by=by, inspection=inspection, remark=new)
    RemarkGap.objects.bulk_create(
        RemarkGap(remark=remark, key=gap.key, words=gap.where[:300], on=gap.day) for gap in share
    )
    return remark
