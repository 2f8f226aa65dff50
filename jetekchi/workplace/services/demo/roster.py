"""Classes, students and listeners with their families: brought in as a lyceum would do it, by lists."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from jetekchi.organisation import services
from jetekchi.organisation.models import ClassGroup, Guardianship, SchoolYear, Student
from jetekchi.organisation.services.importing import STUDENTS, ImportKind, take_in
from jetekchi.workplace.services.demo.cast import Cast, account
from jetekchi.workplace.services.demo.names import GIRLS, Name, Namer
from jetekchi.workplace.services.demo.span import Span

LETTERS = "АБВГДЕЖЗИКЛМНОПРСТУФ"
GROUP = "1-топ"
# Until which place on the list the families of the first and the second class have an account.
OTHERS = (13, 3)


@dataclass
class Pupil:
    """A student of the demo: who, where, since and until when, and what the marks will be like."""

    number: str
    name: Name
    label: str
    born_on: date
    from_on: date
    talent: float
    care: float
    story: str = ""
    left_on: date | None = None
    # Who came from another class had marks there before.
    is_moved: bool = False
    parents: list[tuple[str, str, str]] = field(default_factory=list)
    student: Student | None = None


@dataclass
class Roster:
    """All classes in order, their students by label."""

    groups: list[ClassGroup]
    pupils: dict[str, list[Pupil]]

    @property
    def everybody(self) -> Iterable[Pupil]:
        """All students, class by class."""
        return (pupil for group in self.groups for pupil in self.pupils[group.label])

    def told(self, story: str) -> list[Pupil]:
        """The students of a story."""
        return [pupil for pupil in self.everybody if pupil.story == story]


def labels_of(classes: int) -> list[str]:
    """10-А, 10-Б, … 11-А, …; the last of three or more is a group of adult listeners."""
    plain = classes - 1 if classes >= 3 else classes
    tenth = (plain + 1) // 2
    labels = [f"10-{LETTERS[n]}" for n in range(tenth)] + [f"11-{LETTERS[n]}" for n in range(plain - tenth)]
    return labels + [GROUP] * (classes - plain)


def build_roster(rng: Random, span: Span, year: SchoolYear, classes: int, class_size: int) -> Roster:
    """Invent the students, then import them as two lists: mothers (or who cares for the child) first, fathers second."""
    namer = Namer(rng)
    roster = Roster([], {})
    for label in labels_of(classes):
        kind = ClassGroup.Kind.GROUP if label == GROUP else ClassGroup.Kind.CLASS
        roster.groups.append(services.ensure_class(by=None, year=year, label=label, kind=kind))
        roster.pupils[label] = [_pupil(rng, namer, span, label, n) for n in range(class_size)]
    _stories(rng, namer, span, roster)
    for number, pupil in enumerate(roster.everybody, start=1001):
        pupil.number = str(number)
    for place, name in enumerate(("окуучулар.csv", "окуучулар-2-ата-эне.csv")):
        _import_students(roster, place, name)
    known = {student.number: student for student in Student.objects.select_related("person", "class_group")}
    for pupil in roster.everybody:
        pupil.student = known[pupil.number]
    _move_and_release(span, roster)
    return roster


def _pupil(rng: Random, namer: Namer, span: Span, label: str, place: int) -> Pupil:
    sex = "f" if rng.random() < 0.56 else "m"
    name = namer.child(sex)
    age = 18 + rng.randint(0, 7) if label == GROUP else 15 + (label[:2] == "11")
    born_on = date(span.today.year - age - 1, 1, 1) + timedelta(days=rng.randint(0, 364))
    pupil = Pupil("", name, label, born_on, span.start, rng.gauss(3.95, 0.6), rng.betavariate(5, 1.6))
    if label != GROUP:
        pupil.parents = _family(rng, namer, name, place)
    return pupil


def _family(rng: Random, namer: Namer, name: Name, place: int) -> list[tuple[str, str, str]]:
    """Who stands for the child: both parents, one, or a relative while the parents work abroad."""
    mother = namer.adult(
        "f", stem=name.stem, given=rng.choice([given for given in GIRLS if given != name.given])
    )
    father = namer.adult("m", stem=name.stem, given=name.father)

    def row(adult: Name, kind: str) -> tuple[str, str, str]:
        return (
            " ".join(part for part in (adult.surname, adult.given, adult.patronymic) if part),
            namer.phone(),
            kind,
        )

    draw = rng.random()
    if place == 0 or draw < 0.66:
        return [row(mother, "энеси"), row(father, "атасы")]
    if draw < 0.86:
        return [row(mother, "энеси")]
    grandmother = namer.adult("f")
    return [row(grandmother, "тууганы"), row(mother, "энеси")]


def _stories(rng: Random, namer: Namer, span: Span, roster: Roster) -> None:
    """Give the people of the stories their parts."""
    first = roster.pupils[roster.groups[0].label]
    cast = {1: "falling", 2: "late", 3: "gifted"}
    for place, story in cast.items():
        first[place].story = story
    first[1].talent, first[1].care, first[1].name = 3.7, 0.45, namer.child("m", "son_of")
    first[2].care = 0.7
    first[3].talent, first[3].care, first[3].name = 5.2, 0.97, namer.child("f", "slavic")
    twin = roster.pupils[roster.groups[-2 if len(roster.groups) > 2 else -1].label]
    twin[-1].name = twin[-2].name  # two different people with the same name in one class
    twin[-1].parents = list(twin[-1].parents)
    for group in roster.groups[1:]:
        pupils = roster.pupils[group.label]
        if group.label != GROUP and rng.random() < 0.6:
            pupils[rng.randrange(4, len(pupils)) if len(pupils) > 4 else 0].story = "falling"
    if len(roster.groups) >= 4:
        roster.pupils[roster.groups[2].label][-1].from_on = span.last_school_day(
            span.start + timedelta(days=25)
        )
        roster.pupils[roster.groups[3].label][-1].left_on = span.last_school_day(
            span.rest_from - timedelta(days=9)
        )


def _import_students(roster: Roster, place: int, name: str) -> None:
    heads = "окуучу №;фамилиясы;аты;атасынын аты;класс;жынысы;туулган күнү;фамилиясы орусча;аты орусча;атасынын аты орусча"
    heads += ";угуучу;буйрук №;буйруктун күнү;ата-энеси;ата-эненин телефону;ким болот"
    rows: list[list[str]] = [heads.split(";")]
    for pupil in roster.everybody:
        if place and len(pupil.parents) <= place:
            continue
        parent = pupil.parents[place] if len(pupil.parents) > place else ("", "", "")
        fields = pupil.name.fields
        rows.append(
            [pupil.number, fields["surname"], fields["given"], fields["patronymic"], pupil.label]
            + [fields["sex"], pupil.born_on.isoformat()]
            + [fields["surname_ru"], fields["given_ru"], fields["patronymic_ru"]]
            + ["ооба" if pupil.label == GROUP else "жок", "1-К", pupil.from_on.isoformat(), *parent]
        )
    if len(rows) > 1:
        take_list(STUDENTS, name, rows)


def take_list(kind: ImportKind, name: str, rows: list[list[str]]) -> None:
    """One list through the import that everybody uses: one audit event a file."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    take_in(by=None, kind=kind, name=name, data=text.getvalue().encode(), create_missing=True)


