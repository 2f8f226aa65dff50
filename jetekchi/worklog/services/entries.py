"""Writing the record of work (4.1): record, correct by appending, withdraw, finish what was promised."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import attachments, audit, kyrgyz
from jetekchi.core.http import Refused
from jetekchi.core.models import Attachment
from jetekchi.organisation.models import ClassGroup, Guardianship, Staff, Student, User
from jetekchi.worklog.models import WorkEntry, WorkEntryClause, WorkKind
from jetekchi.worklog.models.entries import BY_HAND
from jetekchi.worklog.models.kinds import clause_order
from jetekchi.worklog.services import checks
from jetekchi.worklog.services.kinds import in_order, kind_of

UNDO_MINUTES = 10


@transaction.atomic
def record_work(
    *,
    by: User | None,
    class_group: ClassGroup,
    kind: WorkKind | str,
    on: date,
    text: str,
    students: Iterable[Student] = (),
    guardians: Iterable[Guardianship] = (),
    colleagues: Iterable[Staff] = (),
    about_group: bool = False,
    clauses: Sequence[str] | None = None,
    agreement: str = "",
    follow_up_on: date | None = None,
    files: Iterable[UploadedFile | Attachment] = (),
    is_restricted: bool | None = None,
    readers: Iterable[User] = (),
    source: str = BY_HAND,
    corrects: WorkEntry | None = None,
) -> WorkEntry:
    """Write down a piece of work; its clauses are the kind's unless named (4.1 and each clause it serves).

    Refused: a day to come or of a closed half-year, people of another class, nobody named, no words, a retired kind.
    """
    known = _offered(kind, is_free=bool(corrects) or source != BY_HAND)
    checks.check_day(on, follow_up_on)
    with_all = about_group or known.needs == WorkKind.Needs.GROUP
    people = checks.check_people(class_group, on, students, guardians, colleagues)
    checks.check_somebody(known, with_all, [*people["students"], *people["guardians"]])
    entry = WorkEntry(class_group=class_group, kind=known, on=on, text=text, agreement=agreement, by=by)
    entry.about_group, entry.follow_up_on, entry.corrects = with_all, follow_up_on, corrects
    entry.is_restricted = known.is_restricted_default if is_restricted is None else is_restricted
    entry.source = source
    people["readers"] = checks.check_readers(readers) if entry.is_restricted else []
    return write(entry, known.clauses if clauses is None else clauses, files, people)


def _offered(kind: WorkKind | str, *, is_free: bool) -> WorkKind:
    known = kind_of(kind)
    if known.is_accident or not (known.is_active or is_free):
        raise Refused("kind-not-offered", _("This kind of work is not written here. Choose another kind."))
    return known


def write(
    entry: WorkEntry,
    clauses: Sequence[str],
    files: Iterable[UploadedFile | Attachment],
    people: dict[str, list[Any]],
) -> WorkEntry:
    """Save a checked entry with its people, clauses and files, and put it on the chain (for services only)."""
    entry.text, entry.agreement = checks.check_words(entry.text), kyrgyz.mend(entry.agreement)
    entry.full_clean()
    entry.save()
    for name, members in people.items():
        if members:
            getattr(entry, name).add(*members)
    numbers = in_order(clauses)
    WorkEntryClause.objects.bulk_create(
        WorkEntryClause(entry=entry, number=number, order=_order(number)) for number in numbers
    )
    files = list(files)
    kept = [file for file in files if isinstance(file, Attachment)]
    kept += attachments.keep_all(
        by=entry.by, uploads=[file for file in files if not isinstance(file, Attachment)]
    )
    if kept:
        entry.files.add(*kept)
    corrected: dict[str, Any] = {"corrects": entry.corrects_id} if entry.corrects_id else {}
    audit.record(entry.by, "worklog:entry:recorded", entry, clauses=numbers, source=entry.source, **corrected)
    return entry


def _order(number: str) -> int:
    section, part = clause_order(number)
    return section * 100 + part


def _locked(entry: WorkEntry) -> WorkEntry:
    return (
        WorkEntry.objects.select_for_update(of=("self",))
        .select_related("kind", "class_group")
        .get(pk=entry.pk)
    )


@transaction.atomic
def correct_entry(*, by: User | None, entry: WorkEntry, **work: Any) -> WorkEntry:
    """Append a correction: a new entry stands, the old words stay readable, struck through (4.1).

    Takes what `record_work` takes except the class; files of the old entry go over to the new one.
    """
    old = _locked(entry)
    if not old.is_live:
        raise Refused(
            "entry-not-standing", _("This entry was corrected or withdrawn already. Open the newest one.")
        )
    if old.kind.is_accident:
        raise Refused("accident-stays", _("An accident is never rewritten. Add a note to it."))
    checks.check_day(old.on)
    WorkEntry.objects.filter(pk=old.pk).update(is_live=False)
    work["files"] = [*old.files.all(), *work.get("files", ())]
    new = record_work(by=by, class_group=old.class_group, corrects=old, **{"source": old.source, **work})
    if old.follow_up_done_on and new.follow_up_on:
        new.follow_up_done_on, new.follow_up_done_by = old.follow_up_done_on, old.follow_up_done_by
        new.follow_up_note = old.follow_up_note
        new.save()
    audit.record(by, "worklog:entry:corrected", old, by_entry=new.pk)
    return new


def may_undo(by: User | None, entry: WorkEntry) -> bool:
    """Whether the author may still take the entry back without a word: within ten minutes."""
    fresh = timezone.now() - entry.created_at < timedelta(minutes=UNDO_MINUTES)
    return entry.by_id == (by.pk if by else None) and fresh and entry.is_live and not entry.kind.is_accident


@transaction.atomic
def withdraw_entry(*, by: User, entry: WorkEntry, reason: str = "") -> WorkEntry:
    """Withdraw an entry, visible struck through; after ten minutes only with a reason. An accident stays (4.1)."""
    old = _locked(entry)
    if old.kind.is_accident:
        raise Refused("accident-stays", _("An accident is never withdrawn. Add a note to it."))
    if not old.is_live:
        raise Refused(
            "entry-not-standing", _("This entry was corrected or withdrawn already. Open the newest one.")
        )
    checks.check_day(old.on)
    if not kyrgyz.mend(reason) and not may_undo(by, old):
        raise Refused("reason-missing", _("Ten minutes have passed. Write why the entry is withdrawn."))
    old.is_live, old.withdrawn_at, old.withdrawn_by = False, timezone.now(), by
    old.withdrawn_reason = kyrgyz.mend(reason)
    old.full_clean()
    old.save()
    if old.corrects_id:
        WorkEntry.objects.filter(pk=old.corrects_id).update(is_live=True)
    audit.record(by, "worklog:entry:withdrawn", old, revived=old.corrects_id)
    return old


@transaction.atomic
def finish_follow_up(*, by: User, entry: WorkEntry, note: str = "") -> WorkEntry:
    """Say that what was promised is done, and what came of it (4.1)."""
    old = _locked(entry)
    if not old.is_live or old.follow_up_on is None or old.follow_up_done_on:
        raise Refused(
            "nothing-to-finish", _("Nothing is waiting here: it was done already or never promised.")
        )
    old.follow_up_done_on, old.follow_up_done_by = timezone.localdate(), by
    old.follow_up_note = kyrgyz.mend(note)
    old.full_clean()
    old.save()
    audit.record(by, "worklog:follow_up:done", old)
    return old
