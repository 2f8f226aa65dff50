"""The list of students: the number (№) of the source is the identity, equal names are normal.

A row adds a student, corrects the card, or moves to another class (by the order of the row, from its day or from
today). An empty cell changes nothing. Whoever is not in the file stays as he is: nobody leaves by an import.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from jetekchi.core import dates
from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.models import ClassGroup, Enrolment, Person, Student, User
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.selectors.calendar import first_open_day
from jetekchi.organisation.services.importing import values
from jetekchi.organisation.services.importing.guardians import GUARDIAN_COLUMNS, Guardians
from jetekchi.organisation.services.importing.kinds import (
    Column,
    Fate,
    ImportKind,
    Options,
    Plan,
    PlannedRow,
    Row,
    plan_of,
)
from jetekchi.organisation.services.importing.lookups import Classes
from jetekchi.organisation.services.importing.writing import Writer

COLUMNS = (
    Column(
        "number",
        _("№"),
        ("окуучу №", "окуучунун №", "окуучунун номери", "ученик №", "№ ученика", "личный номер", "пин", "pin")
        + ("student no", "student number", "student id", "номер", "number", "id", "no"),
        values.number,
        required=True,
    ),
    Column(
        "surname",
        _("Surname"),
        ("фамилиясы", "фамилия", "тегин", "surname", "last name", "family name"),
        values.person_name,
        required=True,
        instead="full_name",
    ),
    Column(
        "given",
        _("Given name"),
        ("аты", "ысымы", "имя", "given name", "first name", "name"),
        values.person_name,
        required=True,
        instead="full_name",
    ),
    Column(
        "patronymic",
        _("Patronymic"),
        ("атасынын аты", "отчество", "patronymic", "middle name", "father's name"),
        values.person_name,
    ),
    Column(
        "full_name",
        _("Full name in one cell"),
        ("аты-жөнү", "фио", "ф и о", "фамилия имя отчество", "фамилиясы аты атасынын аты", "full name"),
        values.full_name,
    ),
    Column(
        "class",
        _("Class"),
        ("класс", "класы", "тобу", "топ", "группа", "класс/топ", "class", "group", "form"),
        values.class_label,
        required=True,
    ),
    Column("sex", _("Sex"), ("жынысы", "пол", "sex", "gender"), values.sex),
    Column(
        "born_on",
        _("Date of birth"),
        ("туулган күнү", "туулган датасы", "туулган күнү айы жылы", "дата рождения", "день рождения")
        + ("date of birth", "birth date", "born", "birthday"),
        values.birth_day,
    ),
    Column("phone", _("Phone"), ("телефону", "телефон", "тел", "phone", "mobile"), values.phone),
    Column(
        "surname_ru",
        _("Surname in Russian"),
        ("фамилиясы орусча", "фамилия на русском", "фамилия рус", "surname ru"),
        values.person_name,
    ),
    Column(
        "given_ru",
        _("Given name in Russian"),
        ("аты орусча", "имя на русском", "имя рус", "given name ru"),
        values.person_name,
    ),
    Column(
        "patronymic_ru",
        _("Patronymic in Russian"),
        ("атасынын аты орусча", "отчество на русском", "отчество рус", "patronymic ru"),
        values.person_name,
    ),
    Column(
        "is_listener",
        _("Listener"),
        ("угуучу", "слушатель", "listener"),
        values.yes_no,
    ),
    Column(
        "order_no",
        _("Order №"),
        (
            "буйрук №",
            "буйруктун номери",
            "буйрук",
            "приказ №",
            "номер приказа",
            "приказ",
            "order no",
            "order",
        ),
        values.number,
    ),
    Column(
        "from_on",
        _("From (day)"),
        (
            "буйруктун күнү",
            "күнү",
            "күнүнөн",
            "качан",
            "дата приказа",
            "с даты",
            "дата",
            "order date",
            "from",
            "date",
        ),
        values.day,
    ),
    *GUARDIAN_COLUMNS,
)
CARD = (
    "surname",
    "given",
    "patronymic",
    "sex",
    "born_on",
    "phone",
    "surname_ru",
    "given_ru",
    "patronymic_ru",
)


@dataclass
class Deed:
    """What a row does: a new student, or changes of one."""

    group: ClassGroup
    new: Student | None = None
    student: Student | None = None
    card: dict[str, Any] = field(default_factory=dict)
    placement: "Placement | None" = None


@dataclass(frozen=True)
class Placement:
    """A change of class: the open enrolment is ended (or corrected in place when no day has passed in it)."""

    from_on: date
    order_no: str
    ended: str
    enrolment: Enrolment | None
    in_place: bool = False


class Planner:
    """Decides each row of one file."""

    def __init__(self, rows: list[Row], options: Options) -> None:
        self.options = options
        self.classes = Classes(options)
        self.open_from = first_open_day(options.year)
        numbers = list(dict.fromkeys(str(row.get("number")) for row in rows))
        self.known = Student.objects.select_related("person", "class_group__year").in_bulk(
            numbers, field_name="number"
        )
        pks = {student.pk for student in self.known.values()}
        self.open = {e.student_id: e for e in Enrolment.objects.filter(until_on=None) if e.student_id in pks}
        self.guardians = Guardians(pks)
        self.lines: dict[str, int] = {}

    def decide(self, row: Row) -> PlannedRow:
        """The row's fate."""
        number = str(row.get("number"))
        parts = self._divide(row)
        who = f"{number} {row.get('surname')} {row.get('given')}"
        group = self.classes.find(row)
        self._look_for_twice(row, number)
        student = self.known.get(number)
        self.guardians.check(row, student, group)
        if (row.get("from_on") or self.open_from) < self.open_from and self._changes_lists(student, group):
            row.refuse(
                "from_on",
                _("The half-year of this day is closed. Choose a day from %(day)s on.")
                % {"day": dates.short_date(self.open_from)},
            )
        if student is not None:
            self._look_for_another(row, student.person)
        if row.problems or group is None:
            return PlannedRow(row, Fate.REFUSED, who=who)
        if student is None:
            words = (group.label, *parts, *self.guardians.plan(row, number))
            return PlannedRow(row, Fate.ADDED, who, words, Deed(group, new=self._new(row, group)))
        deed = Deed(group, student=student, card=self._card(row, student.person))
        deed.placement = self._placement(row, student, group)
        if row.problems:
            return PlannedRow(row, Fate.REFUSED, who=who)
        words = self._words(deed, student) + self.guardians.plan(row, number)
        return PlannedRow(row, Fate.CHANGED if words else Fate.UNCHANGED, who, words, deed if words else None)

    def _changes_lists(self, student: Student | None, group: ClassGroup | None) -> bool:
        """Whether the row puts somebody on a list where he does not stand: a list brought again changes nothing."""
        enrolment = self.open.get(student.pk) if student else None
        return group is None or group.pk is None or enrolment is None or enrolment.class_group_id != group.pk

    def _look_for_twice(self, row: Row, number: str) -> None:
        if number in self.lines:
            row.refuse(
                "number", _("This number stands on line %(line)d already.") % {"line": self.lines[number]}
            )
        self.lines.setdefault(number, row.line)

    def _divide(self, row: Row) -> tuple[str, ...]:
        """A full name of one cell in its parts, shown in the preview so that the person confirms them."""
        names = row.get("full_name")
        if names is None or row.get("surname") is not None:
            return ()
        row.values |= {key: value for key, value in names.items() if value}
        if not names["given"]:
            row.refuse("full_name", _("Write the surname and the given name."))
        return (" · ".join(value for value in names.values() if value),)

    def _look_for_another(self, row: Row, person: Person) -> None:
        """A number that came to somebody else entirely is a mistake of the list, not a correction."""
        names = (row.get("surname") or "", row.get("given") or "")
        known = (person.surname, person.given)
        if any(search_key(a) == search_key(b) for a, b in zip(names, known, strict=True)):
            return
        if row.get("born_on") is None or row.get("born_on") != person.born_on:
            row.refuse("number", _("This number belongs to %(name)s. Check it.") % {"name": person.name})

    def _new(self, row: Row, group: ClassGroup) -> Student:
        person = Person(**{name: row.get(name) for name in CARD if row.get(name) is not None})
        listener = row.get("is_listener")
        is_listener = group.kind == ClassGroup.Kind.GROUP if listener is None else bool(listener)
        return Student(person=person, number=str(row.get("number")), is_listener=is_listener)

    def _card(self, row: Row, person: Person) -> dict[str, Any]:
        return {
            name: row.get(name)
            for name in CARD
            if row.get(name) is not None and row.get(name) != getattr(person, name)
        }

    def _placement(self, row: Row, student: Student, group: ClassGroup) -> Placement | None:
        """The move that the row asks for; None when the student is in this class already."""
        enrolment = self.open.get(student.pk)
        order = row.get("order_no") or ""
        if enrolment is None:
            return self._return(row, student, order)
        if group.pk is not None and enrolment.class_group_id == group.pk:
            return None
        if student.class_group.year_id != self.options.year.pk:
            return self._next_year(row, student, enrolment, order)
        from_on = row.get("from_on") or max(self.options.today, enrolment.from_on, self.open_from)
        if from_on < enrolment.from_on:
            row.refuse("from_on", _("The date is before the student came into the class."))
        in_place = from_on == enrolment.from_on
        return Placement(from_on, order, Enrolment.Ended.MOVED, enrolment, in_place)

    def _return(self, row: Row, student: Student, order: str) -> Placement | None:
        from_on = row.get("from_on")
        if student.left_on and (from_on is None or from_on <= student.left_on):
            row.refuse(
                "number",
                _("This student left the lyceum. For a return write the order and a day after the leaving."),
            )
            return None
        return Placement(from_on or self.open_from, order, "", None)

    def _next_year(self, row: Row, student: Student, open_one: Enrolment, order: str) -> Placement | None:
        if student.class_group.year.start_on > self.options.year.start_on:
            row.refuse(
                "class", _("The student is in a class of a later school year already. Choose the right year.")
            )
            return None
        from_on = max(row.get("from_on") or self.open_from, open_one.from_on + timedelta(days=1))
        return Placement(from_on, order, Enrolment.Ended.FINISHED, open_one)

    def _words(self, deed: Deed, student: Student) -> tuple[Any, ...]:
        labels = {column.key: column.label for column in COLUMNS}
        words: list[Any] = [labels[name] for name in deed.card]
        if deed.placement:
            words.append(f"{student.class_group.label} → {deed.group.label}")
        return tuple(words)


