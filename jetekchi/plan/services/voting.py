"""One vote each: by the own login, or with a printed slip on a phone that is passed along (2.2).

That somebody voted is written to the roll (or the slip), for whom only into the urn. Nothing else may carry the
choice: no audit event, no address, no message, no log line.
"""

import hashlib
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit, kyrgyz
from jetekchi.core.http import Refused
from jetekchi.organisation.models import Student, User
from jetekchi.plan.models import Election, Elector, VotingSlip
from jetekchi.plan.services import urns
from jetekchi.plan.services.elections import State, locked

# Signs that nobody confuses on paper.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
MOST_SLIPS = 60


def _refuse_unknown_line(election: Election, line: int) -> None:
    if not 0 <= line <= election.candidates.count():
        raise Refused("line-unknown", _("Choose one line of the ballot."))


@transaction.atomic
def vote(*, by: User, election: Election, line: int) -> None:
    """Give the one vote of the signed-in student; line 0 is «against all» (2.2).

    Refused: not on the roll, a second vote, a slip was taken, the vote is not open, a line that does not exist.
    """
    election = locked(election, State.OPEN)
    own = Elector.objects.select_for_update(of=("self",)).filter(
        election=election, student__person=by.person_id
    )
    elector = own.first()
    if elector is None:
        raise Refused("not-on-the-roll", _("You are not on the roll of this vote."))
    if elector.has_voted:
        raise Refused("already-voted", _("You have voted already. One vote each."))
    if elector.by_slip:
        raise Refused("votes-by-slip", _("A voting slip was printed for you. Vote with it."))
    _refuse_unknown_line(election, line)
    elector.has_voted = True
    elector.save(update_fields=["has_voted"])
    urns.drop_in(election, line)
    audit.record(by, "plan:election:voted", election)


@transaction.atomic
def print_voting_slips(
    *, by: User, election: Election, students: Iterable[Student], void_unused: bool = False
) -> list[str]:
    """Codes for those who vote without an account: as many as people, in no order, shown once (2.2).

    Whoever has a slip no longer votes by login. Printed again, all unused codes are replaced by new ones: only where the
    leader said so with `void_unused`, since slips that lie in somebody's hand become void. Refused: slips are unused and
    that was not said, the vote is not open, somebody has voted already, too many at once.
    """
    election = locked(election, State.OPEN)
    chosen = {student.pk for student in students}
    electors = Elector.objects.select_for_update(of=("self",)).filter(election=election, student__in=chosen)
    if len(chosen) != electors.count() or len(chosen) > MOST_SLIPS:
        raise Refused("not-on-the-roll", _("Somebody is not on the roll of this vote. Choose from the list."))
    if electors.filter(has_voted=True).exists():
        raise Refused("already-voted", _("Somebody of these has voted already. Choose the others."))
    unused = election.slips.filter(is_used=False)
    if not void_unused and unused.exists():
        raise Refused(
            "slips-unused",
            _(
                "Slips that were printed before are not used yet. Say that they become void, or give those out."
            ),
        )
    electors.update(by_slip=True)
    unused.delete()
    owed = election.electors.filter(by_slip=True).count() - election.slips.filter(is_used=True).count()
    codes: set[str] = set()
    while len(codes) < owed:
        codes.add("".join(secrets.choice(SIGNS) for _sign in range(LENGTH)))
    slips = [VotingSlip(election=election, digest=_digest(election, code)) for code in codes]
    # The order of their digests is the order of nothing.
    VotingSlip.objects.bulk_create(sorted(slips, key=lambda slip: slip.digest))
    audit.record(by, "plan:slips:printed", election, slips=owed)
    return sorted(codes)


def _digest(election: Election, code: str) -> str:
    return hashlib.sha256(f"{election.pk}|{code}".encode()).hexdigest()


def as_code(text: str) -> str:
    """What was typed from a slip, whatever its case and spaces, also on a Kyrgyz keyboard."""
    return "".join(sign for sign in kyrgyz.in_latin(text.upper()) if sign in SIGNS)


@transaction.atomic
def vote_with_slip(*, by: User, election: Election, code: str, line: int) -> None:
    """Give the one vote of a printed slip on the leader's phone; nobody knows whose slip it is (2.2).

    Refused: an unknown or used code, the vote is not open, a line that does not exist.
    """
    election = locked(election, State.OPEN)
    slips = VotingSlip.objects.select_for_update(of=("self",)).filter(election=election, is_used=False)
    slip = slips.filter(digest=_digest(election, as_code(code))).first()
    if slip is None:
        raise Refused("slip-unknown", _("This code is unknown or was used already. Look at the slip again."))
    _refuse_unknown_line(election, line)
    slip.is_used = True
    slip.save(update_fields=["is_used"])
    urns.drop_in(election, line)
    audit.record(by, "plan:election:slip_used", election)