def _move_and_release(span: Span, roster: Roster) -> None:
    for pupil in roster.everybody:
        if pupil.left_on and pupil.student:
            services.release_student(by=None, student=pupil.student, left_on=pupil.left_on, order_no="27-К")
    if len(roster.groups) < 4:
        return
    moved = roster.pupils[roster.groups[1].label].pop()
    roster.pupils[roster.groups[0].label].append(moved)
    if moved.student:
        moved.is_moved = True
        day = moved.from_on = span.last_school_day(span.rest_until + timedelta(days=8))
        services.move_student(
            by=None, student=moved.student, class_group=roster.groups[0], from_on=day, order_no="31-К"
        )
        moved.student.refresh_from_db()


def build_family_accounts(cast: Cast, roster: Roster) -> None:
    """Logins of a student, a listener, a mother, and a father whom a court's decision keeps away."""
    first = roster.pupils[roster.groups[0].label]
    logins: list[tuple[str, Callable[[], Student | None]]] = [("student", lambda: first[3].student)]
    if roster.groups[-1].label == GROUP:
        logins.append(("listener", lambda: roster.pupils[GROUP][0].student))
    for login, find in logins:
        if student := find():
            cast.users[login] = account(student.person, login)
    child = first[0].student
    links = {link.kind: link for link in Guardianship.objects.filter(student=child).select_related("person")}
    mother, father = links[Guardianship.Kind.MOTHER], links[Guardianship.Kind.FATHER]
    cast.users["guardian"] = account(mother.person, "guardian")
    cast.users["barred"] = account(father.person, "barred")
    cast.families[first[0].number] = cast.users["guardian"]
    _build_other_families(cast, roster)
    services.bar_guardian(
        by=None, guardianship=father, is_barred=True, basis="Райондук соттун чечими, № 4-118"
    )


def _build_other_families(cast: Cast, roster: Roster) -> None:
    """A few more mothers look into the diary: some of the first class, two of the second."""
    chosen = [
        pupil
        for group, most in zip(roster.groups, OTHERS, strict=False)
        for pupil in roster.pupils[group.label][1:most]
    ]
    mothers = {
        link.student_id: link.person
        for link in Guardianship.objects.filter(
            kind=Guardianship.Kind.MOTHER, student__in=[pupil.student for pupil in chosen]
        ).select_related("person")
    }
    for number, pupil in enumerate(chosen, start=1):
        if pupil.student and (mother := mothers.get(pupil.student.pk)):
            cast.families[pupil.number] = account(mother, f"family{number}")
