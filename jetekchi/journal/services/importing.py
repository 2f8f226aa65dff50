"""Term marks and absences out of files: two more kinds of lists for the import of the organisation (3.9, 5.1)."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jetekchi.journal.models import Absence, Excuse, Roll, RollEntry, TermMark, TermMarkChange
from jetekchi.journal.selectors.periods import YEAR, Period, closing, has_exam, periods_of
from jetekchi.journal.services.excuse_lessons import Hour, covers, kind_of
from jetekchi.journal.services.term_marks import TERM_REFUSALS
from jetekchi.organisation.models import ClassGroup, ImportRun, SchoolYear, Subject, Term, User
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.selectors import setting
from jetekchi.organisation.services.importing import (
    Column,
    Fate,
    ImportKind,
    Options,
    Plan,
    PlannedRow,
    Row,
    Writer,
    register,
    values,
)
from jetekchi.organisation.services.importing.kinds import plan_of
from jetekchi.organisation.services.importing.lookups import Students, Subjects

MARKS = {
    "5": ["5", "беш", "отлично", "эң жакшы", "5.0"],
    "4": ["4", "төрт", "хорошо", "жакшы", "4.0"],
    "3": ["3", "үч", "удовлетворительно", "канааттандырарлык", "3.0"],
    "2": ["2", "эки", "неудовлетворительно", "канааттандырарлык эмес", "2.0"],
    "na": ["н/а", "на", "n/a", "не аттестован", "не аттестована", "аттестацияланган эмес", "not attested"],
    "exempt": ["осв", "освобожден", "освобождена", "бошотулган", "бош", "exempt", "exm"],
    "pass": ["зач", "зачет", "зачтено", "зачетту тапшырды", "эсеп", "сыналды", "pass", "passed"],
    "fail": [
        *(
            "незач",
            "незачет",
            "не зачтено",
            "н/зач",
            "н/з",
            "зач. жок",
            "зачетту тапшырган жок",
            "сыналган жок",
        ),
        *("fail", "not passed"),
    ],
}
# Periods without a number of their own, as our files and the state e-journal (5: the year) call them.
CLOSING: dict[str, list[str]] = {
    "half1": [],
    "half2": [],
    YEAR: ["5", "жыл", "жылдык", "окуу жылы", "год", "годовая"],
    "exam": ["экзамен", "экзамендик"],
    "final": ["жыйынтыктоочу", "жыйынтык", "итоговая", "итог"],
}
ABSENCES = {
    "ill": ["б", "оору", "ооруган", "болезнь", "болел", "болела", "b", "ill", "illness", "i"],
    "valid": ["у", "у/п", "себептүү", "жүйөлүү", "уважительная", "y", "valid", "v", "e", "excused"],
    "unexcused": [
        "н",
        "ж",
        "жок",
        "ж/к",
        "себепсиз",
        "неуважительная",
        "н/п",
        "n",
        "h",
        "absent",
        "unexcused",
    ],
    "late": ["о", "к", "кечикти", "кечигүү", "опоздал", "опоздала", "опоздание", "o", "l", "late"],
}


def _mark(text: str) -> str:
    return values.choice(
        text, MARKS, _("There is no such mark. Marks are 5, 4, 3, 2, н/а, осв., зач., незач.")
    )


def _word(value: str) -> str:
    """A mark as people read it."""
    return str(TermMark.Value(value).label)


def _absence(text: str) -> str:
    return values.choice(
        text, ABSENCES, _("There is no such sign. Signs are н (no reason), б (ill), у (valid), о (late).")
    )


def _term(text: str) -> int | str:
    reason = _("There is no such term. Write 1, 2, 3 or 4; for the year 5.")
    try:
        return str(values.choice(text, CLOSING, reason))
    except values.BadCell:
        return values.small_number(text, 1, 4, reason)


def _lesson(text: str) -> int:
    return values.small_number(
        text, 1, 12, _("There is no such lesson. Write its number in the day, from 1.")
    )


NUMBER = Column(
    "number",
    _("Student №"),
    (
        "окуучу №",
        "окуучунун №",
        "окуучунун номери",
        "номери",
        "ученик №",
        "№ ученика",
        "номер ученика",
        "номер",
        "№",
    )
    + ("student no", "student number", "student id", "no", "пин", "pin"),
    values.number,
    required=True,
)
SUBJECT = Column(
    "subject",
    _("Subject"),
    ("предмет", "предмети", "дисциплина", "subject"),
    values.subject_name,
    required=True,
)
LESSON = Column(
    "lesson",
    _("Lesson"),
    ("сабак", "сабагы", "сабактын номери", "урок", "номер урока", "lesson", "period"),
    _lesson,
    required=True,
)
MARK_COLUMNS = (
    replace(NUMBER, names=(*NUMBER.names, "studentid")),
    replace(SUBJECT, names=(*SUBJECT.names, "сабак", "subjectnamekg")),
    Column(
        "term",
        _("Term"),
        ("чейрек", "чейреги", "четверть", "полугодие", "жарым жылдык", "term", "quarter", "период"),
        _term,
        required=True,
    ),
    Column(
        "value",
        _("Mark"),
        ("баа", "баасы", "оценка", "отметка", "mark", "grade", "quartermark"),
        _mark,
        required=True,
        instead="word",
    ),
    Column("word", _("Mark in words"), ("custommark", "сөз менен баа", "оценка словом"), _mark),
)
ABSENCE_COLUMNS = (
    NUMBER,
    Column("on", _("Day"), ("күнү", "күн", "дата", "день", "date", "day"), values.day, required=True),
    LESSON,
    Column(
        "kind",
        _("Sign"),
        ("белги", "белгиси", "себеби", "отметка", "причина", "вид", "sign", "code", "kind", "reason"),
        _absence,
        required=True,
    ),
)


class Seen:
    """Finds the line that said the same thing earlier in the file."""

    def __init__(self) -> None:
        self.lines: dict[tuple[Any, ...], int] = {}

    def check(self, row: Row, key: tuple[Any, ...]) -> None:
        if key in self.lines:
            row.refuse("", _("The same stands on line %(line)d already.") % {"line": self.lines[key]})
        self.lines.setdefault(key, row.line)


@dataclass
class MarkPlanner:
    """Decides each row of a file of term marks."""

    options: Options
    rows: list[Row]

    def __post_init__(self) -> None:
        year = self.options.year
        self.students = Students((str(row.get("number")) for row in self.rows), year)
        self.subjects = Subjects(self.options)
        # Who sets a mark of these terms meanwhile waits; a teacher's mark is not overwritten unseen.
        halves = Term.objects.select_for_update().filter(year=year, kind=Term.Kind.HALF_YEAR)
        list(halves.order_by("pk"))
        self.periods = _periods(year)
        marks = TermMark.objects.filter(Q(term__year=year) | Q(year=year))
        self.known = {(mark.student_id, mark.subject_id, mark.term_id, mark.step): mark for mark in marks}
        self.seen = Seen()

    def decide(self, row: Row) -> PlannedRow:
        """The row's fate."""
        who = str(row.get("number"))
        student = self.students.find(row)
        subject = self.subjects.named(row, row.get("subject"))
        period = self._period(row)
        self.seen.check(row, (who, values_key(subject, row), row.get("term")))
        group: ClassGroup | None = None
        if student and period:
            group = self.students.class_between(student, period.start_on, period.end_on)
            self._check_group(row, period, group, subject)
        value, mark = row.get("value") or row.get("word"), None
        if student and subject and period:
            term_pk = period.term.pk if period.term else None
            mark = self.known.get((student.pk, subject.pk, term_pk, period.step))
        if mark and mark.given_by_id and mark.value != value:
            row.refuse(
                "value",
                _("The teacher has set this mark. Correct it in the journal, where its history is kept."),
            )
        if row.problems or student is None or subject is None or period is None or group is None:
            return PlannedRow(row, Fate.REFUSED, who=who)
        at = f"{subject.name}, {period.term.number if period.term and not period.parts else period}"
        words = (f"{at}: {_word(mark.value)} → {_word(value)}",) if mark and mark.value != value else ()
        if mark is None:
            new = TermMark(student=student, class_group=group, subject=subject, value=value, **period.place)
            return PlannedRow(row, Fate.ADDED, who, (f"{at}: {_word(value)}",), new)
        return PlannedRow(row, Fate.CHANGED if words else Fate.UNCHANGED, who, words, mark if words else None)

    def _period(self, row: Row) -> Period | None:
        period = self.periods.get(row.get("term"))
        if period is None:
            row.refuse("term", _("This school year has no such term."))
        elif period.is_closed:
            row.refuse("term", _("The half-year is closed. Its marks change only after it is opened again."))
        elif (period.parts or period.step) and period.opens_on > self.options.today:
            row.refuse("term", TERM_REFUSALS["term-to-come"])
        return period

    def _check_group(
        self, row: Row, period: Period, group: ClassGroup | None, subject: Subject | None
    ) -> None:
        if group is None:
            row.refuse("term", _("The student was in no class of this year in that term."))
        elif period.step and subject and not has_exam(group, subject):
            row.refuse("term", _("The settings of the lyceum name no examination in this subject."))


