"""Clauses 4.3 and 5.1: the leader sees who is away again and again, with the counts and the absences behind them."""

from datetime import date, timedelta
from html import unescape
from random import Random
from re import findall, search

from django.test import Client, SimpleTestCase, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.journal import selectors
from jetekchi.journal.models import ClassPart, Lesson, PartMember
from jetekchi.journal.selectors.attendance import runs, stands_out
from jetekchi.journal.selectors.school_days import school_days
from jetekchi.journal.tests.factories import absent, add_students
from jetekchi.organisation.models import Person, Student
from jetekchi.organisation.services.settings import change_setting
from tests import cast as people

ALL = (1, 2, 3, 4, 5, 6)


class Habits(TestCase):
    """A half-year without rolls that is over, whatever today is: the days are those of the calendar."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = people.build(timezone.localdate() - timedelta(days=365))
        half = cls.cast.half
        cls.days = school_days(cls.cast.year, half.start_on, half.end_on, with_closed=True)
        cls.url = reverse("journal:attendance", args=[cls.cast.class_a.pk, half.number])

    def setUp(self) -> None:
        self.client = Client()
        self.client.force_login(self.cast.aigul)

    def found(self, student: Student) -> dict[str, list[str]]:
        """Sentences about a student by their kind."""
        known = selectors.attendance(self.cast.class_a, self.cast.half)
        said: dict[str, list[str]] = {}
        for one in known.patterns:
            if one.student == student:
                said.setdefault(one.code, []).append(one.text)
        return said

    def test_three_days_away_in_a_row_over_a_weekend_are_told_and_open_their_lessons(self) -> None:
        friday = next(place for place, day in enumerate(self.days) if day.isoweekday() == 5)
        for day in self.days[friday : friday + 3]:
            absent(self.cast.nurlan, day, ALL, "ill")
        page = self.client.get(self.url).content.decode()
        (url, lessons) = findall(
            r'<a href="(/journal/class/\d+/absences/[^"]+kind=missed[^"]+)">(\d+)', page
        )[0]
        self.assertEqual(lessons, "18")
        behind = self.client.get(unescape(url)).context["page"].paginator
        self.assertEqual(behind.count, 18)
        self.assertEqual({row.student for row in behind.object_list}, {self.cast.nurlan})

    def test_two_days_away_or_three_with_one_present_between_are_no_series(self) -> None:
        for place in (3, 4, 6):
            absent(self.cast.nurlan, self.days[place], ALL, "ill")
        absent(self.cast.meerim, self.days[3], (1, 2, 3), "ill")
        self.assertNotIn("run", self.found(self.cast.nurlan))
        self.assertNotIn("run", self.found(self.cast.meerim))

    def test_a_half_year_of_ninety_days_packs_into_ten_kilobytes(self) -> None:
        """The very page of a phone on a thin line: 25 students of different names, a dozen missed lessons each."""
        group, luck = self.cast.class_a, Random(7)
        change_setting(by=None, key="school_days", value=6)
        half = self.cast.half
        days = school_days(self.cast.year, half.start_on, half.end_on, with_closed=True)[:90]
        self.assertEqual(len(days), 90)
        surnames = (
            "Аманкулов",
            "Байбосунов",
            "Давлетов",
            "Жапаров",
            "Кубатбеков",
            "Мирбеков",
            "Нурматов",
            "Оморов",
        )
        givens = ("Сүйүнбек", "Жаркынай", "Догдурбек", "Нурайым", "Өмүрбек", "Гүлбарчын", "Ырысгүл")
        for place, student in enumerate(add_students(group, 23)):
            named = {"surname": surnames[place % 8], "given": givens[place % 7], "sort_key": f"{place:02}"}
            Person.objects.filter(pk=student.person_id).update(**named)
        for student in Student.objects.filter(class_group=group):
            for day in luck.sample(days, 4):
                kind = luck.choice(("ill", "valid", "unexcused", "unknown", "late"))
                absent(student, day, luck.choice(((1,), (2, 3), ALL)), kind)
        page = self.client.get(self.url, HTTP_ACCEPT_ENCODING="gzip")
        self.assertEqual(page["Content-Encoding"], "gzip")
        # The published names of the static files are a little longer than those of the tests.
        self.assertLess(len(page.content), 9_700)

    def test_mondays_are_told_with_both_counts(self) -> None:
        mondays = [day for day in self.days if day.isoweekday() == 1]
        for day in mondays[:4]:
            absent(self.cast.nurlan, day, (3, 4))
        (said,) = self.found(self.cast.nurlan)["weekday"]
        others = len(self.days) - len(mondays)
        self.assertEqual(findall(r"\d+", said), ["4", str(len(mondays)), "0", str(others)])

    def test_coming_late_to_first_lessons_is_told_and_is_no_missed_day(self) -> None:
        for day in self.days[:9:2]:
            absent(self.cast.nurlan, day, (1,), "late")
        said = self.found(self.cast.nurlan)
        self.assertEqual(set(said), {"first"})
        self.assertEqual(findall(r"\d+", said["first"][0])[0], "5")

    def test_the_picture_says_its_finding_in_words_and_marks_whole_days(self) -> None:
        absent(self.cast.nurlan, self.days[0], ALL, "ill")
        absent(self.cast.nurlan, self.days[1], (1,))
        page = self.client.get(self.url).content.decode()
        self.assertIsNotNone(search(r"<desc[^>]*>[^<]*7", page))
        self.assertIn(">Б</text>", page)
        self.assertIn(">н</text>", page)

    def test_a_stranger_and_a_teacher_of_the_class_do_not_see_it(self) -> None:
        for user, status in ((self.cast.bakyt, 404), (self.cast.chynara, 403), (self.cast.ainura, 404)):
            other = Client()
            other.force_login(user)
            self.assertEqual(other.get(self.url).status_code, status)


class TheSameLesson(TestCase):
    """Where the timetable is known, a subject that is missed again and again is told."""

    def test_maths_is_told_and_its_list_holds_its_lessons_only(self) -> None:
        cast = people.build(timezone.localdate() - timedelta(days=365))
        first = cast.half.start_on
        teacher = cast.staff(cast.chynara)
        for step in range(8):
            for number, subject in ((1, cast.literature), (2, cast.maths)):
                day = first + timedelta(days=step)
                Lesson.objects.create(
                    class_group=cast.class_a, subject=subject, teacher=teacher, on=day, number=number
                )
        for step in (0, 2, 5):
            absent(cast.nurlan, first + timedelta(days=step), (2,))
        absent(cast.nurlan, first + timedelta(days=7), (1,))
        known = selectors.attendance(cast.class_a, cast.half)
        (one,) = [one for one in known.patterns if one.code == "subject"]
        self.assertEqual(findall(r"\d+", one.text), ["3", "8", "1", "8"])
        client = Client()
        client.force_login(cast.aigul)
        rows = client.get(one.url).context["page"].object_list
        self.assertEqual([row.lesson for row in rows], [2, 2, 2])

    def test_where_parts_learn_apart_only_the_own_lessons_count_and_only_since_the_student_came(self) -> None:
        cast = people.build(timezone.localdate() - timedelta(days=365))
        first, teacher = cast.half.start_on, cast.staff(cast.chynara)
        mine, other = (ClassPart.objects.create(class_group=cast.class_a, name=name) for name in "12")
        PartMember.objects.create(part=mine, student=cast.nurlan, from_on=first)
        cast.nurlan.enrolments.update(from_on=first + timedelta(days=2))
        given = {"class_group": cast.class_a, "teacher": teacher}
        for step in range(8):
            day = first + timedelta(days=step)
            Lesson.objects.create(subject=cast.literature, on=day, number=1, **given)
            Lesson.objects.create(subject=cast.maths, on=day, number=2, part=mine, **given)
            Lesson.objects.create(subject=cast.literature, on=day, number=2, part=other, **given)
        for step in (2, 3, 5):
            absent(cast.nurlan, first + timedelta(days=step), (2,))
        known = selectors.attendance(cast.class_a, cast.half)
        (one,) = [one for one in known.patterns if one.code == "subject"]
        self.assertEqual(findall(r"\d+", one.text), ["3", "6", "0", "6"])
        client = Client()
        client.force_login(cast.aigul)
        self.assertEqual(client.get(one.url).context["page"].paginator.count, 3)
        wrong = one.url.replace(f"subject={cast.maths.pk}", f"subject={cast.literature.pk}")
        self.assertEqual(client.get(wrong).context["page"].paginator.count, 0)


class Rules(SimpleTestCase):
    """The two rules behind the sentences, at their edges."""

    def test_a_series_ends_where_a_day_was_attended(self) -> None:
        days = [date(2026, 9, number) for number in (1, 2, 3, 4, 7, 8, 9)]
        self.assertEqual(runs(days, days[1:4], 3), [(days[1], days[3], 3)])
        self.assertEqual(runs(days, [*days[:2], *days[4:]], 3), [(days[4], days[6], 3)])
        self.assertEqual(runs(days, days[:2], 3), [])

    def test_a_habit_is_often_enough_and_twice_as_often_as_elsewhere(self) -> None:
        self.assertTrue(stands_out(4, 12, 8, 48, 3))
        self.assertFalse(stands_out(4, 12, 9, 48, 3))
        self.assertFalse(stands_out(2, 12, 0, 48, 3))
