"""Lessons and rolls brought by a file: nothing is overwritten, a roll is whole or none, all of it goes again (3.9, 5.1)."""

from datetime import date

from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from django.urls import reverse
from django.utils.translation import override

from jetekchi.core.http import Refused
from jetekchi.core.sheets import write_book, write_csv
from jetekchi.journal import services
from jetekchi.journal.models import Absence, Excuse, Lesson, LessonMark, Roll, RollEntry, TermMark
from jetekchi.journal.selectors.exchange import PARTS
from jetekchi.journal.tests import grid_factories
from jetekchi.organisation.models import ImportRun, Term
from jetekchi.organisation.services import importing
from jetekchi.organisation.services.settings import change_setting
from jetekchi.organisation.tests.tables import csv_bytes
from tests import cast

MONDAY, TUESDAY, SUNDAY = date(2025, 10, 6), date(2025, 10, 7), date(2025, 10, 12)
LESSONS = ("grade", "lessonDay", "lesson", "nameKg", "group", "teacher", "topic", "task", "state")
ROLLS = ("studentId", "lessonDay", "lesson", "absent_type", "absent_reason", "late_minutes", "studentName")
KINDS = {"lessons": "lessons", "roll": "rolls", "marks": "lesson-marks", "term_marks": "term-marks"}