def _periods(year: SchoolYear) -> dict[int | str, Period]:
    """What a file may name: the terms of lessons by number, half-years made of quarters, the year and its end."""
    found: dict[int | str, Period] = {}
    periods = periods_of(year)
    for one in periods + (closing(periods[-1]) if periods else []):
        is_numbered = one.term and (
            one.term.kind == Term.Kind.QUARTER or setting("term_scheme") == "half_years"
        )
        if one.term:
            found[one.term.number if is_numbered else f"half{one.term.number}"] = one
        else:
            found[one.key] = one
    return found


def values_key(subject: Subject | None, row: Row) -> str:
    """One key for a subject whether it is saved or not."""
    return str(subject.name if subject else row.get("subject"))


def _plan_marks(rows: list[Row], options: Options) -> Plan:
    planner = MarkPlanner(options, rows)
    decided = [planner.decide(row) for row in rows]
    made = [subject.name for subject in planner.subjects.new.values()]
    return plan_of(TERM_MARKS, options, decided, planner, subjects=made)


def _write_marks(plan: Plan, writer: Writer) -> None:
    planner: MarkPlanner = plan.context
    planner.subjects.make(writer)
    added = [row.deed for row in plan.deeds if row.fate == Fate.ADDED]
    writer.add(TermMark, added)
    changed = [(row.deed, {"value": row.row.get("value")}) for row in plan.deeds if row.fate == Fate.CHANGED]
    lines = [_line(mark, mark.value, fields["value"], writer.run, writer.by) for mark, fields in changed]
    lines += [_line(mark, "", mark.value, writer.run, writer.by) for mark in added]
    writer.change(TermMark, changed)
    TermMarkChange.objects.bulk_create(lines, batch_size=500)


