"""The plan as an official paper: approval block, words, the grid by months, signatures."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.papers import (
    Approval,
    ApprovalBlock,
    Block,
    BulletList,
    Column,
    Heading,
    Paper,
    Paragraph,
    SignatureRow,
    Table,
)
from jetekchi.core.papers.model import Language
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.organisation.roles import Role
from jetekchi.plan.models import PlanAct, PlanItem, PlanPaper
from jetekchi.plan.selectors import editions
from jetekchi.plan.selectors.before import figures_signed
from jetekchi.plan.selectors.board import items_of
from jetekchi.plan.selectors.editions import Edition
from jetekchi.plan.selectors.material import months_signed


def plan_paper(
    class_group: ClassGroup,
    half: Term | None,
    paper: PlanPaper | None,
    *,
    as_signed: bool = False,
    approval: PlanAct | None = None,
) -> Paper:
    """The plan of a class for a half-year or the year (3.1): a draft, or what was signed, with its hash.

    `as_signed`: for whom the words of an open correction are not; they get the last edition that was signed.
    `approval`: the edition that this approval put into force, whatever was signed after it.
    """
    edition = _chosen(class_group, half, paper, as_signed, approval)
    language, lyceum = _language(), organisation.lyceum()
    leader = edition.leader(class_group)
    return Paper(
        kind=_("PLAN"),
        title=_("of upbringing work, class %(label)s") % {"label": class_group.label},
        subtitle=_period(class_group, half),
        language=language,
        header_left=(str(lyceum), lyceum.place) if lyceum else (),
        code="" if edition.number else _("draft"),
        version=_("edition %(number)s") % {"number": edition.number} if edition.number else "",
        sha256=edition.sha256,
        printed_at=dates.date_time(timezone.localtime()),
        author=leader.name if leader else "",
        translation_note="" if language == organisation.setting("official_language") else _("translation"),
        landscape=True,
        created=edition.frozen_at,
        blocks=(
            ApprovalBlock(right=_approval(edition.approval)),
            *_words(edition.material),
            *_grid(edition.material, {item.pk: item for item in items_of(class_group, half)}),
            _signature(class_group, edition, leader.short_name if leader else ""),
        ),
    )


def _period(class_group: ClassGroup, half: Term | None) -> str:
    return _("%(half)s of the school year %(year)s") % {
        "half": str(half) if half else _("the whole year"),
        "year": class_group.year.name.replace("-", "–"),
    }


def _chosen(
    class_group: ClassGroup,
    half: Term | None,
    paper: PlanPaper | None,
    as_signed: bool,
    approval: PlanAct | None,
) -> Edition:
    if approval is not None:
        return editions.approved(approval)
    if paper is not None and (as_signed or not paper.is_open):
        return editions.last_signed(paper)
    return editions.draft(class_group, half, paper)


def _signature(class_group: ClassGroup, edition: Edition, name: str) -> SignatureRow:
    at = edition.signature.at if edition.signature else None
    return SignatureRow(
        position=_("Class leader of %(label)s") % {"label": class_group.label},
        name=name,
        mark=_mark(at) if at else "",
        date_text=dates.official_date(at) if at else "",
    )


def _language() -> Language:
    language = get_language()
    return language if language in ("ky", "ru", "en") else "ky"  # type: ignore[return-value]


def _mark(at: Any) -> str:
    return _("electronic signature %(at)s") % {"at": dates.date_time(timezone.localtime(at))}


def _approval(act: PlanAct | None) -> Approval:
    """Who approves; signed when the very edition that is printed was approved."""
    chiefs = organisation.users_with_role(Role.HEAD_OF_UPBRINGING)[:1]
    person = act.by.person if act else chiefs[0].person if chiefs else None
    return Approval(
        word=_("APPROVED BY"),
        position=_("Head of upbringing department"),
        name=person.short_name if person else "",
        date_text=dates.official_date(act.at) if act else dates.blank_date(),
        mark=_mark(act.at) if act else "",
    )


def _words(material: dict[str, Any]) -> list[Block]:
    found: list[Block] = []
    basis = material.get("basis") or []
    if basis:
        found += [Heading(_("What the plan rests on"), level=2), BulletList(tuple(basis))]
    texts: tuple[tuple[str, str, list[Block]], ...] = (
        (_("Analysis of the period before"), material.get("analysis", ""), _figures(material)),
        (_("Aim"), material.get("aim", ""), []),
        (_("Tasks"), material.get("tasks", ""), []),
    )
    for heading, text, figures in texts:
        lines = [line for line in text.splitlines() if line.strip()]
        found += [Heading(heading, level=2), *figures, *(Paragraph(line) for line in lines or ["–"])]
    return found


def _figures(material: dict[str, Any]) -> list[Block]:
    """The figures that the analysis rests on; an edition that was signed without them is printed without them."""
    before = figures_signed(material)
    if before is None:
        return []
    if not before.figures:
        return [Paragraph(_("– There are no records of this class in the period before."), small=True)]
    columns = (Column(_("Figures of the period before"), width=2), Column(before.period, width=1))
    rows = tuple(
        (one.label, f"{one.text} ({one.reason})" if one.reason else one.text) for one in before.figures
    )
    return [Table(columns=columns, rows=rows)]


def _grid(material: dict[str, Any], live: dict[int, PlanItem]) -> list[Block]:
    columns = (
        Column("№", align="right"),
        Column(_("What is planned"), width=3),
        Column(_("Direction"), width=2),
        Column(_("Day"), width=1),
        Column(_("Who answers for it"), width=1.5),
        Column(_("Participants"), width=1.5),
        Column(_("Expected result"), width=2),
        Column(_("Mark of completion"), width=1.5),
    )
    blocks: list[Block] = [Heading(_("Directions and months"), level=2)]
    number = 0
    for month, lines in months_signed(material):
        rows = []
        for direction, item in lines:
            number += 1
            outcome = _outcome(live.get(item["id"]), month)
            rows.append((str(number), *_cells(direction, item), outcome))
        caption = f"{dates.month_name(month)} {month.year}".capitalize()
        # A heading stays with its table; a caption may be left alone at the foot of a sheet.
        blocks += [Heading(caption, level=3), Table(columns=columns, rows=tuple(rows))]
    return blocks if number else [*blocks, Paragraph(_("Nothing is planned yet."))]


def _cells(direction: str, item: dict[str, Any]) -> tuple[str, ...]:
    title = f"{item['title']} ({item['form']})" if item["form"] else item["title"]
    day = dates.short_day(item["on"]) if item["on"] else ""
    return title, direction, day, item["responsible"], item["participants"], item["expected"]


def _outcome(item: PlanItem | None, month: date) -> str:
    """What came of the line that was planned for this month."""
    if item is None:
        return ""
    if item.state == PlanItem.State.DONE and item.done_on:
        return _("done %(day)s") % {"day": dates.short_day(item.done_on)}
    if item.state == PlanItem.State.DROPPED:
        return _("dropped: %(reason)s") % {"reason": item.reason}
    if item.month != month:
        return _("moved to %(month)s") % {"month": dates.month_name(item.month)}
    if item.is_moved and item.moved_from:
        return _("moved from %(month)s") % {"month": dates.month_name(item.moved_from)}
    return ""
