"""Classes, subjects and students as a planner needs them: read once a file, found by what people write."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.models import ClassGroup, Enrolment, SchoolYear, Staff, Student, Subject
from jetekchi.organisation.services.importing.kinds import Options, Row
from jetekchi.organisation.services.importing.values import class_key
from jetekchi.organisation.services.importing.writing import Writer

GROUP_WORDS = ("топ", "групп", "group")


class Classes:
    """The classes of a year by label; a missing one is made when the person allows it."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.known = {class_key(group.label): group for group in ClassGroup.objects.filter(year=options.year)}
        self.new: dict[str, ClassGroup] = {}

    def find(self, row: Row, column: str = "class") -> ClassGroup | None:
        """The class of the row, saved or still to be made; None and a problem when it is unknown."""
        label = row.get(column)
        if label is None:
            return None
        return self.named(row, label, column)

    def named(self, row: Row, label: str, column: str) -> ClassGroup | None:
        """The same for one label of several in a cell."""
        key = class_key(label)
        found = self.known.get(key) or self.new.get(key)
        if found is None and self.options.create_missing:
            found = self.new[key] = new_class(self.options.year, label)
        if found is None:
            row.refuse(
                column,
                _(
                    "There is no class %(label)s in %(year)s. Make it first, or allow missing classes to be made."
                )
                % {"label": label, "year": self.options.year.name},
            )
        return found

    def make(self, writer: Writer) -> None:
        """Write the missing classes."""
        writer.add(ClassGroup, list(self.new.values()))


def new_class(year: SchoolYear, label: str) -> ClassGroup:
    """A class of this label, not saved yet; a group by its name, the grade is the number before the dash."""
    is_group = any(word in label.casefold() for word in GROUP_WORDS)
    head = label.split("-")[0].strip()
    grade = int(head) if head.isdecimal() and 1 <= int(head) <= 12 and not is_group else None
    kind = ClassGroup.Kind.GROUP if is_group else ClassGroup.Kind.CLASS
    return ClassGroup(year=year, label=label, kind=kind, grade=grade)


class Subjects:
    """Subjects by their name in any of the three languages."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.known: dict[str, Subject] = {}
        for subject in Subject.objects.all():
            for name in (subject.name, subject.name_ru, subject.name_en):
                if name:
                    self.known.setdefault(search_key(name), subject)
        self.new: dict[str, Subject] = {}

    def named(self, row: Row, name: str, column: str = "subject") -> Subject | None:
        """The subject of this name, saved or still to be made; None and a problem when it is unknown."""
        key = search_key(name)
        found = self.known.get(key) or self.new.get(key)
        if found is None and self.options.create_missing:
            found = self.new[key] = Subject(name=name)
        if found is None:
            row.refuse(
                column,
                _("There is no subject «%(name)s». Make it first, or allow missing subjects to be made.")
                % {"name": name},
            )
        return found

    def make(self, writer: Writer) -> None:
        """Write the missing subjects."""
        writer.add(Subject, list(self.new.values()))


class Teachers:
    """People of the staff by their number or any spelling of their name."""

    def __init__(self) -> None:
        self.known: dict[str, list[Staff]] = defaultdict(list)
        for one in Staff.objects.select_related("person"):
            names = {one.number or ""}
            for language in ("ky", "ru"):
                with override(language):
                    names |= {one.person.name, one.person.brief_name, one.person.short_name}
            for key in {search_key(name) for name in names if name}:
                self.known[key].append(one)

    def find(self, row: Row, on: date | None = None) -> Staff | None:
        """Who worked on that day, or works now; None and a problem when nobody or several are called so."""
        found = [
            one
            for one in self.known.get(search_key(row.get("teacher") or ""), [])
            if one.dismissed_on is None or (on is not None and one.dismissed_on >= on)
        ]
        if len(found) == 1:
            return found[0]
        if found:
            row.refuse("teacher", _("Several people have this name. Write the staff number instead."))
        else:
            row.refuse(
                "teacher",
                _("There is nobody called %(name)s among the staff. Import the staff first.")
                % {"name": row.get("teacher")},
            )
        return None


class Students:
    """Students of a file by number, with their ways through the classes of the year."""

    def __init__(self, numbers: Iterable[str], year: SchoolYear) -> None:
        wanted = list(dict.fromkeys(numbers))
        self.known = Student.objects.select_related("person", "class_group").in_bulk(
            wanted, field_name="number"
        )
        self.ways: dict[int, list[Enrolment]] = {}
        ways = Enrolment.objects.filter(class_group__year=year).filter(
            Q(until_on=None) | Q(until_on__gte=year.start_on)
        )
        for enrolment in ways.select_related("class_group"):
            self.ways.setdefault(enrolment.student_id, []).append(enrolment)

    def find(self, row: Row) -> Student | None:
        """The student of the row; None and a problem when the number is unknown."""
        found = self.known.get(str(row.get("number")))
        if found is None:
            row.refuse(
                "number",
                _("There is no student with number %(number)s. Import the students first.")
                % {"number": row.get("number")},
            )
        return found

    def class_on(self, student: Student, day: date) -> ClassGroup | None:
        """The class on whose list the student stood on a day of the year; None when on none."""
        for way in self.ways.get(student.pk, []):
            if way.from_on <= day and (way.until_on is None or way.until_on >= day):
                return way.class_group
        return None

    def class_between(self, student: Student, first: date, last: date) -> ClassGroup | None:
        """The class at the last day of a period, or the last one inside it for a student who left before."""
        at_end = self.class_on(student, last)
        if at_end is not None:
            return at_end
        inside = [
            way
            for way in self.ways.get(student.pk, [])
            if way.from_on <= last and (way.until_on is None or way.until_on >= first)
        ]
        return max(inside, key=lambda way: way.from_on).class_group if inside else None
