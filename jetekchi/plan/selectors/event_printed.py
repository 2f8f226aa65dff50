"""Papers of an event: the protocol, and the list of participants with the column of consents (3.11, 5.3, 7.1)."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.papers import Block, Column, Facts, Heading, Paper, Paragraph, Table
from jetekchi.core.papers.model import Language
from jetekchi.documents import selectors as documents
from jetekchi.organisation import selectors as organisation
from jetekchi.plan.models import Event, HeadCount
from jetekchi.plan.selectors.event_consents import ConsentRow, consents_of
from jetekchi.plan.selectors.event_counts import CountRow, counts_of, words_on_missing
from jetekchi.plan.selectors.event_safety import adults_of, approval_of, hazards_of
from jetekchi.plan.selectors.signed_events import event_protocol, leader_on

PROTOCOL, PEOPLE = "protocol", "participants"
KINDS = (PROTOCOL, PEOPLE)


def event_paper(event: Event, which: str) -> Paper:
    """The protocol of an event, or the list of its participants with their consents, as it stands now."""
    language = _language()
    lyceum = organisation.lyceum()
    leader = leader_on(event.class_group, event.on)
    protocol = event_protocol(event) if which == PROTOCOL and event.is_held else None
    signed = documents.signed_sides(protocol).get(protocol.kind) if protocol else None
    rows = consents_of(event)
    return Paper(
        kind=_("PROTOCOL") if which == PROTOCOL else _("LIST OF PARTICIPANTS"),
        title=f"{str(event.kind).capitalize()}: «{event.theme}»",
        subtitle=_("class %(label)s, %(day)s")
        % {"label": event.class_group.label, "day": dates.official_date(event.on)},
        language=language,
        header_left=(str(lyceum), lyceum.place) if lyceum else (),
        code="" if event.is_held else str(event.get_state_display()),
        printed_at=dates.date_time(timezone.localtime()),
        author=leader.name if leader else "",
        translation_note="" if language == organisation.setting("official_language") else _("translation"),
        blocks=(
            _facts(event, rows),
            *(_protocol(event, rows) if which == PROTOCOL else _people(rows, with_consents=True)),
            documents.signature_row(
                _("Class leader of %(label)s") % {"label": event.class_group.label},
                leader.short_name if leader else "",
                signed,
            ),
        ),
        sha256=signed.sha256 if signed else "",
        created=signed.at if signed else None,
    )


def _language() -> Language:
    language = get_language()
    return language if language in ("ky", "ru", "en") else "ky"  # type: ignore[return-value]


def _facts(event: Event, rows: list[ConsentRow]) -> Block:
    hour = f", {event.starts_at:%H:%M}" if event.starts_at else ""
    pairs = [
        (_("Day"), f"{dates.official_date(event.on)}{hour}"),
        (_("Place"), event.place or "–"),
        (_("Method"), event.method or "–"),
        (_("Participants"), str(len(rows))),
    ]
    if event.guests:
        pairs.append((_("Guests"), event.guests))
    adults = adults_of(event)
    if adults:
        pairs.append((_("Adults who answer"), ", ".join(one.person.short_name for one in adults)))
    return Facts(tuple(pairs))


def _protocol(event: Event, rows: list[ConsentRow]) -> list[Block]:
    blocks: list[Block] = []
    organisers = [row.student.person.short_name for row in rows if row.is_organiser]
    if organisers:
        blocks += [Heading(_("Organisers"), level=2), Paragraph(", ".join(organisers))]
    blocks += _words(_("Result"), event.result) + _words(_("Reflection"), event.reflection)
    if event.is_outside:
        blocks += _hazards(event) + _counts(event)
    on_missing = words_on_missing(event)
    if on_missing:
        is_missing = bool(counts_of(event).missing)
        heading = _("Missing at the last count") if is_missing else _("On the count of the children")
        blocks += _words(heading, on_missing)
    return blocks + [Heading(_("Participants"), level=2), *_people(rows, with_consents=False)]


def _words(heading: str, text: str) -> list[Block]:
    lines = [line for line in text.splitlines() if line.strip()]
    return [Heading(heading, level=2), *(Paragraph(line) for line in lines or ["–"])]


def _hazards(event: Event) -> list[Block]:
    columns = (
        Column(_("Hazard"), width=2),
        Column(_("Measure"), width=3),
        Column(_("Who takes it"), width=1.5),
    )
    rows = tuple((one.hazard, one.measure, one.who) for one in hazards_of(event))
    state = f"{_('Risk assessment')}: {event.get_risk_display()}"
    approval = approval_of(event)
    if approval and approval.signature:
        at = dates.date_time(timezone.localtime(approval.at))
        state = f"{state}, {approval.by.name}, {_('electronic signature %(at)s') % {'at': at}}"
    blocks: list[Block] = [Heading(_("Safety"), level=2), Paragraph(state)]
    if event.gap_reason:
        blocks.append(Paragraph(_("The gap was opened: %(why)s") % {"why": event.gap_reason}))
    return [*blocks, Table(columns, rows)] if rows else blocks


def _counts(event: Event) -> list[Block]:
    counts = counts_of(event)
    if not counts.rows:
        return [Paragraph(_("The children were not counted."))]
    columns = (
        Column(_("Counted"), width=2),
        Column(_("When")),
        Column(_("Seen"), align="right"),
        Column(_("Expected"), align="right"),
        Column(_("Missing"), width=2),
    )
    return [Table(columns, tuple(_count(row) for row in counts.rows), caption=_("Counts"))]


def _count(row: CountRow) -> tuple[str, ...]:
    words = str(row.count.get_point_display())
    if row.count.place:
        words = f"{words}, {row.count.place}"
    if not row.is_standing:
        words = _("%(words)s (corrected)") % {"words": words}
    missing = ", ".join(one.person.short_name for one in row.missing)
    if row.count.point == HeadCount.Point.OUT and missing:
        missing = _("did not come: %(names)s") % {"names": missing}
    return (
        words,
        dates.date_time(timezone.localtime(row.count.at)),
        str(row.here),
        str(row.expected),
        missing or "–",
    )


def _people(rows: list[ConsentRow], *, with_consents: bool) -> list[Block]:
    if not rows:
        return [Paragraph(_("Nobody takes part yet."))]
    columns = [Column("№", align="right"), Column(_("Full name"), width=3), Column(_("Class"))]
    if with_consents:
        columns += [Column(_("Consent"), width=2.5), Column(_("Pictures"), width=1.5)]
    lines = []
    for number, row in enumerate(rows, 1):
        name = row.student.person.name
        if row.is_organiser:
            name = f"{name} ({_('organiser')})"
        line = [str(number), name, row.student.class_group.label]
        if with_consents:
            line += [_consent(row), row.picture.words]
        lines.append(tuple(line))
    return [Table(tuple(columns), tuple(lines))]


def _consent(row: ConsentRow) -> str:
    origin = row.part.origin
    return f"{row.part.words}: {origin}" if origin else row.part.words
