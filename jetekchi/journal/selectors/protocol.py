"""The protocol of an inspection as an official paper (1.2, 3.9)."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jetekchi.core import dates
from jetekchi.core.papers import Column, Facts, Heading, Paper, Paragraph, Table
from jetekchi.core.papers.model import Block
from jetekchi.documents import selectors as documents
from jetekchi.journal.models import Inspection, Remark
from jetekchi.journal.selectors.inspections import remarks_of
from jetekchi.journal.selectors.paper_parts import paper_language, signature_of
from jetekchi.journal.selectors.signed_inspections import (
    INSPECTOR_SIDE,
    LEADER_SIDE,
    inspection_protocol,
)
from jetekchi.organisation import selectors as organisation

if TYPE_CHECKING:
    from jetekchi.documents.models import Signature


def protocol(inspection: Inspection) -> Paper:
    """The protocol of an inspection with its remarks as they stand now; both sides sign it, here or on paper."""
    signed = documents.signed_sides(inspection_protocol(inspection)) if inspection.is_standing else {}
    last = max(signed.values(), key=lambda one: one.at) if signed else None
    language = paper_language()
    lyceum = organisation.lyceum()
    label = inspection.class_group.label
    return Paper(
        kind=_("INSPECTION PROTOCOL № %(number)s") % {"number": inspection.pk},
        title=_("%(kind)s: class %(label)s")
        % {"kind": capfirst(str(inspection.get_kind_display())), "label": label},
        subtitle=dates.official_date(inspection.on),
        language=language,
        header_left=(str(lyceum), lyceum.place) if lyceum else (),
        code="" if inspection.is_standing else str(inspection.get_state_display()),
        printed_at=dates.date_time(timezone.localtime()),
        author=inspection.inspector.name,
        translation_note="" if language == organisation.setting("official_language") else _("translation"),
        blocks=(*_head(inspection), *_remarks(inspection), *_signatures(inspection, signed)),
        sha256=last.sha256 if last else "",
        created=last.at if last else inspection.at,
    )


def _head(inspection: Inspection) -> list[Block]:
    leader = inspection.leader.name if inspection.leader else "–"
    pairs = (
        (_("What was looked at"), inspection.subject),
        (_("Class leader"), leader),
        (_("Inspector"), inspection.inspector.name),
        (pgettext("inspection", "Grade"), inspection.grade or "–"),
    )
    lines = [line for line in inspection.words.splitlines() if line.strip()]
    return [
        Facts(pairs),
        Heading(_("Conclusion"), level=2),
        *(Paragraph(line) for line in lines or ["–"]),
    ]


def _remarks(inspection: Inspection) -> list[Block]:
    rows = [row.remark for row in remarks_of(inspection) if row.remark.state != Remark.State.WITHDRAWN]
    if not rows:
        return [Paragraph(_("There are no remarks."))]
    columns = (
        Column("№", align="right"),
        Column(_("Remark"), width=3),
        Column(_("Paper"), width=1.4),
        Column(_("Addressed to"), width=1.6),
        Column(_("To be mended by")),
        Column(_("State"), width=1.4),
    )
    lines = tuple(
        (
            str(number),
            " ".join(one.words.split()),
            str(one.get_paper_display()) if one.paper else "–",
            one.addressee.short_name,
            dates.short_date(one.due_on),
            str(one.get_state_display()),
        )
        for number, one in enumerate(rows, 1)
    )
    return [Heading(_("Remarks"), level=2), Table(columns, lines)]


def _signatures(inspection: Inspection, signed: "dict[str, Signature]") -> list[Block]:
    inspector = inspection.inspector.person
    name = signature_of(inspector) if inspector else ""
    rows = [documents.signature_row(_("Inspector"), name, signed.get(INSPECTOR_SIDE))]
    if inspection.leader:
        position = _("Acquainted: class leader of %(label)s") % {"label": inspection.class_group.label}
        name = signature_of(inspection.leader)
        rows.append(documents.signature_row(position, name, signed.get(LEADER_SIDE)))
    return list(rows)