def plan(rows: list[Row], options: Options) -> Plan:
    """Each row's fate: a new student, a corrected card, a move, or nothing."""
    planner = Planner(rows, options)
    decided = [planner.decide(row) for row in rows]
    made = [group.label for group in planner.classes.new.values()]
    return plan_of(STUDENTS, options, decided, planner, classes=made)


def write(plan: Plan, writer: Writer) -> None:
    """Classes, people, students, their enrolments, guardians: each in one sweep."""
    planner: Planner = plan.context
    planner.classes.make(writer)
    deeds: list[Deed] = [row.deed for row in plan.deeds if row.deed]
    _add_new(plan, [(row, row.deed) for row in plan.deeds if row.deed and row.deed.new], writer)
    writer.change(Person, [(deed.student.person, deed.card) for deed in deeds if deed.student and deed.card])
    _place(deeds, writer)
    students = dict(planner.known)
    students |= {deed.new.number: deed.new for deed in deeds if deed.new}
    planner.guardians.write({row.row.line for row in plan.deeds}, students, writer)


def _add_new(plan: Plan, new: list[tuple[PlannedRow, Deed]], writer: Writer) -> None:
    writer.add(Person, [deed.new.person for _row, deed in new if deed.new])
    for _row, deed in new:
        assert deed.new is not None
        deed.new.class_group = deed.group
    writer.add(Student, [deed.new for _row, deed in new if deed.new])
    start = first_open_day(plan.options.year)
    writer.add(
        Enrolment,
        [
            Enrolment(
                student=deed.new,
                class_group=deed.group,
                from_on=planned.row.get("from_on") or start,
                order_no=planned.row.get("order_no") or "",
            )
            for planned, deed in new
            if deed.new
        ],
    )


