"""Read an official instruction out of plain text: sections, clauses, bullets, signer, offices, sheets.

It reads papers as they come out of Word and PDF: blank lines and page breaks inside a clause, numbers without space
or dot, headings on two lines, names after wide gaps. What it was not sure of it says in ``notes``; a text that is no
instruction is refused.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from jetekchi.core.http import Refused

from . import reading_body, reading_sheets
from .reading_lines import normalise, split_lines

FEWEST_CLAUSES = 4
LONGEST_TEXT = 200_000


@dataclass(frozen=True)
class ReadClause:
    """One numbered clause: the words as in the source, and the same words for reading."""

    number: str
    section: str
    section_title: str
    text: str
    bullets: tuple[str, ...] = ()

    @property
    def display(self) -> str:
        """The same words on one line."""
        return normalise(self.text)


@dataclass(frozen=True)
class ReadSection:
    """A heading with its number and the words between it and its first clause."""

    number: str
    title: str
    intro: str = ""


@dataclass(frozen=True)
class ReadOffice:
    """A line of the approval sheet; without a name the seat is vacant."""

    title: str
    name: str = ""


@dataclass(frozen=True)
class ReadTable:
    """A sheet of the paper: B changes, C staff, D class leaders."""

    sheet: str
    title: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class ReadInstruction:
    """Everything that was recognised, and what was not."""

    title: str
    sections: tuple[ReadSection, ...]
    clauses: tuple[ReadClause, ...]
    signer: ReadOffice | None = None
    offices: tuple[ReadOffice, ...] = ()
    tables: tuple[ReadTable, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)


def read_instruction(text: str) -> ReadInstruction:
    """Recognise an instruction in a text, or refuse the text with the reason."""
    if not text.strip():
        raise Refused("empty_text", _("The file holds no text."))
    if len(text) > LONGEST_TEXT:
        raise Refused("text_too_long", _("The text is longer than an instruction can be."))
    if "\x00" in text or text.count("\ufffd") > 3:
        raise Refused(
            "unreadable_text", _("The file is damaged or is not a text: it holds unreadable characters.")
        )
    lines = split_lines(text)
    body = reading_body.read_body(lines)
    if body is None or len(body.clauses) < FEWEST_CLAUSES or not reading_body.is_official(body):
        raise Refused(
            "not_an_instruction",
            _(
                "This is not recognised as an instruction: no title or no numbered clauses such as 1.1, 1.2, 2.1."
            ),
        )
    front, tail = lines[: body.first], lines[body.last :]
    sheets = reading_sheets.read_sheets(front, tail)
    return ReadInstruction(
        title=body.title,
        sections=tuple(ReadSection(s.number, normalise(s.title), normalise(s.intro)) for s in body.sections),
        clauses=_clauses(body),
        signer=ReadOffice(*sheets.signer) if sheets.signer else None,
        offices=tuple(ReadOffice(title, name) for title, name in sheets.offices),
        tables=tuple(ReadTable(*table) for table in sheets.tables),
        notes=tuple(_notes(body, sheets)),
    )


def _notes(body: "reading_body.Body", sheets: reading_sheets.Sheets) -> list[str]:
    """What was not recognised, in words for the person who imports."""
    notes = [*body.notes]
    if not sheets.offices:
        notes.append(
            _("No offices of an approval sheet were found; add them on the page of the approval route.")
        )
    if sheets.signer is None:
        notes.append(_("No signing official was found."))
    for key in "BCD":
        if key not in {sheet for sheet, _title, _columns in sheets.tables}:
            notes.append(
                _("Sheet %(sheet)s was not found; it is printed in the usual columns.") % {"sheet": key}
            )
    notes += [_("Not recognised: “%(line)s”") % {"line": line[:120]} for line in sheets.unread]
    return notes


def _clauses(body: "reading_body.Body") -> tuple[ReadClause, ...]:
    titles = {section.number: normalise(section.title) for section in body.sections}
    return tuple(
        ReadClause(
            c.number,
            c.section,
            titles.get(c.section, ""),
            "\n".join(c.lines),
            tuple("\n".join(b) for b in c.bullets),
        )
        for c in body.clauses
    )