def _line(mark: TermMark, old: str, new: str, run: ImportRun, by: User | None) -> TermMarkChange:
    """What a file has done to a mark, for its history."""
    places = ("student_id", "class_group_id", "subject_id", "term_id", "year_id", "step")
    place = {name: getattr(mark, name) for name in places}
    return TermMarkChange(**place, old=old, new=new, run=run, by=by)


def _undone_marks(run: ImportRun, by: User | None) -> None:
    """The history says that the marks of a file went, or became again what they had been."""
    rows = {row.object_pk: row for row in run.rows.filter(label=TermMark._meta.label)}
    marks = TermMark.objects.filter(pk__in=list(rows)).order_by("pk")
    lines = [
        _line(mark, mark.value, before["value"][0] if (before := rows[mark.pk].before) else "", run, by)
        for mark in marks
    ]
    TermMarkChange.objects.bulk_create(lines, batch_size=500)


@dataclass
class AbsencePlanner:
    """Decides each row of a file of absences."""

    options: Options
    rows: list[Row]

    def __post_init__(self) -> None:
        year = self.options.year
        self.students = Students((str(row.get("number")) for row in self.rows), year)
        halves = year.terms.filter(kind=Term.Kind.HALF_YEAR).exclude(closed_at=None)
        self.closed = list(halves)
        known = Absence.objects.filter(on__gte=year.start_on, on__lte=year.end_on)
        self.known = {(absence.student_id, absence.on, absence.lesson): absence for absence in known}
        self.seen = Seen()
        days = {row.get("on") for row in self.rows}
        entries = RollEntry.objects.filter(roll__kind=Roll.Kind.ROLL, roll__lesson__on__in=days)
        self.rolled = set(entries.values_list("student", "roll__lesson__on", "roll__lesson__number"))
        self.excuses: dict[int, list[Excuse]] = defaultdict(list)
        for one in Excuse.objects.filter(state=Excuse.State.ACCEPTED, until_on__gte=year.start_on):
            self.excuses[one.student_id].append(one)

    def decide(self, row: Row) -> PlannedRow:
        """The row's fate."""
        who = str(row.get("number"))
        on: date = row.get("on")
        student = self.students.find(row)
        self._check_day(row, on)
        self.seen.check(row, (who, on, row.get("lesson")))
        group = self.students.class_on(student, on) if student else None
        if student and group is None and not row.problems:
            row.refuse("on", _("The student was on no list on that day."))
        if row.problems or student is None or group is None:
            return PlannedRow(row, Fate.REFUSED, who=who)
        lesson, kind = row.get("lesson"), row.get("kind")
        absence = self.known.get((student.pk, on, lesson))
        if (absence and absence.roll_id and absence.kind != kind) or (
            absence is None and (student.pk, on, lesson) in self.rolled
        ):
            row.refuse("lesson", _("The roll of this lesson says something else. Correct it in the roll."))
            return PlannedRow(row, Fate.REFUSED, who=who)
        if absence is None:
            new = Absence(student=student, class_group=group, on=on, lesson=lesson, kind=kind)
            return PlannedRow(row, Fate.ADDED, who, (Absence.Kind(kind).label,), new)
        if absence.kind == kind:
            return PlannedRow(row, Fate.UNCHANGED, who)
        if self._is_excused(absence):
            # What the class leader has accepted is no mistake of an older file.
            return PlannedRow(row, Fate.UNCHANGED, who, (_("the reason of an accepted excuse stays"),))
        words = (f"{Absence.Kind(absence.kind).label} → {Absence.Kind(kind).label}",)
        return PlannedRow(row, Fate.CHANGED, who, words, absence)

    def _is_excused(self, absence: Absence) -> bool:
        hour = Hour(absence.on, absence.lesson)
        found = self.excuses.get(absence.student_id, [])
        return any(covers(one, hour) and kind_of(one) == absence.kind for one in found)

    def _check_day(self, row: Row, on: date) -> None:
        year = self.options.year
        if not year.start_on <= on <= year.end_on:
            row.refuse("on", _("The day lies outside the school year %(year)s.") % {"year": year.name})
        elif any(term.holds(on) for term in self.closed):
            row.refuse("on", _("The half-year is closed. Its absences change only after it is opened again."))


