"""A work schedule on official paper, its signatures, and the deeds that its page leads to (3.13)."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from jetekchi.core import dates, kyrgyz
from jetekchi.core.papers import (
    Approval,
    ApprovalBlock,
    Block,
    Column,
    Facts,
    Keep,
    Paper,
    Paragraph,
    SignatureRow,
    Table,
)
from jetekchi.documents.models import SealedPaper, Signature
from jetekchi.documents.permissions import SealedKind, Somebody, register_sealed_kind
from jetekchi.documents.selectors.seals import Sealing
from jetekchi.documents.selectors.signatures import signatures_of
from jetekchi.organisation import links
from jetekchi.organisation import schedule_rights as rights
from jetekchi.organisation.links import Link
from jetekchi.organisation.models import Person, User, WorkSchedule
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors import lyceum, setting, users_with_role
from jetekchi.organisation.selectors.schedules import Week, lines_of, material_of, week_of

FORMATS = ("pdf", "docx")
SEALED = "work_schedule"
AUTHOR = gettext_noop("Class leader")
DIRECTOR = gettext_noop("Director of pre-university training")


def links_of(user: User, schedule: WorkSchedule) -> Iterator[Link]:
    """Sign it, decide on it, print it: what this user may do with this version in its state."""
    if schedule.is_open and rights.may_write(user, schedule.staff):
        url = reverse("documents:schedule_signature", args=[schedule.pk])
        yield Link(gettext_lazy("Sign and submit"), url, "sign", is_main=True)
    if schedule.state == "submitted" and rights.may_judge(user, schedule):
        url = reverse("documents:schedule_decision", args=[schedule.pk])
        yield Link(gettext_lazy("Approve or return"), url, "sign", is_main=True)
    for kind, icon in zip(FORMATS, ("print", "download"), strict=True):
        yield Link(kind.upper(), reverse("documents:schedule_paper", args=[schedule.pk, kind]), icon)


def register() -> None:
    """Put these deeds on the page of a schedule, and say who sees its sealed prints and when they still count."""
    links.register_schedule_links(links_of)
    title = gettext_lazy("Work schedule of a class leader")
    kind = SealedKind(title, _may_see, _is_current, approver=DIRECTOR, begins=_begins)
    register_sealed_kind(SEALED, kind)


def sealing_of(schedule: WorkSchedule) -> Sealing | None:
    """What the seal of a schedule says: offices and times, no names; nothing before it is signed (3.13)."""
    signed, approved = _signatures(schedule)
    if schedule.is_open or signed is None:
        return None
    return Sealing(
        kind=SEALED,
        subject=schedule,
        edition=str(schedule.number),
        signed_sha256=schedule.sha256,
        signatures=((AUTHOR, signed.at), *([(DIRECTOR, approved.at)] if approved else [])),
    )


def _may_see(user: Somebody, paper: SealedPaper) -> bool:
    return rights.visible_schedules(user).filter(pk=paper.subject_pk).exists()


def _is_current(paper: SealedPaper) -> bool:
    """A schedule that was given back or taken back counts no more, nor one that a later one or a new year has followed."""
    schedule = WorkSchedule.objects.select_related("year").filter(pk=paper.subject_pk).first()
    if schedule is None or schedule.is_open or schedule.sha256 != paper.signed_sha256:
        return False
    today = timezone.localdate()
    followed = WorkSchedule.objects.filter(
        staff=schedule.staff_id, year=schedule.year_id, number__gt=schedule.number, in_force_on__lte=today
    )
    return today <= schedule.year.end_on and not followed.exists()


def _begins(paper: SealedPaper) -> date | None:
    schedule = WorkSchedule.objects.filter(pk=paper.subject_pk).only("in_force_on").first()
    return schedule.in_force_on if schedule else None


def schedule_paper(schedule: WorkSchedule) -> Paper:
    """The week as an official paper: approval at the head, the lines day by day, the author's signature (3.13)."""
    language = setting("official_language")
    with translation.override(language):
        material = material_of(schedule)
        unit = lyceum()
        is_frozen = schedule.frozen is not None
        signed, approved = _signatures(schedule)
        return Paper(
            kind=_("WORK SCHEDULE"),
            title=_("of the class leader"),
            subtitle=_("school year %(year)s") % {"year": material["year"].replace("-", "–")},
            language=language,
            header_left=(str(unit), unit.place) if unit else (),
            code="" if is_frozen else _("draft"),
            version=_("edition %(number)s") % {"number": schedule.number},
            sha256=schedule.sha256,
            printed_at=dates.date_time(timezone.localtime()),
            author=material["person"],
            created=schedule.approved_at or (schedule.submitted_at if is_frozen else None),
            blocks=(
                ApprovalBlock(right=_approval(approved)),
                _facts(schedule, material),
                *_week(week_of(lines_of(schedule))),
                Keep((_author(schedule, signed),)),
            ),
        )


def _signatures(schedule: WorkSchedule) -> tuple[Signature | None, Signature | None]:
    """The author's and the director's signatures under these very bytes."""
    if not schedule.sha256:
        return None, None
    found = {one.purpose: one for one in signatures_of(schedule) if one.sha256 == schedule.sha256}
    return found.get("submit_schedule"), found.get("approve_schedule")


def _signature_name(person: Person | None) -> str:
    return kyrgyz.signature_name(person.surname, person.given, person.patronymic) if person else ""


def _mark(signature: Signature | None) -> str:
    if signature is None:
        return ""
    return _("electronic signature %(at)s") % {"at": dates.date_time(timezone.localtime(signature.at))}


def _approval(approved: Signature | None) -> Approval:
    directors = users_with_role(Role.PREUNI_DIRECTOR)[:1]
    person = approved.signer.person if approved else directors[0].person if directors else None
    return Approval(
        word=_("APPROVED BY"),
        position=_("Director of pre-university training"),
        name=_signature_name(person),
        date_text=dates.official_date(approved.at) if approved else dates.blank_date(),
        mark=_mark(approved),
    )


def _facts(schedule: WorkSchedule, material: dict[str, object]) -> Facts:
    classes = material["classes"]
    assert isinstance(classes, list)
    from_on = schedule.in_force_on or date.fromisoformat(str(material["from_on"]))
    return Facts(
        (
            (_("Class leader"), str(material["person"])),
            (_("Position"), str(material["position"])),
            (_("Class"), ", ".join(classes) or "–"),
            (_("In force from"), dates.official_date(from_on)),
        )
    )


def _week(week: Week) -> list[Block]:
    columns = (
        Column(_("Day")),
        Column(_("Time")),
        Column(_("What"), width=3),
        Column(_("Where"), width=1.5),
    )
    rows = tuple(
        (day.name if place == 0 else "", line.times, line.what, line.where or "–")
        for day in week.days
        for place, line in enumerate(day.lines)
    )
    if not rows:
        return [Paragraph(_("Nothing is written yet."))]
    return [
        Table(columns=columns, rows=rows),
        Paragraph(_("In a week: %(time)s.") % {"time": week.time_words}, align="left"),
    ]


def _author(schedule: WorkSchedule, signed: Signature | None) -> SignatureRow:
    return SignatureRow(
        position=_("Class leader"),
        name=_signature_name(schedule.staff.person),
        date_text=dates.official_date(signed.at) if signed else "",
        mark=_mark(signed),
    )
