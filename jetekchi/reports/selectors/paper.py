"""The report as an official A4 paper, for PDF and DOCX alike."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.papers import Block as PaperBlock
from jetekchi.core.papers import Column, Figure, Heading, Keep, Paper, Paragraph, Run, SignatureRow, Table
from jetekchi.core.papers.model import Language
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.roles import Role
from jetekchi.reports.models import HalfYearReport
from jetekchi.reports.selectors.draft import Draft
from jetekchi.reports.selectors.sentences import Block, Grid, Part, Picture, Section, Sentence


def report_paper(draft: Draft) -> Paper:
    """The paper of a report: open ones say that they are drafts, signed ones carry their hash (3.8)."""
    language = _language()
    head = draft.material.head
    report = draft.report
    is_frozen = report is not None and not report.is_open
    lyceum = organisation.lyceum()
    official = organisation.setting("official_language")
    half = _("half-year I") if head["half"] == 1 else _("half-year II")
    return Paper(
        kind=_("REPORT"),
        title=_("on the work done in class %(label)s") % {"label": head["class"]},
        subtitle=_("%(half)s of the school year %(year)s")
        % {"half": half, "year": head["year"].replace("-", "–")},
        language=language,
        header_left=(str(lyceum), lyceum.place) if lyceum else (),
        header_right=(
            _("To the head of study department"),
            _("from the class leader of %(label)s") % {"label": head["class"]},
            head["leader"],
        ),
        code="" if is_frozen else _("draft"),
        version=_("edition %(number)s") % {"number": report.edition} if report and report.edition else "",
        sha256=report.sha256 if report and is_frozen else "",
        printed_at=dates.date_time(timezone.localtime()),
        author=head["leader"],
        translation_note="" if language == official else _("translation"),
        created=report.frozen_at if report and is_frozen else None,
        blocks=tuple(_all_blocks(draft)),
    )


def _language() -> Language:
    language = get_language()
    return language if language in ("ky", "ru", "en") else "ky"  # type: ignore[return-value]


def _all_blocks(draft: Draft) -> list[PaperBlock]:
    blocks: list[PaperBlock] = []
    for section in draft.sections[:-2]:
        blocks += _section(section, draft.words.get(section.key, ""))
    last, signing = draft.sections[-2:]
    closing = [*_section(last, draft.words.get(last.key, "")), *_section(signing, ""), *_signatures(draft)]
    blocks.append(Keep(tuple(closing)))
    return blocks


def _section(section: Section, words: str) -> list[PaperBlock]:
    blocks: list[PaperBlock] = [Heading(f"{section.number}. {section.title}", level=2)]
    blocks += [_block(block) for block in section.blocks]
    blocks += [Paragraph(line) for line in words.splitlines() if line.strip()]
    if len(blocks) == 1 and section.key not in ("signing",):
        blocks.append(Paragraph("–"))
    return blocks


def _run(part: Part) -> Run:
    return Run(part.text, url=f"{settings.PUBLIC_URL}{part.url}" if part.url else "")


def _block(block: Block) -> PaperBlock:
    if isinstance(block, Sentence):
        return Paragraph(tuple(_run(part) for part in block.parts))
    if isinstance(block, Picture):
        return Figure(block.svg, alt=block.caption, caption=block.caption)
    assert isinstance(block, Grid)
    columns = tuple(
        Column(title, align="right" if is_number else "left", width=1 if index == block.widest else 0)
        for index, (title, is_number) in enumerate(block.heads)
    )
    return Table(columns=columns, rows=tuple(tuple((_run(part),) for part in row) for row in block.rows))


def _signatures(draft: Draft) -> list[PaperBlock]:
    head, report = draft.material.head, draft.report
    signed = report.signature if report and not report.is_open else None
    accepted = next((act for act in draft.acts if act.to_state == HalfYearReport.State.ACCEPTED), None)
    chiefs = [user.person for user in organisation.users_with_role(Role.HEAD_OF_STUDY)[:1] if user.person]
    rows: list[PaperBlock] = [
        SignatureRow(
            position=_("Class leader of %(label)s") % {"label": head["class"]},
            name=head["leader_short"],
            mark=_("electronic signature %(at)s") % {"at": dates.date_time(timezone.localtime(signed.at))}
            if signed
            else "",
            date_text=dates.official_date(signed.at) if signed else "",
        ),
        SignatureRow(
            position=_("Accepted: head of study department"),
            name=accepted.by.person.short_name
            if accepted and accepted.by.person
            else chiefs[0].short_name
            if chiefs
            else "",
            mark=_("electronic signature %(at)s") % {"at": dates.date_time(timezone.localtime(accepted.at))}
            if accepted
            else "",
            date_text=dates.official_date(accepted.at) if accepted else "",
        ),
    ]
    return rows


def due_on(draft: Draft) -> date:
    """When the report is due: the half-year's end and the days of the setting."""
    return draft.half.end_on + timedelta(days=int(organisation.setting("report_due_days")))
