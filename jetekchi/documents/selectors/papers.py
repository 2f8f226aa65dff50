"""Sheets A, B, C, D and the text as official papers, in the columns and the order of the instruction itself."""

import re
from dataclasses import dataclass
from datetime import UTC

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jetekchi.core import dates, papers
from jetekchi.documents.models import ApprovalLine, DocumentVersion
from jetekchi.documents.selectors.readers import acquaintance_sheet
from jetekchi.documents.selectors.route import route_rows
from jetekchi.documents.selectors.versions import clauses_of
from jetekchi.organisation.selectors import setting

SHEETS = ("A", "B", "C", "D")
BLANK_ROWS = {"A": 0, "B": 4, "C": 3, "D": 3}
# What a column holds is told by its head, in any of the three languages.
KINDS = (
    ("sheet", r"барак|лист|sheet|page"),
    ("name", r"\bаты|фамил|ф\.?\s?и\.?\s?о|name"),
    ("position", r"кызмат|должн|position|office"),
    ("basis", r"негиз|основан|basis"),
    ("signature", r"^кол|подпис|роспис|signature"),
    ("date", r"күн|дата|date"),
    ("number", r"катар|№|no|номер|өзгөртүү|изменен|change"),
)


@dataclass(frozen=True)
class SheetPaper:
    """One sheet ready to be shown or set."""

    key: str
    title: str
    subtitle: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    signer: tuple[str, str]


def sheet_of(version: DocumentVersion, key: str) -> SheetPaper:
    """One sheet of an edition, in the language of the edition."""
    with translation.override(version.language):
        title, columns = _head(version, key)
        kinds = tuple(_kind(column) for column in columns)
        values, notes = _values(version, key)
        rows = tuple(tuple(row.get(kind, "") for kind in kinds) for row in values)
        signer = (version.structure or {}).get("signer") or {}
        return SheetPaper(
            key=key,
            title=title,
            subtitle=version.document.title,
            columns=columns,
            kinds=kinds,
            rows=rows,
            notes=tuple(notes),
            signer=(signer.get("title", ""), signer.get("name", "")),
        )


def paper_of(version: DocumentVersion, key: str) -> papers.Paper:
    """A sheet or the text as a paper for PDF and DOCX."""
    if key == "text":
        return _text_paper(version)
    sheet = sheet_of(version, key)
    with translation.override(version.language):
        narrow = {"number", "sheet", "date", "signature"}
        table = papers.Table(
            columns=tuple(
                papers.Column(title, width=0 if kind in narrow else 1)
                for title, kind in zip(sheet.columns, sheet.kinds, strict=True)
            ),
            rows=sheet.rows,
            blank_rows=BLANK_ROWS[key],
        )
        tables = (table,) if sheet.rows or key != "A" else ()
        blocks: list[papers.Block] = [*tables, *(papers.Paragraph(note, small=True) for note in sheet.notes)]
        if key == "A" and sheet.signer[0]:
            blocks.append(
                papers.SignatureRow(position=sheet.signer[0], name=sheet.signer[1], mark=_force_mark(version))
            )
        return _paper(version, sheet.title, sheet.subtitle, tuple(blocks))


def _paper(
    version: DocumentVersion, title: str, subtitle: str, blocks: tuple[papers.Block, ...]
) -> papers.Paper:
    now = timezone.localtime()
    return papers.Paper(
        title=title,
        subtitle=subtitle,
        language=version.language,  # type: ignore[arg-type]
        blocks=blocks,
        code=version.document.code,
        version=_("edition %(number)s") % {"number": version.number},
        sha256=version.sha256,
        printed_at=dates.date_time(now),
        created=now.astimezone(UTC).replace(microsecond=0),
    )


def _text_paper(version: DocumentVersion) -> papers.Paper:
    """The clauses verbatim under their headings; a text without clauses line by line."""
    blocks: list[papers.Block] = []
    intros = {s["number"]: s.get("intro", "") for s in (version.structure or {}).get("sections", [])}
    section = None
    for clause in clauses_of(version):
        if clause.section != section and clause.section_title:
            blocks.append(papers.Heading(f"{clause.section}. {clause.section_title}", 2))
            if intros.get(clause.section):
                blocks.append(papers.Paragraph(intros[clause.section]))
        section = clause.section
        blocks.append(papers.Paragraph(f"{clause.number}. {clause.display}"))
        if clause.bullets:
            blocks.append(papers.BulletList(tuple(" ".join(bullet.split()) for bullet in clause.bullets)))
    if not blocks:
        blocks = [papers.Paragraph(line) for line in version.source_text.split("\n") if line.strip()]
    signer = (version.structure or {}).get("signer")
    with translation.override(version.language):
        if signer:
            row = papers.SignatureRow(
                position=signer["title"], name=signer["name"], mark=_force_mark(version)
            )
            blocks.append(papers.Keep((row,)))
        return _paper(version, version.document.title, "", tuple(blocks))


