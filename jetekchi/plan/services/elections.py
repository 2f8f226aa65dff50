"""The way of an election: announced, candidates named, voting opened with its roll, closed with its result (2.2)."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from jetekchi.core import audit, dates, notices
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.organisation.selectors.calendar import HALF_CLOSED
from jetekchi.organisation.services.closed import refuse_closed_days
from jetekchi.plan.models import Candidate, ClassOffice, Election, Elector
from jetekchi.plan.selectors.verdict import Verdict, least_voters, needed_votes, verdict_of
from jetekchi.plan.services import urns
from jetekchi.plan.services.offices import end_terms_before, locked_class, refuse_begun_within, seat
from jetekchi.worklog import services as worklog

State = Election.State
MOST_CANDIDATES = 20
OPENED = gettext_noop("The vote is open: %(office)s, %(label)s. Your vote is secret.")
COUNT_LATER = gettext_lazy(
    "This half-year is closed, so nothing is counted now. The votes stay in the urn: count them when it is opened again, or "
    "in the next half-year."
)
CLOSED = gettext_noop("The vote is closed: %(office)s, %(label)s. See the result.")


def locked(election: Election, *states: str) -> Election:
    """The election's row, locked; refused when it is in another state."""
    found = Election.objects.select_for_update(of=("self",)).select_related("office", "class_group__year")
    known = found.get(pk=election.pk)
    if known.state not in states:
        raise Refused(
            "election-state", gettext_lazy("The vote is no longer in this state. Open it again and look.")
        )
    return known


@transaction.atomic
def announce_election(
    *, by: User | None, class_group: ClassGroup, office: ClassOffice, vote_on: date, term_from: date,
    term_until: date, chair: str = "", secretary: str = "",
) -> Election:  # fmt: skip
    """An office is to be filled by secret ballot; candidates may be named from now on (2.2).

    Refused: a vote for the same seat is running, days in the wrong order, over or outside the school year, a term in which
    another holder begins, a day of the vote in a closed half-year.
    """
    group = locked_class(class_group)
    if Election.objects.filter(class_group=group, office=office, state__in=Election.RUNNING).exists():
        raise Refused("election-running", gettext_lazy("A vote for this office is running already."))
    if not vote_on <= term_from <= term_until:
        raise Refused(
            "days-order", gettext_lazy("The term begins on the day of the vote or later, and ends after it.")
        )
    if vote_on < group.year.start_on or term_until > group.year.end_on:
        raise Refused("days-outside", gettext_lazy("The days lie outside the school year. Choose others."))
    if term_until < timezone.localdate():
        raise Refused(
            "term-over", _("The term is over already. Choose a later last day."), beside="term_until"
        )
    refuse_closed_days(vote_on, words=HALF_CLOSED)
    refuse_begun_within(group, office, term_from, term_until)
    election = Election(
        class_group=group, office=office, vote_on=vote_on, term_from=term_from, term_until=term_until, by=by,
        chair=mend(chair).strip(), secretary=mend(secretary).strip(),
    )  # fmt: skip
    election.full_clean()
    election.save()
    audit.record(by, "plan:election:announced", election)
    return election


@transaction.atomic
def name_candidate(*, by: User | None, election: Election, student: Student, words: str = "") -> Candidate:
    """A student stands for the office, with own words; named again, only the words change (2.2).

    Refused: once the vote is open, a student of another class, more than twenty candidates.
    """
    election = locked(election, State.NOMINATING)
    if student.class_group_id != election.class_group_id or student.left_on is not None:
        raise Refused(
            "student-not-of-class",
            gettext_lazy("A student of another class was named. Choose from the list."),
        )
    known = Candidate.objects.filter(election=election, student=student).first()
    if known is None and election.candidates.count() >= MOST_CANDIDATES:
        raise Refused("too-many-candidates", gettext_lazy("A ballot holds at most 20 candidates."))
    candidate = known or Candidate(election=election, student=student, by=by)
    candidate.words = mend(words).strip()
    candidate.full_clean()
    candidate.save()
    audit.record(by, "plan:candidate:changed" if known else "plan:candidate:named", candidate)
    return candidate


@transaction.atomic
def withdraw_candidate(*, by: User, candidate: Candidate) -> None:
    """The student does not stand after all; refused once the vote is open (2.2)."""
    locked(candidate.election, State.NOMINATING)
    audit.record(by, "plan:candidate:withdrawn", candidate)
    candidate.delete()


@transaction.atomic
def open_voting(*, by: User | None, election: Election) -> Election:
    """Write the roll and the lines of the ballot, set up the urn, tell who may vote (2.2).

    Opened after its day, the vote is one of today, and the term begins today at the earliest.
    Refused: nobody stands, a class so small that a result would tell how each voted, a day of the vote that is still to
    come, a seat that could not be taken afterwards: no vote is given that cannot be counted.
    """
    group = locked_class(election.class_group)
    election = locked(election, State.NOMINATING)
    _bring_to_today(election, group)
    candidates = list(election.candidates.select_related("student__person"))
    if not candidates:
        raise Refused(
            "no-candidates", gettext_lazy("Nobody stands yet. Name candidates, then open the vote.")
        )
    students = list(organisation.listed_students(group))
    if len(students) < least_voters():
        words = _("A secret ballot needs at least %(n)s voters; choose openly in the meeting of the class.")
        raise Refused("class-too-small", words % {"n": least_voters()})
    for place, candidate in enumerate(candidates, start=1):
        candidate.place = place
    Candidate.objects.bulk_update(candidates, ["place"])
    Elector.objects.bulk_create(Elector(election=election, student=student) for student in students)
    # Line 0 is «against all».
    urns.set_up(election, lines=len(candidates) + 1)
    election.state, election.opened_at = State.OPEN, timezone.now()
    election.on_roll = len(students)
    election.full_clean()
    election.save()
    audit.record(by, "plan:election:opened", election, on_roll=len(students))
    _tell(election, OPENED, "plan:ballot")
    return election


