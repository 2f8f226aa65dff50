"""Excuses: sent by the family, answered by the class leader; an accepted one is the reason in every roll (5.1).

A notice says only that something waits: no name, no illness leaves in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import attachments, audit, kyrgyz, notices
from jetekchi.core.http import Refused
from jetekchi.journal.models import Excuse, ExcuseAct
from jetekchi.journal.selectors.excuse_days import why_no_excuse
from jetekchi.journal.services import excuse_lessons
from jetekchi.journal.services.leading import who_leads
from jetekchi.organisation.models import Student, User
from jetekchi.organisation.selectors import current_year
from jetekchi.organisation.services.closed import refuse_closed_days

WAITS = gettext_noop("An excuse waits for your answer.")
ANSWERED = gettext_noop("An excuse that you sent was answered.")
REVOKED = gettext_noop("The answer to an excuse that you sent was taken back.")
NOT_ACCEPTED = _("This excuse is not accepted any more. Nothing was changed; see what became of it.")
MOST_DAYS = 62
State, Deed = Excuse.State, ExcuseAct.Deed
_TOLD: dict[str, str] = {
    Deed.SENT: "journal:excuse:sent",
    Deed.ACCEPTED: "journal:excuse:accepted",
    Deed.RETURNED: "journal:excuse:returned",
    Deed.WITHDRAWN: "journal:excuse:withdrawn",
    Deed.REVOKED: "journal:excuse:revoked",
    Deed.CORRECTED: "journal:excuse:corrected",
}


@dataclass(frozen=True)
class Away:
    """When a student is away: days, or lessons of one day."""

    from_on: date
    until_on: date
    first_lesson: int | None = None
    last_lesson: int | None = None


@transaction.atomic
def send_excuse(
    *,
    by: User,
    student: Student,
    away: Away,
    kind: str,
    words: str = "",
    upload: UploadedFile | None = None,
    is_paper: bool = False,
) -> Excuse:
    """Write why a student was or will be away (5.1).

    Refused: days outside the school year, of a closed half-year or without school, too many, the same sent already,
    another reason without words. A roll that says «present» is no refusal: it stays, and the leader is told.
    """
    # Two of one family who send at once stand one after the other.
    student = Student.objects.select_for_update(of=("self",)).get(pk=student.pk)
    _refuse_days(student, away)
    excuse = Excuse(student=student, is_paper=is_paper, by=by)
    _say(by, excuse, away, kind, words, upload)
    _act(by, excuse, Deed.SENT)
    audit.record(by, _TOLD[Deed.SENT], excuse, student=student.pk, is_paper=is_paper)
    _tell_leaders(by, excuse)
    return excuse


def _say(by: User, excuse: Excuse, away: Away, kind: str, words: str, upload: UploadedFile | None) -> None:
    """What stands in the excuse from now on; it waits for an answer."""
    excuse.words = kyrgyz.mend(words).strip()
    if kind == Excuse.Kind.OTHER and not excuse.words:
        raise Refused("words-missing", _("Write in a few words what the reason is."))
    for name, value in vars(away).items():
        setattr(excuse, name, value)
    excuse.kind, excuse.state, excuse.sent_at = kind, State.SENT, timezone.now()
    excuse.full_clean(exclude=["file"])
    _refuse_twice(excuse)
    if upload is not None:
        excuse.file = attachments.keep(by=by, upload=upload)
    excuse.save()


def _tell_leaders(by: User, excuse: Excuse) -> None:
    leaders = [user for user in who_leads(excuse.student.class_group_id) if user.pk != by.pk]
    notices.queue(to=leaders, message=WAITS, clause="5.1", url=_url(excuse))


@transaction.atomic
def correct_excuse(
    *,
    by: User,
    excuse: Excuse,
    away: Away,
    kind: str,
    words: str = "",
    upload: UploadedFile | None = None,
) -> Excuse:
    """Correct an excuse that came back and send it again; what stood there before stays in its history (5.1).

    The file stays unless another one is given. Refused: one that did not come back, and as a new one is.
    """
    Student.objects.select_for_update(of=("self",)).get(pk=excuse.student_id)
    row = _locked(excuse)
    if row.state != State.RETURNED:
        raise Refused(
            "excuse-not-returned",
            _("Only an excuse that came back is corrected. Nothing was changed; see what became of it."),
        )
    _refuse_days(row.student, away)
    was = _standing(row)
    _say(by, row, away, kind, words, upload)
    _act(by, row, Deed.CORRECTED, was=was)
    audit.record(by, _TOLD[Deed.CORRECTED], row, student=row.student_id, is_paper=row.is_paper)
    _tell_leaders(by, row)
    return row


def _standing(row: Excuse) -> dict[str, Any]:
    numbers = dict.fromkeys(str(one) for one in (row.first_lesson, row.last_lesson) if one)
    lessons = "–".join(numbers)
    days = {"from_on": row.from_on.isoformat(), "until_on": row.until_on.isoformat(), "lessons": lessons}
    return {**days, "kind": row.kind, "words": row.words, "file": row.file.name if row.file else ""}


def _refuse_days(student: Student, away: Away) -> None:
    if away.until_on < away.from_on:
        raise Refused("days-order", _("The last day lies before the first one. Correct the days."))
    if away.until_on - away.from_on > timedelta(days=MOST_DAYS):
        raise Refused("too-many-days", _("An excuse is for two months at most. Write another one after it."))
    year = current_year(timezone.localdate())
    if year is None or away.from_on < year.start_on or away.until_on > year.end_on:
        raise Refused("outside-year", _("These days are not of this school year. Correct the days."))
    if words := why_no_excuse(student, away.from_on, away.until_on):
        raise Refused("no-school-day", words)
    _refuse_closed(away.from_on, away.until_on)


def _refuse_closed(first: date, last: date) -> None:
    refuse_closed_days(
        first,
        last,
        words=_(
            "The half-year of these days is closed: its absences stay as they are. Ask the head of study."
        ),
    )


def _refuse_twice(excuse: Excuse) -> None:
    same = Excuse.objects.filter(
        student=excuse.student,
        from_on=excuse.from_on,
        until_on=excuse.until_on,
        first_lesson=excuse.first_lesson,
        last_lesson=excuse.last_lesson,
        state__in=[State.SENT, State.ACCEPTED],
    ).exclude(pk=excuse.pk)
    if same.exists():
        raise Refused("excuse-sent", _("An excuse for these very days was sent already. Nothing was added."))


@transaction.atomic
def accept_excuse(*, by: User, excuse: Excuse) -> Excuse:
    """Take the excuse: missed lessons of that time get its reason, with their history; later rolls suggest it (5.1).

    Refused: it was answered or withdrawn already, the half-year is closed. Two who accept at once have one effect.
    """
    row = _waiting(excuse)
    lessons = excuse_lessons.locked_lessons(row)
    _refuse_closed(row.from_on, row.until_on)
    differing = excuse_lessons.differing_absences(row)
    act = _answer(by, row, Deed.ACCEPTED, settled=len(differing))
    excuse_lessons.settle_absences(row, act, differing)
    excuse_lessons.settle_rolls(by, row, lessons)
    return row


@transaction.atomic
def accept_excuses(*, by: User, excuses: Iterable[Excuse]) -> list[Excuse]:
    """Several at once, all or none; what a colleague has answered meanwhile is left out."""
    chosen = sorted({excuse.pk for excuse in excuses})
    waiting = Excuse.objects.select_for_update(of=("self",)).filter(pk__in=chosen, state=State.SENT)
    return [accept_excuse(by=by, excuse=one) for one in waiting.order_by("pk")]


@transaction.atomic
def revoke_excuse(*, by: User, excuse: Excuse, words: str) -> Excuse:
    """Take an acceptance back with a reason: lists and rolls go back to what stood there, the excuse waits anew (5.1).

    Refused: it is not accepted, no reason, the half-year is closed.
    """
    row = _locked(excuse)
    words = kyrgyz.mend(words).strip()
    if row.state != State.ACCEPTED:
        raise Refused("excuse-not-accepted", NOT_ACCEPTED)
    if not words:
        raise Refused("words-missing", _("Write why the acceptance is taken back."))
    excuse_lessons.locked_lessons(row)
    _refuse_closed(row.from_on, row.until_on)
    acceptance = row.acts.filter(state=Deed.ACCEPTED).order_by("at", "pk").last()
    assert acceptance is not None
    _turn(by, row, Deed.REVOKED, words, excuse_lessons.give_back(by, row, acceptance), state=State.SENT)
    notices.queue(to=[row.by] if row.by_id != by.pk else [], message=REVOKED, clause="5.1", url=_url(row))
    return row


@transaction.atomic
def revoke_excuses(*, by: User, excuses: Iterable[Excuse], words: str) -> list[Excuse]:
    """Several at once, all or none; what is not accepted any more is left out."""
    chosen = sorted({excuse.pk for excuse in excuses})
    accepted = Excuse.objects.select_for_update(of=("self",)).filter(pk__in=chosen, state=State.ACCEPTED)
    found = [revoke_excuse(by=by, excuse=one, words=words) for one in accepted.order_by("pk")]
    if not found:
        raise Refused("excuse-not-accepted", NOT_ACCEPTED)
    return found


@transaction.atomic
def return_excuse(*, by: User, excuse: Excuse, words: str) -> Excuse:
    """Give it back with words: the family corrects it and sends it again (5.1)."""
    row = _waiting(excuse)
    words = kyrgyz.mend(words).strip()
    if not words:
        raise Refused("words-missing", _("Write why the excuse is returned and what is lacking."))
    _answer(by, row, Deed.RETURNED, words=words)
    return row


@transaction.atomic
def withdraw_excuse(*, by: User, excuse: Excuse) -> Excuse:
    """Take the own excuse back while nobody has answered it."""
    row = _waiting(excuse)
    _turn(by, row, Deed.WITHDRAWN)
    return row


def _locked(excuse: Excuse) -> Excuse:
    return Excuse.objects.select_for_update(of=("self",)).select_related("student", "file").get(pk=excuse.pk)


def _waiting(excuse: Excuse) -> Excuse:
    row = _locked(excuse)
    if row.state != State.SENT:
        raise Refused(
            "excuse-answered",
            _("This excuse was answered or withdrawn already. Nothing was changed; see what became of it."),
        )
    return row


def _answer(by: User, row: Excuse, deed: str, words: str = "", settled: int = 0) -> ExcuseAct:
    act = _turn(by, row, deed, words, settled)
    notices.queue(to=[row.by] if row.by_id != by.pk else [], message=ANSWERED, clause="5.1", url=_url(row))
    return act


def _turn(by: User, row: Excuse, deed: str, words: str = "", settled: int = 0, state: str = "") -> ExcuseAct:
    row.state = state or deed
    row.save(update_fields=["state"])
    act = _act(by, row, deed, words, settled)
    audit.record(by, _TOLD[deed], row, settled=settled)
    return act


def _act(
    by: User, row: Excuse, deed: str, words: str = "", settled: int = 0, was: dict[str, Any] | None = None
) -> ExcuseAct:
    act = ExcuseAct(excuse=row, state=deed, words=words, settled=settled, was=was or {}, by=by)
    act.full_clean()
    act.save()
    return act


def _url(excuse: Excuse) -> str:
    return reverse("journal:excuse", args=[excuse.pk])
