"""The hand-over protocol and the list of a class as official papers (1.1, 3.9)."""

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jetekchi.core import dates, kyrgyz
from jetekchi.core.papers import Column, Facts, Heading, NumberedList, Paper, Paragraph, SignatureRow, Table
from jetekchi.core.papers.model import Language
from jetekchi.organisation.models import ClassGroup, Enrolment, Handover, Person, User
from jetekchi.organisation.selectors.classes import leader_of
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


def class_list_paper(class_group: ClassGroup, rows: Sequence[Enrolment], *, full: bool) -> Paper:
    """The list of a class as it is shown; sex, date of birth and first day only for those who see orders (`full`)."""
    unit, appointment = lyceum(), leader_of(class_group)
    columns = [Column("№", "right"), Column(_("Number"), "right"), Column(_("Surname, given name"), width=1)]
    if full:
        columns += [Column(_("Sex")), Column(_("Date of birth"), "right"), Column(_("From"), "right")]
    lines = []
    for number, row in enumerate(rows, 1):
        person = row.student.person
        line = [str(number), row.student.number, person.name]
        if full:
            line += [person.get_sex_display(), _day(person.born_on), _day(row.from_on)]
        lines.append(tuple(line))
    position = _("Class leader of %(label)s") % {"label": class_group.label}
    language = _language()
    return Paper(
        kind=_("LIST OF STUDENTS"),
        title=_("class %(label)s, school year %(year)s")
        % {"label": class_group.label, "year": class_group.year.name},
        language=language,
        header_left=(str(unit), unit.place) if unit else (),
        printed_at=dates.date_time(timezone.localtime()),
        translation_note="" if language == setting("official_language") else _("translation"),
        blocks=(
            Table(tuple(columns), tuple(lines)),
            SignatureRow(position, _sign(appointment.leader.person) if appointment else ""),
        ),
    )


def _language() -> Language:
    language = translation.get_language()
    return language if language in ("ky", "ru", "en") else "ky"  # type: ignore[return-value]