def _place(deeds: list[Deed], writer: Writer) -> None:
    """Moves: the old time ends the day before, the new one begins; a list is corrected in place on its first day."""
    moves = [(deed, deed.placement, deed.student) for deed in deeds if deed.placement and deed.student]
    ended: list[tuple[Enrolment, dict[str, Any]]] = []
    for deed, move, _student in moves:
        if move.enrolment is None:
            continue
        if move.in_place:
            ended.append((move.enrolment, {"class_group": deed.group}))
        else:
            last = move.from_on - timedelta(days=1)
            values = {"until_on": last, "ended": move.ended, "ended_order_no": move.order_no}
            ended.append((move.enrolment, values))
    writer.change(Enrolment, ended)
    writer.add(
        Enrolment,
        [
            Enrolment(student=student, class_group=deed.group, from_on=move.from_on, order_no=move.order_no)
            for deed, move, student in moves
            if not move.in_place
        ],
    )
    back = [student.person_id for _deed, _move, student in moves if student.left_on]
    shut = User.objects.filter(person__in=back, is_active=False)
    writer.change(User, [(user, {"is_active": True}) for user in shut])
    writer.change(
        Student, [(student, {"class_group": deed.group, "left_on": None}) for deed, _move, student in moves]
    )


STUDENTS = ImportKind(
    key="students",
    title=_("Students"),
    about=_(
        "One line a student: number, names, class. The number says who it is, equal names are no problem."
    ),
    columns=COLUMNS,
    permission=Permission.IMPORT,
    plan=plan,
    write=write,
)
