"""Optional columns of the students' list: one parent or representative of each student."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.models import ClassGroup, Guardianship, Person, Student
from jetekchi.organisation.services.importing import values
from jetekchi.organisation.services.importing.kinds import Column, Row
from jetekchi.organisation.services.importing.writing import Writer

KINDS = {
    "mother": ["энеси", "апасы", "эне", "мать", "мама", "mother"],
    "father": ["атасы", "ата", "отец", "папа", "father"],
    "relative": ["тууганы", "тууган", "родственник", "родственница", "relative", "бабушка", "дедушка"],
    "guardian": ["камкорчу", "камкорчусу", "мыйзамдуу өкүл", "опекун", "законный представитель", "guardian"],
}


def _kind(text: str) -> str:
    return values.choice(text, KINDS, _("Write who it is: мать, отец, опекун (энеси, атасы, камкорчу)."))


GUARDIAN_COLUMNS = (
    Column(
        "guardian",
        _("Parent or representative"),
        ("ата-энеси", "ата-эне", "мыйзамдуу өкүлү", "родитель", "законный представитель", "фио родителя")
        + ("ата энесинин аты жөнү", "parent", "guardian", "guardian name"),
        values.full_name,
    ),
    Column(
        "guardian_phone",
        _("Phone of the parent"),
        (
            "ата-эненин телефону",
            "ата энесинин телефону",
            "телефон родителя",
            "parent phone",
            "guardian phone",
        ),
        values.phone,
    ),
    Column(
        "guardian_kind",
        _("Relation"),
        ("ким болот", "тууганчылыгы", "кем приходится", "степень родства", "relation"),
        _kind,
    ),
)


@dataclass
class Wish:
    """A guardian that a row names."""

    line: int
    number: str
    names: dict[str, str]
    phone: str
    kind: str
    known: Guardianship | None = None


class Guardians:
    """Guardians of one file: a known one is recognised by name, siblings share one by name and phone."""

    def __init__(self, students: set[int]) -> None:
        self.known: dict[int, list[Guardianship]] = {}
        self.shared: dict[tuple[str, str], Person] = {}
        for link in Guardianship.objects.select_related("person", "student"):
            if link.student_id in students:
                self.known.setdefault(link.student_id, []).append(link)
            if link.person.phone:
                self.shared.setdefault(_who(link.person, link.person.phone), link.person)
        self.wishes: list[Wish] = []
        self.students: dict[str, int] = {}

    def check(self, row: Row, student: Student | None, group: ClassGroup | None) -> None:
        """Refuse a guardian of a listener, and a phone or a relation of nobody."""
        if row.get("guardian") is None:
            if row.get("guardian_phone") or row.get("guardian_kind"):
                row.refuse("guardian", _("There is a phone or a relation, but no name of the parent."))
            return
        listener = student.is_listener if student else row.get("is_listener")
        if listener or (listener is None and group is not None and group.kind == ClassGroup.Kind.GROUP):
            row.refuse("guardian", _("A listener is an adult and has no guardians."))
        if student is not None:
            self.students[student.number] = student.pk

    def plan(self, row: Row, number: str) -> tuple[Any, ...]:
        """Keep the row's wish when it changes something; words for the preview."""
        names = row.get("guardian")
        if names is None:
            return ()
        wish = Wish(row.line, number, names, row.get("guardian_phone") or "", row.get("guardian_kind") or "")
        pk = self.students.get(number)
        wanted = search_key(f"{names['surname']} {names['given']}")
        for link in self.known.get(pk, []) if pk else []:
            if search_key(f"{link.person.surname} {link.person.given}") == wanted:
                wish.known = link
        if wish.known and not _link_changes(wish) and not _person_changes(wish):
            return ()
        self.wishes.append(wish)
        return (f"{names['surname']} · {names['given']} {names['patronymic']}".strip(" ·"),)

    def write(self, lines: set[int], students: Mapping[str, Student], writer: Writer) -> None:
        """Add and change guardians of the rows that are taken."""
        wishes = [wish for wish in self.wishes if wish.line in lines]
        known = [wish for wish in wishes if wish.known]
        writer.change(Person, [(w.known.person, c) for w in known if w.known and (c := _person_changes(w))])
        writer.change(Guardianship, [(w.known, c) for w in known if w.known and (c := _link_changes(w))])
        new = [wish for wish in wishes if wish.known is None]
        people = [self._person(wish) for wish in new]
        writer.add(Person, list({id(person): person for person in people if person.pk is None}.values()))
        links = {}
        for wish, person in zip(new, people, strict=True):
            student = students[wish.number]
            kind = wish.kind or Guardianship.Kind.GUARDIAN
            links[student.pk, person.pk] = Guardianship(student=student, person=person, kind=kind)
        writer.add(Guardianship, list(links.values()))

    def _person(self, wish: Wish) -> Person:
        person = Person(**wish.names, phone=wish.phone)
        return self.shared.setdefault(_who(person, wish.phone), person) if wish.phone else person


def _who(person: Person, phone: str) -> tuple[str, str]:
    return search_key(f"{person.surname} {person.given}"), re.sub(r"\D", "", phone)[-9:]


def _link_changes(wish: Wish) -> dict[str, str]:
    return {"kind": wish.kind} if wish.known and wish.kind and wish.known.kind != wish.kind else {}


def _person_changes(wish: Wish) -> dict[str, str]:
    if wish.known is None:
        return {}
    asked = {**wish.names, "phone": wish.phone}
    return {
        name: value for name, value in asked.items() if value and getattr(wish.known.person, name) != value
    }
