"""Requests to libraries and their answers, reading lists, visits (6.2)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from jetekchi.core import audit, dates, notices
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors.calendar import HALF_CLOSED
from jetekchi.organisation.services.closed import refuse_closed_days
from jetekchi.plan.models import (
    LibraryAnswer,
    LibraryKind,
    LibraryRequest,
    LibraryVisit,
    Reading,
    ReadingList,
    ReadingTitle,
)
from jetekchi.worklog import services as worklog

MOST_TITLES = 60
ANSWERED_ALREADY = "answered-already"
ASKED = gettext_noop("A class leader asks the library, class %(label)s: %(theme)s")
ANSWERED = gettext_noop("The library has answered: %(theme)s")


def _library(library: str, name: str) -> dict[str, str]:
    """Which library; another one must be named."""
    clean = mend(name).strip()
    if library == LibraryKind.OTHER and not clean:
        raise Refused("library-unnamed", gettext_lazy("Name the library."))
    return {"library": library, "library_name": clean}


@transaction.atomic
def ask_library(
    *, by: User | None, class_group: ClassGroup, library: str, theme: str, needed_on: date,
    library_name: str = "", details: str = "",
) -> LibraryRequest:  # fmt: skip
    """Ask a librarian for books or help on a theme; the lyceum's librarian is told (6.2).

    Refused: another library without a name, a day that has passed.
    """
    if needed_on < timezone.localdate():
        raise Refused("day-passed", gettext_lazy("The day has passed. Choose today or a later day."))
    request = LibraryRequest(class_group=class_group, needed_on=needed_on, by=by)
    for field, value in _library(library, library_name).items():
        setattr(request, field, value)
    request.theme, request.details = mend(theme).strip(), mend(details).strip()
    request.full_clean()
    request.save()
    audit.record(by, "plan:library:asked", request)
    if library == LibraryKind.LYCEUM:
        notices.queue(
            to=organisation.users_with_role(Role.LIBRARIAN), message=ASKED, clause="6.2",
            url=reverse("plan:library_request", args=[request.pk]), label=class_group.label,
            theme=request.theme,
        )  # fmt: skip
    return request


def _locked(request: LibraryRequest, *states: str) -> LibraryRequest:
    found = LibraryRequest.objects.select_for_update(of=("self",)).select_related("class_group", "by")
    known = found.get(pk=request.pk)
    if known.state not in states:
        raise Refused(
            "request-state", gettext_lazy("The request is no longer in this state. Open it again and look.")
        )
    return known


def _refuse_unread(request: LibraryRequest, corrects: int | None) -> None:
    """A second answer is written only by who has read the first and says to correct it."""
    last = request.answers.last()
    if last is None or last.pk == corrects:
        return
    words = gettext_lazy(
        "This request is answered already: %(who)s, %(on)s. Yours is not saved yet; it stays in the fields. Read the"
        " answer that is there; save again only if yours is to correct it."
    )
    raise Refused(
        ANSWERED_ALREADY, words % {"who": last.answered_by, "on": dates.short_date(last.answered_on)}
    )


@transaction.atomic
def answer_request(
    *, by: User, request: LibraryRequest, text: str, answered_by: str = "", answered_on: date | None = None,
    titles: str = "", theme: str = ReadingList.Theme.SUBJECT, corrects: int | None = None,
) -> LibraryAnswer:  # fmt: skip
    """The librarian answers, or the leader writes down what an outside library answered; titles make a list (6.2).

    One request, one answer: what follows is a correction of the answer that was read (`corrects`), the earlier one
    stays readable. Refused: no words, a day to come or before the request, a request that was withdrawn, one that was
    answered already by an answer that was not read.
    """
    request = _locked(request, LibraryRequest.State.ASKED, LibraryRequest.State.ANSWERED)
    _refuse_unread(request, corrects)
    clean = mend(text).strip()
    if not clean:
        raise Refused("words-missing", gettext_lazy("Write the answer."))
    today = timezone.localdate()
    if (answered_on or today) > today:
        raise Refused("day-future", gettext_lazy("The day is still to come. Choose today or an earlier day."))
    if answered_on and answered_on < timezone.localdate(request.asked_at):
        words = gettext_lazy("The answer cannot be older than the request. Choose a later day.")
        raise Refused("day-before-request", words, beside="answered_on")
    who = mend(answered_by).strip() or (by.person.name if by.person else by.username)
    if (said := _same(request, corrects, clean, answered_on, who)) is not None:
        # Saved as it stood: no correction and no notice; books that were added still join the list.
        _list_of_answer(by, request, theme, titles)
        return said
    answer = LibraryAnswer(
        request=request, text=clean, answered_on=answered_on or today, answered_by=who, by=by
    )
    answer.full_clean()
    answer.save()
    request.state = LibraryRequest.State.ANSWERED
    request.save(update_fields=["state"])
    more: dict[str, Any] = {"corrects": corrects} if corrects else {}
    audit.record(by, "plan:library:answered", request, **more)
    _list_of_answer(by, request, theme, titles)
    _tell_asker(by, request)
    return answer


def _same(
    request: LibraryRequest, corrects: int | None, text: str, on: date | None, who: str
) -> LibraryAnswer | None:
    """The answer that was read, where nothing of it would be another."""
    said = LibraryAnswer.objects.filter(pk=corrects, request=request).first() if corrects else None
    if said is None or (said.text, said.answered_on, said.answered_by) != (text, on or said.answered_on, who):
        return None
    return said


def _tell_asker(by: User, request: LibraryRequest) -> None:
    if request.by is not None and request.by.pk != by.pk:
        url = reverse("plan:library_request", args=[request.pk])
        notices.queue(to=[request.by], message=ANSWERED, clause="6.2", url=url, theme=request.theme)


def _list_of_answer(by: User, request: LibraryRequest, theme: str, titles: str) -> None:
    """The books of an answer are one list; those of a correction join it."""
    if not any(line.strip() for line in titles.splitlines()):
        return
    known = request.reading_lists.order_by("pk").last()
    if known is not None:
        add_titles(by=by, reading_list=known, titles=titles)
        return
    make_reading_list(
        by=by, class_group=request.class_group, theme=theme, title=request.theme[:160], titles=titles,
        request=request,
    )  # fmt: skip


@transaction.atomic
def withdraw_request(*, by: User, request: LibraryRequest) -> None:
    """The leader no longer needs it; refused once it is answered (6.2)."""
    request = _locked(request, LibraryRequest.State.ASKED)
    request.state = LibraryRequest.State.WITHDRAWN
    request.save(update_fields=["state"])
    audit.record(by, "plan:library:withdrawn", request)


@transaction.atomic
def make_reading_list(
    *, by: User | None, class_group: ClassGroup, theme: str, title: str, titles: str = "", for_whom: str = "",
    request: LibraryRequest | None = None,
) -> ReadingList:  # fmt: skip
    """A list of books for the class; one line, one book (6.2). Refused: more than sixty books."""
    made = ReadingList(class_group=class_group, theme=theme, request=request, by=by)
    made.title, made.for_whom = mend(title).strip(), mend(for_whom).strip()
    made.full_clean()
    made.save()
    _put_titles(made, titles)
    audit.record(by, "plan:reading_list:made", made)
    return made


@transaction.atomic
def add_titles(*, by: User, reading_list: ReadingList, titles: str) -> int:
    """More books on a list that is there; those on it already stay as they are (6.2)."""
    known = ReadingList.objects.select_for_update(of=("self",)).get(pk=reading_list.pk)
    added = _put_titles(known, titles)
    if added:
        audit.record(by, "plan:reading_list:added", known, titles=added)
    return added


def _put_titles(reading_list: ReadingList, text: str) -> int:
    there = list(reading_list.titles.values_list("title", flat=True))
    lines = [mend(line).strip()[:240] for line in text.splitlines() if line.strip()]
    fresh = [line for line in dict.fromkeys(lines) if line not in set(there)]
    if len(there) + len(fresh) > MOST_TITLES:
        raise Refused("list-full", gettext_lazy("A list holds at most 60 books. Make a second one."))
    ReadingTitle.objects.bulk_create(
        ReadingTitle(reading_list=reading_list, title=line, place=len(there) + number)
        for number, line in enumerate(fresh, start=1)
    )
    return len(fresh)


@transaction.atomic
def say_read(*, by: User, book: ReadingTitle, student: Student, is_read: bool) -> None:
    """A student says that a book was read, or takes it back; nobody else says it (6.2).

    Refused: a student of another class.
    """
    if student.class_group_id != book.reading_list.class_group_id:
        raise Refused("student-not-of-class", gettext_lazy("This list is for another class."))
    if is_read:
        Reading.objects.get_or_create(book=book, student=student, defaults={"on": timezone.localdate()})
    else:
        Reading.objects.filter(book=book, student=student).delete()
    audit.record(by, "plan:book:read" if is_read else "plan:book:unread", book)


@transaction.atomic
def plan_visit(
    *, by: User | None, class_group: ClassGroup, library: str, on: date, purpose: str, library_name: str = ""
) -> LibraryVisit:
    """The class will go to a library (6.2).

    Refused: another library without a name, a day outside the school year or in a closed half-year.
    """
    if not class_group.year.start_on <= on <= class_group.year.end_on:
        raise Refused("day-outside", gettext_lazy("The day lies outside the school year. Choose another."))
    refuse_closed_days(on, words=HALF_CLOSED)
    visit = LibraryVisit(class_group=class_group, on=on, by=by, purpose=mend(purpose).strip())
    for field, value in _library(library, library_name).items():
        setattr(visit, field, value)
    visit.full_clean()
    visit.save()
    audit.record(by, "plan:visit:planned", visit)
    return visit


def _locked_visit(visit: LibraryVisit) -> LibraryVisit:
    found = LibraryVisit.objects.select_for_update(of=("self",)).select_related("class_group__year")
    known = found.get(pk=visit.pk)
    if known.state != LibraryVisit.State.PLANNED:
        raise Refused(
            "visit-state", gettext_lazy("The visit is no longer in this state. Open it again and look.")
        )
    return known


@transaction.atomic
def finish_visit(
    *, by: User | None, visit: LibraryVisit, students: Iterable[Student], outcome: str = ""
) -> LibraryVisit:
    """The class was there: who went, what came of it; it is written into the record of work (6.2).

    Refused: a day to come, nobody went, students of another class.
    """
    visit = _locked_visit(visit)
    went = list(students)
    if visit.on > timezone.localdate():
        raise Refused("day-future", gettext_lazy("The day is still to come. Choose today or an earlier day."))
    if not went:
        raise Refused("nobody-went", gettext_lazy("Choose who went."))
    if any(student.class_group_id != visit.class_group_id for student in went):
        raise Refused(
            "student-not-of-class",
            gettext_lazy("A student of another class was named. Choose from the list."),
        )
    visit.outcome, visit.state = mend(outcome).strip(), LibraryVisit.State.DONE
    text = _("Visit to a library (%(library)s): %(purpose)s.") % {
        "library": visit.library_name or visit.get_library_display(),
        "purpose": visit.purpose,
    }
    visit.entry = worklog.record_work(
        by=by, class_group=visit.class_group, kind="library", on=visit.on, students=went,
        text=f"{text} {visit.outcome}".strip(), source="plan",
    )  # fmt: skip
    visit.full_clean()
    visit.save()
    visit.students.set(went)
    audit.record(by, "plan:visit:done", visit, students=len(went))
    return visit


@transaction.atomic
def drop_visit(*, by: User, visit: LibraryVisit, reason: str) -> LibraryVisit:
    """The visit does not take place, and why (6.2)."""
    visit = _locked_visit(visit)
    visit.outcome = mend(reason).strip()
    if not visit.outcome:
        raise Refused("reason-missing", gettext_lazy("Write why the visit does not take place."))
    visit.state = LibraryVisit.State.DROPPED
    visit.save(update_fields=["state", "outcome"])
    audit.record(by, "plan:visit:dropped", visit)
    return visit
