"""Ready states of self-government and library work for tests."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from jetekchi.journal.tests.factories import add_students
from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.organisation.services import open_account
from jetekchi.plan import services
from jetekchi.plan.models import (
    Assignment,
    ClassOffice,
    Election,
    LibraryRequest,
    LibraryVisit,
    OfficeTerm,
    ReadingList,
)
from tests.cast import PASSWORD


def office(code: str = "monitor") -> ClassOffice:
    """An office of the first list."""
    return services.office_of(code)


def term(by: User, student: Student, code: str = "study", **more: Any) -> OfficeTerm:
    """The meeting of the class chose the student, from today to the end of the year."""
    group = student.class_group
    days = {"from_on": timezone.localdate(), "until_on": group.year.end_on, **more}
    return services.seat_by_meeting(by=by, class_group=group, office=office(code), student=student, **days)


def assignment(by: User, held: OfficeTerm, title: str = "Дубал газетасын чыгаруу") -> Assignment:
    """Something to do until tomorrow."""
    return services.give_assignment(
        by=by, term=held, title=title, due_on=timezone.localdate() + timedelta(days=1)
    )


def announced(by: User, group: ClassGroup, code: str = "monitor") -> Election:
    """An election of today without candidates."""
    today = timezone.localdate()
    return services.announce_election(
        by=by, class_group=group, office=office(code), vote_on=today, term_from=today,
        term_until=group.year.end_on, chair="Сыдыкова А.", secretary="Бакыт кызы М.",
    )  # fmt: skip


def opened(by: User, group: ClassGroup, candidates: list[Student], code: str = "monitor") -> Election:
    """The vote is open; the class has as many students as it has."""
    election = announced(by, group, code)
    for student in candidates:
        services.name_candidate(by=by, election=election, student=student, words="Мен иштейм.")
    return services.open_voting(by=by, election=election)


def not_held(by: User, group: ClassGroup, code: str = "sport") -> Election:
    """A closed vote in which too few took part."""
    election = announced(by, group, code)
    election.state, election.outcome, election.closed_at = "closed", "too_few", timezone.now()
    election.save()
    return election


def crowd(group: ClassGroup, count: int, first: int = 9000) -> list[Student]:
    """More students of the class."""
    return add_students(group, count, first)


def account(student: Student) -> User:
    """The student's own login."""
    login = f"s{student.number}"
    user, _password = open_account(
        by=None, person=student.person, username=login, password=PASSWORD, must_change=False
    )
    return user


def asked(
    by: User, group: ClassGroup, library: str = "lyceum", theme: str = "Анатомия", **more: Any
) -> LibraryRequest:
    """A request for next week."""
    day: date = timezone.localdate() + timedelta(days=7)
    return services.ask_library(by=by, class_group=group, library=library, theme=theme, needed_on=day, **more)


def reading_list(by: User, group: ClassGroup, title: str = "Медицина дүйнөсү") -> ReadingList:
    """Two books."""
    return services.make_reading_list(
        by=by, class_group=group, theme="medicine", title=title, titles="И. Авиценна. Канон\nА. Чехов. Палата"
    )


def visit(
    by: User, group: ClassGroup, purpose: str = "Анатомия атлас", on: date | None = None
) -> LibraryVisit:
    """A visit of today or of another day."""
    return services.plan_visit(
        by=by, class_group=group, library="university", on=on or timezone.localdate(), purpose=purpose
    )
