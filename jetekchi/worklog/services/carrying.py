"""Many records at once, carried over from elsewhere with their own times: the demo, a system used before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import models, transaction

from jetekchi.core import audit, kyrgyz
from jetekchi.organisation.models import ClassGroup, Guardianship, Staff, Student, User
from jetekchi.worklog.models import AccidentNotice, AccidentReport, WorkEntry, WorkEntryClause
from jetekchi.worklog.models.kinds import clause_order
from jetekchi.worklog.services import checks
from jetekchi.worklog.services.entries import write
from jetekchi.worklog.services.kinds import ensure_kinds, in_order, kind_of

SIZE = 500


@dataclass
class CarriedWork:
    """A piece of work that was written down elsewhere; `clauses` None means those of its kind."""

    by: User | None
    kind: str
    on: date
    text: str
    recorded_at: datetime
    students: Sequence[Student] = ()
    guardians: Sequence[Guardianship] = ()
    colleagues: Sequence[Staff] = ()
    readers: Sequence[User] = ()
    clauses: Sequence[str] | None = None
    about_group: bool = False
    agreement: str = ""
    follow_up_on: date | None = None
    follow_up_done_on: date | None = None
    follow_up_note: str = ""
    is_restricted: bool = False


@transaction.atomic
def carry_over_work(
    *, by: User | None, class_group: ClassGroup, works: Sequence[CarriedWork], source: str = "carried over"
) -> list[WorkEntry]:
    """Write many pieces of work of one class at once, one event on the chain for all of them (4.1).

    Refused as `record_work` refuses: a closed half-year or a day to come, people of another class, no words.
    """
    if not works:
        return []
    for day in (min(work.on for work in works), max(work.on for work in works)):
        checks.check_day(day)
    checks.check_students(class_group, {student for work in works for student in work.students})
    kinds = {kind.code: kind for kind in ensure_kinds(by=by)}
    entries = [_entry(work, class_group, kinds, source) for work in works]
    WorkEntry.objects.bulk_create(entries, batch_size=SIZE)
    for entry, work in zip(entries, works, strict=True):
        entry.created_at = work.recorded_at
    WorkEntry.objects.bulk_update(entries, ["created_at"], batch_size=100)
    _join_people(entries, works)
    _join_clauses(entries, works)
    audit.record(by, "worklog:entries:carried-over", class_group, entries=len(entries), source=source)
    return entries


def _entry(work: CarriedWork, class_group: ClassGroup, kinds: dict[str, Any], source: str) -> WorkEntry:
    kind = kinds[work.kind]
    entry = WorkEntry(class_group=class_group, kind=kind, on=work.on, by=work.by, source=source)
    entry.text, entry.agreement = checks.check_words(work.text), kyrgyz.mend(work.agreement)
    entry.about_group = work.about_group or kind.needs == kind.Needs.GROUP
    entry.is_restricted = work.is_restricted or kind.is_restricted_default
    entry.follow_up_on, entry.follow_up_done_on = work.follow_up_on, work.follow_up_done_on
    entry.follow_up_done_by = work.by if work.follow_up_done_on else None
    entry.follow_up_note = work.follow_up_note
    entry.search_key = kyrgyz.search_key(f"{entry.text} {entry.agreement}")
    entry.clean_fields(exclude=["class_group", "kind", "by", "follow_up_done_by", "search_key"])
    return entry


def _join_people(entries: Sequence[WorkEntry], works: Sequence[CarriedWork]) -> None:
    for name, column in (
        ("students", "student"),
        ("guardians", "guardianship"),
        ("colleagues", "staff"),
        ("readers", "user"),
    ):
        through: type[models.Model] = getattr(WorkEntry, name).through
        rows = (
            through(**{"workentry_id": entry.pk, f"{column}_id": member.pk})
            for entry, work in zip(entries, works, strict=True)
            for member in {member.pk: member for member in getattr(work, name)}.values()
        )
        while batch := list(islice(rows, SIZE)):
            through._default_manager.bulk_create(batch)


def _join_clauses(entries: Sequence[WorkEntry], works: Sequence[CarriedWork]) -> None:
    rows = []
    for entry, work in zip(entries, works, strict=True):
        for number in in_order(entry.kind.clauses if work.clauses is None else work.clauses):
            section, part = clause_order(number)
            rows.append(WorkEntryClause(entry=entry, number=number, order=section * 100 + part))
    WorkEntryClause.objects.bulk_create(rows, batch_size=SIZE)


@transaction.atomic
def carry_over_accident(
    *,
    by: User | None,
    students: Sequence[Student],
    happened_at: datetime,
    recorded_at: datetime,
    place: str,
    text: str,
    first_aid: str,
    first_aid_by: str = "",
    told: Sequence[tuple[str, str, datetime]] = (),
    confirmed: Sequence[tuple[str, datetime, User]] = (),
) -> AccidentReport:
    """Write an accident that was reported elsewhere: whom it reached how and when, who confirmed it when (3.2).

    `told` names receiver, channel and time, `confirmed` receiver, time and person. Nobody is told again.
    """
    checks.check_day(recorded_at.date())
    kind = kind_of("accident")
    entry = WorkEntry(class_group=students[0].class_group, kind=kind, on=happened_at.date(), text=text, by=by)
    entry.source = "accident"
    write(entry, kind.clauses, (), {"students": list(students)})
    WorkEntry.objects.filter(pk=entry.pk).update(created_at=recorded_at)
    report = AccidentReport(entry=entry, happened_at=happened_at, place=kyrgyz.mend(place))
    report.first_aid, report.first_aid_by = kyrgyz.mend(first_aid), kyrgyz.mend(first_aid_by)
    report.full_clean()
    report.save()
    answers = {whom: (at, user) for whom, at, user in confirmed}
    for whom, channel, sent_at in told:
        at, user = answers.get(whom, (None, None))
        notice = AccidentNotice(report=report, to_whom=whom, channel=channel, sent_at=sent_at, by=by)
        notice.confirmed_at, notice.confirmed_by = at, user
        notice.full_clean()
        notice.save()
    audit.record(by, "worklog:accident:carried-over", report, students=[student.pk for student in students])
    return report
