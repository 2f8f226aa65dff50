"""Clause 3.2: an accident reaches the university administration at once; who was told and who confirmed is kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, kyrgyz, notices
from jetekchi.core.http import Refused
from jetekchi.organisation.models import Student, User
from jetekchi.organisation.selectors import leaders_of, users_with_role
from jetekchi.worklog import selectors
from jetekchi.worklog.models import AccidentNote, AccidentNotice, AccidentReport, WorkEntry
from jetekchi.worklog.permissions import WHOM_ROLES
from jetekchi.worklog.services import checks
from jetekchi.worklog.services.entries import write
from jetekchi.worklog.services.kinds import kind_of

_REPORTED = gettext_noop("Accident reported: %(group)s, %(time)s. Open it and confirm that you know.")
_CONFIRMED = gettext_noop("The university administration has confirmed the accident of %(time)s.")
CLOCK_SKEW = timedelta(minutes=10)


@transaction.atomic
def report_accident(
    *,
    by: User | None,
    students: Iterable[Student],
    happened_at: datetime,
    place: str,
    text: str,
    first_aid: str,
    first_aid_by: str = "",
    files: Iterable[UploadedFile] = (),
) -> AccidentReport:
    """Report an accident and tell the university administration, director, upbringing, doctor, class leader at once.

    Refused: no student, a time to come, a day of a closed half-year (3.2).
    """
    chosen = list({student.pk: student for student in students}.values())
    if not chosen:
        raise Refused("people-missing", _("Choose the student or students who were hurt."))
    if happened_at > timezone.now() + CLOCK_SKEW:
        raise Refused("day-future", _("The time is still to come. Correct it."))
    on = min(timezone.localdate(happened_at), timezone.localdate())
    checks.check_day(on)
    kind = kind_of("accident")
    entry = WorkEntry(
        class_group=chosen[0].class_group, kind=kind, on=on, text=text, by=by, source="accident"
    )
    write(entry, kind.clauses, files, {"students": chosen})
    report = AccidentReport(entry=entry, happened_at=happened_at, place=kyrgyz.mend(place))
    report.first_aid, report.first_aid_by = kyrgyz.mend(first_aid), kyrgyz.mend(first_aid_by)
    report.full_clean()
    report.save()
    audit.record(by, "worklog:accident:reported", report, students=[student.pk for student in chosen])
    _tell_everybody(report, chosen, by)
    return report


def _tell_everybody(report: AccidentReport, students: Sequence[Student], by: User | None) -> None:
    told = {whom: list(users_with_role(role)) for whom, role in WHOM_ROLES.items()}
    leaders = leaders_of({student.class_group for student in students}).values()
    accounts = [getattr(appointment.leader.person, "user", None) for appointment in leaders]
    told[AccidentNotice.Whom.LEADER] = [user for user in accounts if user and user != by]
    now = timezone.now()
    AccidentNotice.objects.bulk_create(
        AccidentNotice(
            report=report,
            to_whom=whom,
            channel=AccidentNotice.Channel.APP,
            people=len(users),
            sent_at=now,
            by=by,
        )
        for whom, users in told.items()
        if users or whom == AccidentNotice.Whom.UNIVERSITY
    )
    notices.queue(
        to=[user for users in told.values() for user in users],
        message=_REPORTED,
        url=reverse("worklog:accident", args=[report.pk]),
        clause="3.2",
        group=report.entry.class_group,
        time=timezone.localtime(report.happened_at).strftime("%d.%m.%Y %H:%M"),
    )


@transaction.atomic
def notify(
    *,
    by: User,
    report: AccidentReport,
    to_whom: str,
    channel: str,
    name: str = "",
    sent_at: datetime | None = None,
    answered: bool = False,
) -> AccidentNotice:
    """Keep whom else somebody told about the accident, how and when, and whether they answered (3.2).

    Refused: that the university administration answered: it confirms itself, or `keep_confirmation` names who did.
    """
    if answered and to_whom == AccidentNotice.Whom.UNIVERSITY:
        raise Refused("university-confirms-itself", selectors.UNIVERSITY_CONFIRMS)
    _refuse_time(report, sent_at)
    notice = AccidentNotice(report=report, to_whom=to_whom, channel=channel, by=by)
    notice.name, notice.sent_at = kyrgyz.mend(name), sent_at or timezone.now()
    if answered:
        notice.confirmed_at, notice.confirmed_by = timezone.now(), by
    notice.full_clean()
    notice.save()
    audit.record(by, "worklog:accident:told", notice, to_whom=to_whom, channel=channel)
    return notice


def _refuse_time(report: AccidentReport, at: datetime | None) -> None:
    if at and (at > timezone.now() + CLOCK_SKEW or at < report.happened_at - CLOCK_SKEW):
        raise Refused("notice-time", _("The time lies before the accident or is still to come. Correct it."))


@transaction.atomic
def keep_confirmation(
    *, by: User, report: AccidentReport, name: str, office: str, channel: str, confirmed_at: datetime
) -> AccidentNotice:
    """Write down who of the university administration confirmed past the application; it stops the clock (3.2).

    The clock stops at the time that was named; when and by whom it was written down stays beside it. Refused: without
    the name and office of who confirmed, a time before the accident or to come, an accident that is confirmed.
    """
    AccidentReport.objects.select_for_update().get(pk=report.pk)
    if not AccidentReport.objects.unconfirmed().filter(pk=report.pk).exists():
        raise Refused("already-confirmed", _("The accident is confirmed already."))
    name, office = kyrgyz.mend(name), kyrgyz.mend(office)
    if not name or not office:
        raise Refused("confirmer-missing", _("Write the name and the office of who confirmed."))
    _refuse_time(report, confirmed_at)
    notice = AccidentNotice(
        report=report,
        to_whom=AccidentNotice.Whom.UNIVERSITY,
        channel=channel,
        name=name,
        office=office,
        sent_at=confirmed_at,
        by=by,
        confirmed_at=confirmed_at,
        confirmed_by=by,
        kept_at=timezone.now(),
    )
    notice.full_clean()
    notice.save()
    audit.record(by, "worklog:accident:confirmation_kept", notice, channel=channel)
    _tell_reporter(report)
    return notice


def _tell_reporter(report: AccidentReport) -> None:
    if report.entry.by:
        time = timezone.localtime(report.happened_at).strftime("%d.%m.%Y %H:%M")
        url = reverse("worklog:accident", args=[report.pk])
        notices.queue(to=[report.entry.by], message=_CONFIRMED, url=url, clause="3.2", time=time)


@transaction.atomic
def confirm_accident(*, by: User, report: AccidentReport, to_whom: Sequence[str]) -> list[AccidentNotice]:
    """Confirm that those told know of the accident; by the university administration it stops the clock (3.2)."""
    AccidentReport.objects.select_for_update().get(pk=report.pk)
    waiting = list(AccidentNotice.objects.filter(report=report, to_whom__in=to_whom, confirmed_at=None))
    if not waiting:
        raise Refused("already-confirmed", _("The accident is confirmed already."))
    now = timezone.now()
    for notice in waiting:
        notice.confirmed_at, notice.confirmed_by = now, by
        notice.full_clean()
        notice.save()
        audit.record(by, "worklog:accident:confirmed", notice, to_whom=notice.to_whom)
    if AccidentNotice.Whom.UNIVERSITY in to_whom:
        _tell_reporter(report)
    return waiting


@transaction.atomic
def add_accident_note(*, by: User, report: AccidentReport, text: str) -> AccidentNote:
    """Append what became known later; nothing that was written before changes (3.2)."""
    note = AccidentNote(report=report, text=checks.check_words(text)[:2000], by=by)
    note.full_clean()
    note.save()
    audit.record(by, "worklog:accident:noted", note)
    return note
