"""A half-year of entries for each class: much where the leader is diligent, little where not."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from jetekchi.organisation.models import ClassGroup, Guardianship, Staff, Student, User
from jetekchi.organisation.selectors import teachers_of_class
from jetekchi.worklog.services import CarriedWork, carry_over_work
from jetekchi.workplace.services.demo import words
from jetekchi.workplace.services.demo.leading import Leading
from jetekchi.workplace.services.demo.roster import Pupil
from jetekchi.workplace.services.demo.span import Span

T = TypeVar("T")
SOURCE = "demo"
# Entries with the whole class in a half-year of an exemplary leader: kind → how many.
WITH_CLASS = {
    "class_hour": 11,
    "event": 4,
    "relations": 3,
    "speech": 3,
    "self_government": 3,
    "briefing": 3,
    "antiterror": 2,
    "attendance_check": 6,
    "lesson_visit": 5,
    "parents_meeting": 2,
    "library": 2,
    "papers": 4,
    "meeting": 3,
    "interests": 1,
    "proposal": 1,
    "course": 1,
    "association": 2,
    "open_lesson": 1,
    "schedule": 1,
    "ethics": 1,
}
# Entries that name students: kind → how many for each student on average.
WITH_STUDENTS = {
    "talk": 1.4,
    "observation": 1.1,
    "goal": 0.5,
    "thanks": 0.3,
    "achievement": 0.15,
    "creativity": 0.2,
}
WITH_FAMILY = {"family_contact": 1.2, "home_visit": 0.12, "invitation": 0.1}
WITH_COLLEAGUES = frozenset({"meeting", "association", "open_lesson", "lesson_visit", "interests"})
NAMES_EVERYBODY = frozenset({"briefing", "antiterror"})


@dataclass
class Desk:
    """One class at work: who leads it when, who is in it, how diligent the leader is (1 is exemplary)."""

    group: ClassGroup
    leading: Leading
    pupils: list[Pupil]
    silent: set[str]
    care: float
    guardians: dict[int, list[Guardianship]]
    colleagues: list[Staff]

    def on_list(self, day: date) -> list[Student]:
        """Students who were in the class on the day and are written about."""
        return [
            pupil.student
            for pupil in self.pupils
            if pupil.student
            and pupil.number not in self.silent
            and pupil.from_on <= day
            and (pupil.left_on is None or day <= pupil.left_on)
        ]


class Diary:
    """Writes the entries of one class."""

    def __init__(self, rng: Random, span: Span, desk: Desk) -> None:
        self.rng, self.span, self.desk = rng, span, desk
        self.days = span.school_days()
        self.works: list[CarriedWork] = []

    def day(self) -> date:
        """Some school day; a leader who is behind wrote mostly at the beginning."""
        last = len(self.days) - 1
        share: float = self.rng.random() ** (1.0 if self.desk.care > 0.4 else 2.2)
        return self.days[round(share * last)]

    def write(self, kind: str, on: date, text: str = "", only: str = "", **more: Any) -> CarriedWork:
        """One entry by whoever led the class on that day, in words of its kind unless given."""
        clauses = None
        if not text:
            text, clauses = words.sentence(self.rng, kind, only)
        by: User = more.pop("by", None) or self.desk.leading.user_on(on)
        recorded_at = self.span.at(on, self.rng.randint(13, 18), self.rng.randint(0, 59))
        work = CarriedWork(by=by, kind=kind, on=on, text=text, recorded_at=recorded_at, clauses=clauses)
        for name, value in more.items():
            setattr(work, name, value)
        self.works.append(work)
        return work

    def fill(self) -> None:
        """The ordinary work of the half-year."""
        for kind, most in WITH_CLASS.items():
            for _number in range(self._count(most)):
                self._with_class(kind)
        if self.desk.care > 0.6:
            self._with_class("class_hour", only="7.4")
            self._with_class("papers", only="3.1")
            self._with_class("event", only="7.1")
        for kind, average in WITH_STUDENTS.items():
            self._with_students(kind, average)
        for kind, average in WITH_FAMILY.items():
            self._with_families(kind, average)
        for kind in ("rights", "medical_question"):
            if self.rng.random() < self.desk.care:
                self._about_one(kind)

    def help_falling(self, students: list[Student]) -> None:
        """Whoever's marks fell is helped, as diligently as the leader works."""
        helped = {student.pk for work in self.works if work.kind == "help" for student in work.students}
        for student in students:
            if student.pk not in helped and self.rng.random() < self.desk.care:
                late = self.span.last_school_day(self.span.today - timedelta(days=self.rng.randint(4, 15)))
                self._promise(self.write("help", late, students=[student]))

    def _count(self, most: int) -> int:
        if self.desk.care >= 1:
            return most
        return min(most, round(most * self.desk.care * self.rng.uniform(0.4, 1.3)))

    def _with_class(self, kind: str, only: str = "") -> None:
        day = self.day()
        students = self.desk.on_list(day) if kind in NAMES_EVERYBODY else []
        if kind in ("speech", "class_hour", "event") and self.rng.random() < 0.4:
            students = self._some(self.desk.on_list(day), 3, 8)
        colleagues = self._some(self.desk.colleagues, 1, 2) if kind in WITH_COLLEAGUES else []
        self.write(kind, day, only=only, students=students, colleagues=colleagues)

    def _with_students(self, kind: str, average: float) -> None:
        for pupil in self.desk.pupils:
            if pupil.number in self.desk.silent or pupil.student is None:
                continue
            for number in range(self._times(average)):
                day = self._day_of(pupil)
                only = {"talk": "2.1"}.get(kind, "") if number == 0 else ""
                work = self.write(kind, day, only=only, students=[pupil.student])
                if kind in ("talk", "goal"):
                    self._promise(work)

    def _with_families(self, kind: str, average: float) -> None:
        for pupil in self.desk.pupils:
            parents = self.desk.guardians.get(pupil.student.pk, []) if pupil.student else []
            if not parents or pupil.number in self.desk.silent or pupil.student is None:
                continue
            for _number in range(self._times(average)):
                parent = self.rng.choice(parents)
                work = self.write(kind, self._day_of(pupil), students=[pupil.student], guardians=[parent])
                self._promise(work)

    def _about_one(self, kind: str) -> None:
        day = self.day()
        self.write(kind, day, students=self._some(self.desk.on_list(day), 1, 1))

    def _times(self, average: float) -> int:
        """How often for one student: at least once where the leader is exemplary and the work is for everybody."""
        wanted = average * min(self.desk.care, 1)
        times = int(wanted) + (self.rng.random() < wanted % 1)
        return max(times, 1) if self.desk.care >= 1 and average > 1 else times

    def _day_of(self, pupil: Pupil) -> date:
        """A day on which the student was here."""
        day = max(self.day(), self.span.last_school_day(pupil.from_on))
        return day if pupil.left_on is None else min(day, pupil.left_on)

    def _promise(self, work: CarriedWork) -> None:
        """Some talks end with an agreement and a day to come back; most promises of the past were kept."""
        if self.rng.random() > 0.3:
            return
        work.agreement = self.rng.choice(words.AGREEMENTS)
        work.follow_up_on = work.on + timedelta(days=self.rng.choice((7, 10, 14, 21)))
        if work.follow_up_on < self.span.today and self.rng.random() < 0.5 + self.desk.care / 2:
            work.follow_up_done_on = work.follow_up_on
            work.follow_up_note = self.rng.choice(words.OUTCOMES)

    def _some(self, people: list[T], least: int, most: int) -> list[T]:
        return self.rng.sample(people, min(len(people), self.rng.randint(least, most)))

    def keep(self) -> None:
        """Everything into the record, one event on the chain for the class."""
        self.works.sort(key=lambda work: work.recorded_at)
        carry_over_work(by=None, class_group=self.desk.group, works=self.works, source=SOURCE)


def desk_of(
    rng: Random, leading: Leading, pupils: list[Pupil], care: float, guardians: dict[int, list[Guardianship]]
) -> Desk:
    """The class as its leader meets it; in most classes there are students about whom nobody writes."""
    silent: set[str] = set()
    if care < 1 and len(pupils) > 4:
        quiet = [pupil for pupil in pupils if not pupil.story]
        silent = {
            pupil.number for pupil in rng.sample(quiet, min(len(quiet), rng.randint(1, 3) + (care < 0.4) * 4))
        }
    colleagues = [teaching.teacher for teaching in teachers_of_class(leading.group)]
    return Desk(leading.group, leading, pupils, silent, care, guardians, colleagues)