def _force_mark(version: DocumentVersion) -> str:
    if version.in_force_by is None:
        return ""
    return f"{_('electronic signature')}, {dates.short_date(timezone.localdate(version.in_force_by.at))}"


def _head(version: DocumentVersion, key: str) -> tuple[str, tuple[str, ...]]:
    """Title and columns as the instruction has them, else the usual ones; the date is an option of sheet D."""
    usual = {
        "A": (_("Approval sheet"), (_("No."), _("Office"), _("Full name"), _("Signature"), _("Date"))),
        "B": (
            _("Register of changes"),
            (
                _("No."),
                _("Number of the replaced sheet"),
                _("Basis (document)"),
                _("Signature"),
                _("Date of the change"),
            ),
        ),
        "C": (
            _("Acquaintance of the staff"),
            (_("Change no."), _("Full name"), _("Position"), _("Date"), _("Signature")),
        ),
        "D": (
            _("Class leaders who know the document"),
            (_("No."), _("Full name of the class leader"), _("Signature")),
        ),
    }
    found = (version.structure or {}).get("tables", {}).get(key)
    title, columns = (found["title"], tuple(found["columns"])) if found else usual[key]
    if key == "D" and setting("print_signing_date") and "date" not in {_kind(column) for column in columns}:
        columns = (*columns, _("Date"))
    return title, columns


def _kind(column: str) -> str:
    words = column.strip().casefold()
    return next((kind for kind, pattern in KINDS if re.search(pattern, words)), "other")


def _values(version: DocumentVersion, key: str) -> tuple[list[dict[str, str]], list[str]]:
    if key == "A":
        return _approval_values(version)
    if key == "B":
        return _change_values(version), []
    return _reader_values(version, key), []


def _approval_values(version: DocumentVersion) -> tuple[list[dict[str, str]], list[str]]:
    rows, notes = [], []
    marks = {
        ApprovalLine.Status.AGREED: _("electronic signature"),
        ApprovalLine.Status.AGREED_WITH_REMARK: _("electronic signature, remark attached"),
        ApprovalLine.Status.DECLINED: _("returned, remark attached"),
        ApprovalLine.Status.SKIPPED: _("seat vacant"),
    }
    for place, row in enumerate(route_rows(version), start=1):
        act = row.act
        rows.append(
            {
                "number": str(place),
                "position": row.line.title,
                "name": row.name,
                "signature": str(marks.get(ApprovalLine.Status(row.line.status), "")) if act else "",
                "date": dates.short_date(timezone.localdate(act.at)) if act else "",
            }
        )
        if act and act.remark:
            words = {"number": place, "remark": act.remark}
            notes.append(_("Remark (%(number)s): %(remark)s") % words)
    if not rows:
        # A table without a line would look like one that lost its lines.
        is_open = version.status in (DocumentVersion.Status.DRAFT, DocumentVersion.Status.RETURNED)
        notes.append(
            _("No office was asked to agree to this edition yet.")
            if is_open
            else _("No office was asked to agree to this edition.")
        )
    return rows, notes


def _change_values(version: DocumentVersion) -> list[dict[str, str]]:
    changes = version.document.changes.filter(version__number__lte=version.number).select_related("signature")
    return [
        {
            "number": str(change.number),
            "sheet": change.replaced_sheet,
            "basis": change.basis,
            "signature": f"{_('electronic signature')}, {change.signature.signer_name}",
            "date": dates.short_date(change.entered_on),
        }
        for change in changes.order_by("number")
    ]


def _reader_values(version: DocumentVersion, key: str) -> list[dict[str, str]]:
    rows = [row for row in acquaintance_sheet(version) if row.row]
    if key == "D":
        rows = [row for row in rows if row.row and row.row.as_class_leader]
    return [
        {
            "number": str(place) if key == "D" else str(version.number),
            "name": row.person.name,
            "position": row.position,
            "signature": _("electronic signature"),
            "date": dates.short_date(timezone.localdate(row.row.signed_at)) if row.row else "",
        }
        for place, row in enumerate(rows, start=1)
    ]
