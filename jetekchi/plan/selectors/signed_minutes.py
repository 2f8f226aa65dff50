"""The minutes of an election as they are signed by the class leader: what the paper says, and not a vote more (2.2)."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jetekchi.documents import permissions as papers
from jetekchi.organisation.models import Person
from jetekchi.plan.models import Election, Elector
from jetekchi.plan.permissions.offices import class_rights
from jetekchi.plan.selectors.ballots import candidates_of
from jetekchi.plan.selectors.signed_events import leader_on

KIND = "election_minutes"


def register() -> None:
    """Make the minutes known to the storey that signs and seals."""
    from jetekchi.plan.selectors.minutes import minutes_paper

    records = Election.objects.select_related("class_group__year", "office")
    papers.register_protocol_kind(
        KIND,
        papers.ProtocolKind(
            title=gettext_lazy("Minutes of an election"),
            find=papers.finder(records, minutes_protocol),
            may_see=_may_see,
            paper=lambda protocol: minutes_paper(protocol.subject),  # type: ignore[arg-type]
        ),
    )


def minutes_leader(election: Election) -> Person | None:
    """Who led the class when the vote was closed."""
    closed_at = election.closed_at or timezone.now()
    return leader_on(election.class_group, timezone.localtime(closed_at).date())


def minutes_protocol(election: Election) -> papers.Protocol:
    """What the minutes say, and who signs them; chair and secretary, who have no office, sign the print by hand."""
    leader = minutes_leader(election)
    words = {"office": election.office, "label": election.class_group.label}
    statement = _("I confirm these minutes.")
    return papers.Protocol(
        kind=KIND,
        subject=election,
        title=_("Minutes of the election: %(office)s, %(label)s") % words,
        material=_material(election, leader),
        sides=(papers.leader_side(KIND, election.class_group.label, leader, statement),),
        page=reverse("plan:election", args=[election.pk]),
        why_not=""
        if election.state == Election.State.CLOSED
        else _("The minutes are signed after the count."),
    )


def _material(election: Election, leader: Person | None) -> dict[str, Any]:
    """The roll says who could vote; the numbers are there only when they may be told (decision 13)."""
    roll = Elector.objects.filter(election=election).select_related("student__person")
    candidates = candidates_of(election)
    winner = next((one for one in candidates if one.pk == election.winner_id), None)
    return {
        "minutes": election.pk,
        "office": election.office.code,
        "class": election.class_group.label,
        "year": election.class_group.year.name,
        "closed_at": election.closed_at.isoformat() if election.closed_at else "",
        "chair": election.chair,
        "secretary": election.secretary,
        "leader": leader.name if leader else "",
        "on_roll": election.on_roll,
        "voted": election.voted,
        "candidates": [[one.place, one.student.person.name, one.words] for one in candidates],
        "counts": election.counts,
        "outcome": election.outcome,
        "winner": winner.student.person.name if winner else "",
        "term": [election.term_from.isoformat(), election.term_until.isoformat()],
        "roll": [one.student.person.name for one in roll],
    }


def _may_see(user: papers.Somebody, pk: int) -> bool:
    class_pk = Election.objects.filter(pk=pk).values_list("class_group", flat=True).first()
    if class_pk is None:
        return False
    rights = class_rights(user, class_pk)
    return rights.may_lead or rights.may_look