class Made(TestCase):
    """One lesson of a year that is over, so that no day of the file is still to come."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build(MONDAY)
        cls.lesson = grid_factories.lesson(c, MONDAY)

    def asked(self, kind, data, **more):
        year = self.cast.year.name
        return {"kind": importing.kind_of(kind), "name": "a.csv", "data": data, "year_name": year, **more}

    def take(self, kind, *rows, **more):
        heads = LESSONS if kind == "lessons" else ROLLS
        return importing.take_in(by=self.cast.elmira, **self.asked(kind, csv_bytes(heads, rows), **more))

    def refused(self, kind, *rows):
        """The columns that are refused, by line; nothing may have been written."""
        with self.assertRaises(Refused):
            self.take(kind, *rows)
        heads = LESSONS if kind == "lessons" else ROLLS
        plan = importing.rehearse(**self.asked(kind, csv_bytes(heads, rows))).plan
        return [problem.column for row in plan.refused for problem in row.row.problems]

    def close_half(self):
        self.cast.year.terms.filter(kind=Term.Kind.HALF_YEAR).update(closed_at="2026-01-20T08:00Z")


class LessonsComeIn(Made):
    def row(self, lesson=2, on=TUESDAY, **more):
        given = {"grade": "10-А", "nameKg": "Математика", "teacher": "", "topic": "", "task": "", **more}
        given |= {"lessonDay": on.strftime("%d.%m.%Y"), "lesson": lesson}
        return tuple(given.get(name, "") for name in LESSONS)

    def test_what_is_missing_is_made_what_is_empty_filled_and_all_of_it_goes_again(self):
        rows = (
            self.row(topic="Туунду", task="12-маселе"),
            self.row(lesson=3, nameKg="Литература", teacher="Токтомушев Бакыт"),
            self.row(lesson=4, teacher="Токтомушев Бакыт"),
            self.row(lesson=5, state="cancelled"),
            self.row(lesson=1, on=MONDAY, task="13-маселе"),
        )
        run = self.take("lessons", *rows).run
        self.assertEqual((run.added, run.changed, run.unchanged), (3, 1, 1))
        made = Lesson.objects.get(on=TUESDAY, number=2)
        staff = self.cast.staff
        self.assertEqual((made.teacher, made.state, made.topic), (staff(self.cast.chynara), "held", "Туунду"))
        self.assertEqual(
            Lesson.objects.get(number=3).teacher, staff(self.cast.bakyt), "nobody else teaches it"
        )
        stood_in = Lesson.objects.get(number=4)
        self.assertEqual((stood_in.teacher, stood_in.substitute), (made.teacher, staff(self.cast.bakyt)))
        self.lesson.refresh_from_db()
        self.assertEqual((self.lesson.topic, self.lesson.homework), ("", "13-маселе"))
        self.assertIsNone(self.take("lessons", *rows).run, "the same again changes nothing")
        importing.undo(by=None, run=run)
        self.assertEqual(list(Lesson.objects.values_list("pk", "homework")), [(self.lesson.pk, "")])

    def test_what_does_not_fit_is_refused_with_its_column(self):
        self.lesson.topic = "Чек"
        self.lesson.save()
        teacher = {"teacher": "Эсенгулова Чынара"}
        cases = {
            "class": self.row(grade="11-А"),
            "subject": self.row(nameKg="Алхимия"),
            "teacher": self.row(nameKg="Адабият"),
            "on": self.row(on=SUNDAY),
            "part": self.row(group="1-топчо"),
            "topic": self.row(lesson=1, on=MONDAY, topic="Туунду"),
            "lesson": self.row(lesson=1, on=MONDAY, nameKg="Адабият", teacher="Токтомушев Бакыт"),
        }
        for column, row in cases.items():
            self.assertEqual(self.refused("lessons", self.row(lesson=6), row), [column], row)
        self.assertEqual(self.refused("lessons", self.row(teacher="Жок Киши")), ["teacher"])
        self.assertEqual(self.refused("lessons", self.row(), self.row(topic="Туунду")), [""], "two for one")
        in_two = self.row(lesson=1, on=MONDAY, grade="10-Б", **teacher)
        self.assertEqual(self.refused("lessons", in_two), ["teacher"], "she is in 10-A at that time")
        self.close_half()
        self.assertEqual(self.refused("lessons", self.row()), ["on"])
        self.assertEqual(Lesson.objects.count(), 1)

    def test_lessons_that_somebody_wrote_about_stay(self):
        filled = self.take("lessons", self.row(lesson=1, on=MONDAY, topic="Чек")).run
        made = self.take("lessons", self.row()).run
        services.write_lesson(by=self.cast.chynara, lesson=self.lesson, topic="Туунду", homework="")
        services.take_roll(by=self.cast.chynara, lesson=Lesson.objects.get(on=TUESDAY), marks={})
        for run in (filled, made):
            with self.assertRaises(Refused):
                importing.undo(by=None, run=run)


class RollsComeIn(Made):
    def row(self, student, sign="present", reason="", minutes="", name="", **more):
        on, lesson = more.get("on", MONDAY), more.get("lesson", 1)
        return (student.number, on.strftime("%d.%m.%Y"), lesson, sign, reason, minutes, name)

    def statuses(self):
        return dict(RollEntry.objects.values_list("student", "status"))

    def test_a_whole_list_becomes_a_roll_with_its_missed_lessons_and_goes_again(self):
        c = self.cast
        Lesson.objects.update(state="planned")
        known = Absence.objects.create(
            student=c.meerim, class_group=c.class_a, on=MONDAY, lesson=1, kind="ill"
        )
        rows = (self.row(c.nurlan, "late", minutes=10, name="Токтогулов Нурлан"), self.row(c.meerim, "б"))
        run = self.take("rolls", *rows).run
        roll = Roll.objects.get()
        self.assertEqual((roll.taken_by, roll.listed, roll.missed), (c.elmira, 2, 1))
        self.assertEqual(self.statuses(), {c.nurlan.pk: "late", c.meerim.pk: "ill"})
        absences = Absence.objects.order_by("pk").values_list("student", "kind", "roll")
        self.assertEqual(list(absences), [(c.meerim.pk, "ill", roll.pk), (c.nurlan.pk, "late", roll.pk)])
        self.assertEqual(Lesson.objects.get().state, "held")
        self.assertIsNone(self.take("rolls", *rows).run, "the same again changes nothing")
        self.assertEqual(self.refused("rolls", self.row(c.nurlan)), ["sign"], "the roll says otherwise")
        importing.undo(by=None, run=run)
        self.assertEqual((Roll.objects.count(), Lesson.objects.get().state), (0, "planned"))
        self.assertEqual(list(Absence.objects.values_list("pk", "roll")), [(known.pk, None)])

    def test_an_accepted_excuse_decides_the_reason(self):
        c = self.cast
        Excuse.objects.create(
            student=c.meerim,
            by=c.ainura,
            from_on=MONDAY,
            until_on=MONDAY,
            kind="ill",
            state="accepted",
            sent_at="2025-10-06T02:00Z",
        )
        rows = (self.row(c.nurlan, "absent"), self.row(c.meerim, "absent", "unknown"))
        self.take("rolls", *rows)
        self.assertEqual(self.statuses(), {c.nurlan.pk: "unknown", c.meerim.pk: "ill"})
        self.assertIsNone(self.take("rolls", *rows).run)

    def test_a_part_of_the_list_is_no_roll(self):
        c = self.cast
        heads, rows = ROLLS, (self.row(c.nurlan), self.row(c.meerim, "late"))
        self.assertEqual(self.refused("rolls", self.row(c.nurlan)), [""])
        done = self.asked("rolls", csv_bytes(heads, rows), skip_bad_rows=True)
        self.assertIsNone(
            importing.take_in(by=None, **done).run, "the other one came late, nobody knows how much"
        )
        plan = importing.rehearse(**self.asked("rolls", csv_bytes(heads, rows))).plan
        (said,) = (
            str(one.row.problems[0].reason) for one in plan.rows if one.row.get("number") == c.nurlan.number
        )
        self.assertIn(c.meerim.number, said)
        self.assertEqual(Roll.objects.count(), 0)

    def test_what_does_not_fit_is_refused_with_its_column(self):
        c = self.cast
        Absence.objects.create(student=c.sanjar, class_group=c.class_b, on=MONDAY, lesson=2, kind="ill")
        grid_factories.lesson(c, MONDAY, number=2, group=c.class_b)
        cases = {
            "lesson": self.row(c.sanjar, lesson=7),
            "sign": self.row(c.sanjar, lesson=2),
            "student": self.row(c.sanjar, "б", lesson=2, name="Токтогулов Нурлан"),
            "on": self.row(c.sanjar, "б", lesson=2, on=date(2090, 1, 1)),
            "reason": self.row(c.sanjar, "absent", "жөн эле", lesson=2),
        }
        for column, row in cases.items():
            self.assertEqual(self.refused("rolls", row), [column], row)
        whole = (self.row(c.nurlan), self.row(c.meerim))
        self.assertEqual(self.refused("rolls", *whole, self.row(c.nurlan, "б")), [""], "twice")
        self.close_half()
        self.assertEqual(self.refused("rolls", *whole), ["on", "on"])
        self.assertEqual(Roll.objects.count(), 0)

    def test_a_roll_that_people_have_built_on_stays(self):
        c = self.cast
        run = self.take("rolls", self.row(c.nurlan), self.row(c.meerim)).run
        services.take_roll(by=c.aigul, lesson=self.lesson, marks={}, kind=Roll.Kind.CHECK)
        with self.assertRaises(Refused):
            importing.undo(by=None, run=run)
        self.assertEqual(Roll.objects.count(), 2)


class RoundTrip(Made):
    """What one lyceum takes out another one takes in, with the same figures."""

    def fill(self):
        c = self.cast
        services.set_part(by=None, class_group=c.class_a, name="1-топчо", students=[c.nurlan])
        lesson, other = self.lesson, grid_factories.lesson(c, MONDAY, number=2)
        part = Lesson.objects.create(
            class_group=c.class_a, subject=c.literature, teacher=c.staff(c.bakyt), on=TUESDAY, number=1,
            part=c.class_a.parts.get(), room="12", state="held",
        )  # fmt: skip
        services.write_lesson(by=c.chynara, lesson=lesson, topic="=1+1", homework="12-маселе;\n- 13, 14")
        mark = services.Mark
        services.take_roll(
            by=c.chynara, lesson=lesson, marks={c.meerim.pk: mark("ill"), c.nurlan.pk: mark("late", 5)}
        )
        services.take_roll(
            by=c.chynara, lesson=other, marks={c.meerim.pk: mark("exempt"), c.nurlan.pk: mark("unknown")}
        )
        services.take_roll(by=c.bakyt, lesson=part, marks={})
        grid_factories.lesson(c, TUESDAY, number=5)
        for one, student, value in (
            (lesson, c.nurlan, "5"),
            (other, c.meerim, "pass"),
            (part, c.nurlan, "4"),
        ):
            LessonMark.objects.create(lesson=one, student=student, value=value, given_at="2025-10-06T08:00Z")
        self.close(c.half.quarters.order_by("number"), "5", "na")
        self.close([c.half], "4")

    def close(self, terms, *values):
        for term, value in zip(terms, values, strict=True):
            place = term if isinstance(term, dict) else {"term": term}
            TermMark.objects.create(
                student=self.cast.nurlan,
                class_group=self.cast.class_a,
                subject=self.cast.maths,
                value=value,
                **place,
            )

    def out(self):
        """Each table as it stands, without keys and moments that belong to one database."""
        own = {"ls_uid", "created_at"}
        return {
            key: [
                [cell for name, cell in zip(part.fields, row, strict=True) if name not in own]
                for row in part.rows(self.cast.class_a, self.cast.half)
            ]
            for key, part in PARTS.items()
        }

    def figures(self):
        absences = Absence.objects.order_by("student", "on", "lesson").values_list(
            "student", "on", "lesson", "kind"
        )
        rolls = Roll.objects.order_by("lesson__on", "lesson__number").values_list("listed", "missed")
        return self.out(), list(absences), list(rolls)

    def test_what_closes_the_year_comes_back_with_the_last_half_year(self):
        c = self.cast
        change_setting(by=None, key="exam_subjects", value=c.maths.name)
        year = {"year": c.year}
        steps = (year, {**year, "step": "exam"}, {**year, "step": "final"})
        halves = c.year.terms.filter(kind="half_year").order_by("number")
        self.close(
            [*c.year.terms.filter(kind="quarter").order_by("number"), *halves, *steps],
            *"543254",
            "exempt",
            *"34",
        )
        part = PARTS["term_marks"]
        names = ("quarter", "quarterMark", "customMark")
        rows = [list(part.rows(c.class_a, half)) for half in halves]
        told = [[row[part.fields.index(name)] for name in names] for row in rows[1]]
        self.assertIn([5, None, "осв"], told)
        self.assertEqual({row[0] for row in told}, {3, 4, "half2", 5, "exam", "final"})
        fields = ("student", "class_group", "subject", "term", "year", "step", "value")
        before = set(TermMark.objects.values_list(*fields))
        TermMark.objects.all().delete()
        for own in rows:
            importing.take_in(by=None, **self.asked("term-marks", write_csv(part.fields, own)))
        self.assertEqual(set(TermMark.objects.values_list(*fields)), before)
        c.year.terms.filter(number=2, kind="half_year").update(closed_at="2026-06-20T08:00Z")
        run = ImportRun.objects.filter(kind="term-marks").latest("pk")
        with self.assertRaises(Refused):
            importing.undo(by=None, run=run)
        change_setting(by=None, key="exam_subjects", value="")
        c.year.terms.update(closed_at=None)
        TermMark.objects.filter(step="exam").delete()
        plan = importing.rehearse(**self.asked("term-marks", write_csv(part.fields, rows[1]))).plan
        self.assertEqual([one.row.get("term") for one in plan.refused], ["exam", "final"])

    def test_lessons_rolls_and_marks_come_back_as_they_went_by_csv_and_by_xlsx(self):
        self.fill()
        half, before = self.cast.half, self.figures()
        tables = {key: (part, list(part.rows(self.cast.class_a, half))) for key, part in PARTS.items()}
        files = [{key: write_csv(part.fields, rows) for key, (part, rows) in tables.items()}]
        for language in ("ky", "ru", "en"):
            with override(language):
                book = write_book((part.title, part.headings, rows) for part, rows in tables.values())
                files.append(dict.fromkeys(tables, book))
        for brought in files:
            for model in (TermMark, LessonMark, Absence, RollEntry, Roll, Lesson):
                model.objects.all().delete()
            self.assertNotEqual(self.figures(), before)
            for key, kind in KINDS.items():
                importing.take_in(by=None, **self.asked(kind, brought[key]))
            self.assertEqual(self.figures(), before)
            for key, kind in KINDS.items():
                self.assertIsNone(importing.take_in(by=None, **self.asked(kind, brought[key])).run)


class WhoBringsThem(Made):
    def test_the_head_of_study_chooses_them_on_the_page_and_a_teacher_does_not(self):
        for user, status in ((self.cast.elmira, 200), (self.cast.chynara, 404), (self.cast.aigul, 404)):
            client = Client()
            client.force_login(user)
            for kind in ("lessons", "rolls"):
                page = client.get(reverse("organisation:import_new", args=[kind]))
                self.assertEqual(page.status_code, status)

    def test_the_command_line_says_the_same_and_writes_nothing_of_a_refused_file(self):
        from tempfile import NamedTemporaryFile

        with NamedTemporaryFile(suffix=".csv") as file:
            file.write(csv_bytes(ROLLS, [(self.cast.nurlan.number, "06.10.2025", 1, "present", "", "", "")]))
            file.flush()
            with self.assertRaises(CommandError):
                call_command("import_rolls", file.name, year=self.cast.year.name, verbosity=0)
        self.assertEqual(Roll.objects.count(), 0)
