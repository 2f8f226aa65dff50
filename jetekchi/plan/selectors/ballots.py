"""What is shown of an election: candidates with their words, the roll, the ballot, the result as far as it is kept (2.2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Student
from jetekchi.plan.models import Candidate, Election, Elector
from jetekchi.plan.selectors.verdict import needed_votes


@dataclass(frozen=True)
class ResultLine:
    """A line of the ballot with its votes, where they may be shown."""

    name: str
    words: str
    votes: int | None
    is_winner: bool


@dataclass(frozen=True)
class Turnout:
    """How many of the roll voted; while the vote is open only the leader sees who has not."""

    on_roll: int
    voted: int
    needed: int
    waiting: tuple[Student, ...] = ()
    slips: int = 0
    slips_used: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether so many voted that the ballot counts."""
        return self.voted >= self.needed


def elections_of(group: ClassGroup) -> list[Election]:
    """Votes of a class, the newest first."""
    found = Election.objects.filter(class_group=group).select_related("office", "winner__student__person")
    return list(found)


def candidates_of(election: Election) -> list[Candidate]:
    """Who stands, in the order of the ballot."""
    return list(election.candidates.select_related("student__person"))


def ballot_lines(election: Election) -> list[tuple[str, Candidate | None]]:
    """The lines of the ballot as they are sent; all values are of one length, so that a request tells nothing."""
    lines: list[tuple[str, Candidate | None]] = [
        (f"{candidate.place or 0:02}", candidate) for candidate in candidates_of(election)
    ]
    return [*lines, ("00", None)]


def ballot_choices(election: Election) -> list[tuple[str, str]]:
    """The same lines in words."""
    return [
        (value, candidate.student.person.brief_name if candidate else _("Against all"))
        for value, candidate in ballot_lines(election)
    ]


def result_lines(election: Election) -> list[ResultLine]:
    """Lines of the ballot; with votes only once the vote is closed and where the numbers tell of no single person."""
    votes: dict[int, int] = dict(election.counts or [])
    lines = [
        ResultLine(
            name=candidate.student.person.brief_name,
            words=candidate.words,
            votes=votes.get(candidate.place or -1),
            is_winner=candidate.pk == election.winner_id and election.outcome == Election.Outcome.ELECTED,
        )
        for candidate in candidates_of(election)
    ]
    return [*lines, ResultLine(_("Against all"), "", votes.get(0), is_winner=False)]


def turnout_of(election: Election) -> Turnout:
    """The roll in numbers, and who has given no vote yet."""
    electors = list(election.electors.select_related("student__person"))
    slips = list(election.slips.values_list("is_used", flat=True))
    used = sum(slips)
    return Turnout(
        on_roll=len(electors),
        voted=sum(elector.has_voted for elector in electors) + used,
        needed=needed_votes(len(electors)),
        waiting=tuple(one.student for one in electors if not one.has_voted and not one.by_slip),
        slips=len(slips),
        slips_used=used,
    )


def elector_of(election: Election, student_pk: int | None) -> Elector | None:
    """The student's own line of the roll."""
    return Elector.objects.filter(election=election, student=student_pk or 0).first()


def slip_candidates(election: Election) -> Iterable[Student]:
    """Who may be given a slip: on the roll, no vote given, no slip taken."""
    waiting = election.electors.filter(has_voted=False).values("student")
    return organisation.listed_students(election.class_group).filter(pk__in=waiting)


def nominees(election: Election) -> Iterable[Student]:
    """Who may be named as a candidate."""
    there = election.candidates.values("student")
    return organisation.listed_students(election.class_group).exclude(pk__in=there)