def _bring_to_today(election: Election, group: ClassGroup) -> None:
    today = timezone.localdate()
    if today < election.vote_on:
        words = _("The day of the vote is %(day)s. Open it on that day, or call it off and announce another.")
        raise Refused("vote-early", words % {"day": dates.short_date(election.vote_on)})
    if today > election.term_until:
        raise Refused("term-over", _("The term is over already. Call the vote off and announce it anew."))
    refuse_closed_days(today, words=HALF_CLOSED)
    election.vote_on, election.term_from = today, max(today, election.term_from)
    refuse_begun_within(group, election.office, election.term_from, election.term_until)


def _tell(election: Election, message: str, page: str) -> None:
    people = election.electors.values("student__person")
    notices.queue(
        to=User.objects.filter(person__in=people, is_active=True),
        message=message,
        clause="2.2",
        url=reverse(page, args=[election.pk]),
        office=str(election.office),
        label=election.class_group.label,
    )


def voted_in(election: Election) -> int:
    """How many votes were given, whichever way."""
    on_login = election.electors.filter(has_voted=True).count()
    return on_login + election.slips.filter(is_used=True).count()


@transaction.atomic
def close_voting(*, by: User | None, election: Election, though_too_few: bool = False) -> Election:
    """Count, say the result as far as it may be said, seat who was elected, write it into the record of work (2.2).

    With too few votes it is refused, unless it was said that they are: then the urn is destroyed unopened. Numbers that
    would tell how single persons voted are not kept.
    Who won and has left the class since, or won a term that is over, is named and not seated: the seat is nobody's.
    Refused: the urn cannot be opened, or holds another number of votes than were given; a day of a closed half-year, whose
    work is written down no more.
    """
    group = locked_class(election.class_group)
    refuse_closed_days(timezone.localdate(), words=COUNT_LATER)
    election = locked(election, State.OPEN)
    election.voted = voted_in(election)
    if not though_too_few:
        _refuse_too_few(election)
    verdict = _count(election)
    election.outcome, election.counts = verdict.outcome, verdict.counts
    election.winner = election.candidates.filter(place=verdict.winner).first() if verdict.winner else None
    if election.winner is not None and not _is_there(election.winner.student, group):
        election.outcome = Election.Outcome.LEFT
    today = timezone.localdate()
    is_over = today > election.term_until
    # Who was elected is known today only: nobody sits before it, nor in a half-year that was closed since.
    election.term_from = election.term_from if is_over else max(election.term_from, today)
    election.state, election.closed_at = State.CLOSED, timezone.now()
    election.full_clean()
    election.save()
    if not is_over:
        _seat_winner(by, group, election)
    audit.record(by, "plan:election:closed", election, voted=election.voted, outcome=election.outcome)
    _write_down(by, election)
    _tell(election, CLOSED, "plan:election")
    return election


def _seat_winner(by: User | None, group: ClassGroup, election: Election) -> None:
    if election.winner is not None and election.outcome == Election.Outcome.ELECTED:
        because = _("a new holder was elected")
        end_terms_before(group, election.office, election.term_from, by=by, because=because)
        days = (election.term_from, election.term_until)
        seat(group, election.office, election.winner.student, days, by=by, election=election)


def _refuse_too_few(election: Election) -> None:
    needed = needed_votes(election.on_roll)
    if election.voted < needed:
        words = _(
            "%(voted)s of %(roll)s have voted, %(needed)s are needed. Wait for more votes, or tick that you know what "
            "closing does."
        )
        raise Refused(
            "too-few-votes",
            words % {"voted": election.voted, "roll": election.on_roll, "needed": needed},
        )


def _is_there(student: Student, group: ClassGroup) -> bool:
    return student.class_group_id == group.pk and student.left_on is None


def _count(election: Election) -> Verdict:
    if verdict_of([], election.on_roll, election.voted).outcome == Election.Outcome.TOO_FEW:
        urns.destroy(election)
        return verdict_of([], election.on_roll, election.voted)
    counts = urns.open_once(election)
    if sum(counts) != election.voted:
        raise Refused(
            "urn-does-not-match",
            gettext_lazy(
                "The urn holds another number of votes than were given. Call the vote off and hold it again."
            ),
        )
    return verdict_of(counts, election.on_roll, election.voted)


def _write_down(by: User | None, election: Election) -> None:
    text = _(
        "Election by secret ballot: %(office)s. On the roll %(roll)s, voted %(voted)s. Outcome: %(outcome)s."
    )
    worklog.record_work(
        by=by,
        class_group=election.class_group,
        kind="self_government",
        on=min(timezone.localdate(), election.class_group.year.end_on),
        text=text
        % {
            "office": election.office,
            "roll": election.on_roll,
            "voted": election.voted,
            "outcome": election.get_outcome_display(),
        },
        about_group=True,
        source="plan",
    )


@transaction.atomic
def void_election(*, by: User, election: Election, reason: str) -> Election:
    """Call the vote off, and why; the urn is destroyed unopened (2.2)."""
    election = locked(election, State.NOMINATING, State.OPEN)
    clean = mend(reason).strip()
    if not clean:
        raise Refused("reason-missing", gettext_lazy("Write why the vote is called off."))
    urns.destroy(election)
    election.state, election.void_reason = State.VOID, clean
    election.full_clean()
    election.save()
    audit.record(by, "plan:election:voided", election)
    return election