def _plan_absences(rows: list[Row], options: Options) -> Plan:
    planner = AbsencePlanner(options, rows)
    return plan_of(ABSENCES_KIND, options, [planner.decide(row) for row in rows], planner)


def _write_absences(plan: Plan, writer: Writer) -> None:
    writer.add(Absence, [row.deed for row in plan.deeds if row.fate == Fate.ADDED])
    changed = [(row.deed, {"kind": row.row.get("kind")}) for row in plan.deeds if row.fate == Fate.CHANGED]
    writer.change(Absence, changed)


def _held_marks(run: ImportRun) -> list[str]:
    """Marks of a half-year that was closed after they were brought, and those that a teacher has changed since."""
    mine = run.rows.filter(label=TermMark._meta.label).values("object_pk")
    halves = Term.objects.filter(year=OuterRef("year"), kind=Term.Kind.HALF_YEAR).order_by("-number")
    marks = TermMark.objects.alias(year_closed=Subquery(halves.values("closed_at")[:1]))
    of_term = Q(term__closed_at__isnull=False) | Q(term__parent__closed_at__isnull=False)
    closed = of_term | Q(year_closed__isnull=False)
    untouched = TermMark.objects.filter(pk__in=mine, given_by=None).count()
    changed = mine.count() - untouched
    words = ngettext("%(count)d mark changed since", "%(count)d marks changed since", changed)
    reasons = [words % {"count": changed}] if changed else []
    return reasons + _held(marks.filter(closed, pk__in=mine).count())


def _closed_absences(run: ImportRun) -> list[str]:
    """The same for missed lessons."""
    mine = run.rows.filter(label=Absence._meta.label).values("object_pk")
    return held_by_closed(Absence.objects.filter(pk__in=mine))


def held_by_closed(found: QuerySet[Any], at: str = "on") -> list[str]:
    """Why records whose day stands at this field must stay: their half-year is closed."""
    halves = Term.objects.filter(kind=Term.Kind.HALF_YEAR).exclude(closed_at=None)
    return _held(
        sum(found.filter(**{f"{at}__range": (half.start_on, half.end_on)}).count() for half in halves)
    )


def _held(count: int) -> list[str]:
    words = ngettext(
        "%(count)d record of a closed half-year", "%(count)d records of a closed half-year", count
    )
    return [words % {"count": count}] if count else []


TERM_MARKS = ImportKind(
    key="term-marks",
    title=_("Term marks"),
    about=_("One line a mark: number of the student, subject, term, mark."),
    sheet=_("Term marks"),
    student_column="number",
    columns=MARK_COLUMNS,
    permission=Permission.IMPORT,
    plan=_plan_marks,
    write=_write_marks,
    holds=_held_marks,
    on_undo=_undone_marks,
)
ABSENCES_KIND = ImportKind(
    key="absences",
    title=_("Absences"),
    student_column="number",
    about=_("One line a missed lesson: number of the student, day, lesson, sign."),
    columns=ABSENCE_COLUMNS,
    permission=Permission.IMPORT,
    plan=_plan_absences,
    write=_write_absences,
    holds=_closed_absences,
)


def register_kinds() -> None:
    """Make the journal's lists known to the import pages and commands."""
    from jetekchi.journal.services.lessons_import import LESSONS_KIND
    from jetekchi.journal.services.marks_import import LESSON_MARKS_KIND
    from jetekchi.journal.services.rolls_import import ROLLS_KIND
    from jetekchi.journal.services.timetable_import import TIMETABLE

    register(TERM_MARKS, ABSENCES_KIND, TIMETABLE, LESSONS_KIND, ROLLS_KIND, LESSON_MARKS_KIND)
