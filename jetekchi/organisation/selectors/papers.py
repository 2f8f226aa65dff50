"""The hand-over protocol as an official paper (1.1)."""

from django.utils import translation
from django.utils.translation import gettext as _

from jetekchi.core import dates, kyrgyz
from jetekchi.core.papers import Facts, Heading, NumberedList, Paper, Paragraph, SignatureRow
from jetekchi.organisation.models import Handover, Person, User
from jetekchi.organisation.selectors.settings import setting
from jetekchi.organisation.selectors.units import lyceum


def _sign(person: Person) -> str:
    return kyrgyz.signature_name(person.surname, person.given, person.patronymic)


def _mark(moment: object) -> str:
    return _("confirmed in the system") if moment else ""


def handover_paper(handover: Handover, by: User) -> Paper:
    """The protocol in the language of official papers, with a line for each of the two to sign on."""
    language = setting("official_language")
    with translation.override(language):
        old, new = handover.outgoing, handover.incoming
        unit = lyceum()
        facts = (
            (_("Class"), new.class_group.label),
            (_("Hands over"), f"{old.leader.person.name}, {_order(old.order_no, old.order_on)}"),
            (_("Takes over"), f"{new.leader.person.name}, {_order(new.order_no, new.order_on)}"),
            (_("Date"), dates.official_date(handover.on)),
        )
        papers = tuple(line.strip() for line in handover.papers.splitlines() if line.strip())
        blocks = (
            Facts(facts),
            Heading(_("Papers handed over"), 2),
            NumberedList(papers),
            *((Heading(_("Remarks"), 2), Paragraph(handover.remarks)) if handover.remarks else ()),
            SignatureRow(
                _("Handed over"), _sign(old.leader.person), _day(handover.given_at), _mark(handover.given_at)
            ),
            SignatureRow(
                _("Took over"), _sign(new.leader.person), _day(handover.taken_at), _mark(handover.taken_at)
            ),
        )
        return Paper(
            title=_("on the hand-over of the class's papers"),
            kind=_("PROTOCOL"),
            language=language,
            header_left=(str(unit),) if unit else (),
            header_right=(unit.place,) if unit and unit.place else (),
            blocks=blocks,
            printed_at=dates.short_date(dates.today()),
            author=by.name,
            created=handover.taken_at or handover.given_at,
        )


def _order(number: str, day: object) -> str:
    return _("order № %(number)s of %(day)s") % {"number": number, "day": dates.short_date(day)}  # type: ignore[arg-type]


def _day(moment: object) -> str:
    return dates.short_date(moment) if moment else ""  # type: ignore[arg-type]
