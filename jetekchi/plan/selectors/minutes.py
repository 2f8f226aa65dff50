"""The minutes of an election as an official paper: who was on the roll, how many voted, what was decided (2.2)."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.papers import (
    BulletList,
    Column,
    Facts,
    Heading,
    NumberedList,
    Paper,
    Paragraph,
    SignatureRow,
    Table,
)
from jetekchi.core.papers.model import Block
from jetekchi.documents import selectors as documents
from jetekchi.organisation import selectors as organisation
from jetekchi.plan.models import Election, Elector
from jetekchi.plan.selectors.ballots import candidates_of, result_lines
from jetekchi.plan.selectors.printed import _language
from jetekchi.plan.selectors.signed_minutes import minutes_leader, minutes_protocol

if TYPE_CHECKING:
    from jetekchi.documents.models import Signature

Outcome = Election.Outcome


def minutes_paper(election: Election) -> Paper:
    """The minutes of a closed election; the roll says who could vote, not who did."""
    assert election.closed_at is not None
    language = _language()
    lyceum = organisation.lyceum()
    group = election.class_group
    protocol = minutes_protocol(election)
    signed = documents.signed_sides(protocol).get(protocol.kind)
    return Paper(
        kind=_("MINUTES № %(number)s") % {"number": election.pk},
        title=_("of the election by secret ballot: %(office)s, class %(label)s")
        % {"office": election.office, "label": group.label},
        subtitle=dates.official_date(timezone.localtime(election.closed_at).date()),
        language=language,
        header_left=(str(lyceum), lyceum.place) if lyceum else (),
        printed_at=dates.date_time(timezone.localtime()),
        translation_note="" if language == organisation.setting("official_language") else _("translation"),
        blocks=(
            *_head(election),
            *_heard(election),
            *_decided(election),
            *_signatures(election, signed),
            *_roll(election),
        ),
        sha256=signed.sha256 if signed else "",
        created=signed.at if signed else election.closed_at,
    )


def _head(election: Election) -> list[Block]:
    facts = (
        (_("Chair"), election.chair or "_" * 24),
        (_("Secretary"), election.secretary or "_" * 24),
        (_("On the roll"), str(election.on_roll)),
        (_("Voted"), str(election.voted)),
    )
    agenda = _("Election of: %(office)s") % {"office": election.office}
    return [Facts(facts), Heading(_("AGENDA"), level=2), NumberedList((agenda,))]


def _heard(election: Election) -> list[Block]:
    lines = []
    for one in candidates_of(election):
        name = one.student.person.name
        lines.append(f"{name}: {' '.join(one.words.split())}" if one.words else name)
    return [
        Heading(_("HEARD"), level=2),
        Paragraph(_("The candidates and their words:")),
        BulletList(tuple(lines)),
    ]


def _votes(election: Election) -> list[Block]:
    if election.outcome == Outcome.TOO_FEW:
        return [Paragraph(_("Too few voted. The votes were destroyed uncounted."))]
    if election.counts is None:
        words = _("The numbers of votes are not kept: they would tell how single persons voted.")
        return [Paragraph(words)]
    rows = tuple((line.name, str(line.votes)) for line in result_lines(election))
    return [Table((Column(_("Line of the ballot"), width=3), Column(_("Votes"), align="right")), rows)]


def _decided(election: Election) -> list[Block]:
    if election.outcome == Outcome.ELECTED and election.winner:
        words = _("%(name)s is elected: %(office)s, term %(first)s – %(last)s.") % {
            "name": election.winner.student.person.name,
            "office": election.office,
            "first": dates.short_date(election.term_from),
            "last": dates.short_date(election.term_until),
        }
    elif election.outcome == Outcome.LEFT and election.winner:
        words = _(
            "%(name)s has the most votes and has left the class since. The office stays vacant, the election is held again."
        ) % {"name": election.winner.student.person.name}
    elif election.outcome == Outcome.TIE:
        words = _("Two candidates or more have equally many votes. The election is held again.")
    elif election.outcome == Outcome.NOBODY:
        words = _("Nobody is elected: «against all» has the most votes.")
    else:
        words = _("The election is not valid. It is held again.")
    return [
        Heading(_("VOTED"), level=2),
        *_votes(election),
        Heading(_("RESOLVED"), level=2),
        NumberedList((words,)),
    ]


def _signatures(election: Election, signed: "Signature | None") -> list[Block]:
    leader = minutes_leader(election)
    return [
        SignatureRow(position=_("Chair"), name=election.chair),
        SignatureRow(position=_("Secretary"), name=election.secretary),
        documents.signature_row(
            _("Class leader of %(label)s") % {"label": election.class_group.label},
            leader.short_name if leader else "",
            signed,
        ),
    ]


def _roll(election: Election) -> list[Block]:
    electors = Elector.objects.filter(election=election).select_related("student__person")
    names = tuple(elector.student.person.name for elector in electors)
    return [Heading(_("Roll of the vote"), level=2), NumberedList(names)] if names else []
