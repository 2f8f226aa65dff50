"""Gaps of the journal: each check finds what is lacking, names one person, and is silent once it is mended (3.9)."""

from datetime import timedelta

from django.test import Client, TestCase
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.core.models import Notice
from jetekchi.journal import selectors, services
from jetekchi.journal.models import (
    Absence,
    ClassPart,
    Lesson,
    LessonMark,
    LessonWork,
    MarkKind,
    PartMember,
    Remark,
    TermMark,
    TimetableSlot,
)
from jetekchi.journal.selectors.gaps import GapFilters
from jetekchi.journal.tests import factories, grid_factories
from jetekchi.journal.tests import inspection_factories as made
from jetekchi.organisation.models import Appointment, CalendarDay, Teaching, Term, User
from jetekchi.organisation.services import move_student, name_deputy
from jetekchi.organisation.services.settings import change_setting
from tests import cast


class Gaps(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        cls.today = timezone.localdate()
        Term.objects.filter(pk=c.half.pk).update(
            start_on=cls.today - timedelta(days=60), end_on=cls.today + timedelta(days=60)
        )
        cls.day = cls.today - timedelta(days=6)
        cls.lesson = grid_factories.lesson(c, cls.day)

    def found(self, user=None, **by):
        rows = selectors.gaps(user or self.cast.damir, GapFilters(**by), self.today)
        return selectors.shown(rows)

    def keys(self, user=None, **by):
        return [one.check_key for one in self.found(user, **by)]

    def test_what_a_lesson_lacks_is_named_until_it_is_written(self):
        c = self.cast
        self.assertEqual(sorted(self.keys()), ["homework", "roll", "topic"])
        self.assertEqual({one.person_key for one in self.found()}, {c.chynara.person_id})
        services.take_roll(by=c.chynara, lesson=self.lesson, marks={})
        services.write_lesson(by=c.chynara, lesson=self.lesson, topic="Туунду", homework="")
        self.assertEqual(self.keys(), ["homework"])
        change_setting(by=None, key="gap_homework_grade", value=0)
        self.assertEqual(self.keys(), [])
        grid_factories.lesson(c, self.today)
        self.assertEqual(self.keys(), [], "the lesson of today may still be written")

    def test_a_lesson_that_was_not_held_lacks_nothing(self):
        Lesson.objects.update(state="planned")
        self.assertEqual(sorted(self.keys()), ["roll", "topic"])
        CalendarDay.objects.create(day=self.day, kind="holiday")
        self.assertEqual(self.keys(), [])

    def test_marks_that_stand_where_none_can_be(self):
        c = self.cast
        given = {"lesson": self.lesson, "student": c.nurlan, "given_at": timezone.now()}
        LessonMark.objects.create(**given, value="5")
        LessonMark.objects.create(**{**given, "student": c.meerim}, value="")
        self.assertNotIn("absent", self.keys())
        absent = {"class_group": c.class_a, "on": self.day, "lesson": self.lesson.number}
        missed = Absence.objects.create(student=c.nurlan, kind="late", **absent)
        self.assertNotIn("absent", self.keys())
        Absence.objects.filter(pk=missed.pk).update(kind="ill")
        (one,) = self.found(check="absent")
        self.assertEqual(
            (one.student_key, one.mend_url), (c.nurlan.pk, f"/journal/lesson-marks/{self.lesson.pk}/")
        )
        Lesson.objects.update(state="cancelled", reason="суук")
        self.assertEqual(sorted(self.keys()), ["absent", "no_lesson"])

    def test_a_mark_of_a_student_whom_a_move_dated_back_took_off_the_list(self):
        c = self.cast
        given = {"student": c.nurlan, "value": "3", "given_at": timezone.now()}
        LessonMark.objects.create(lesson=self.lesson, **given)
        self.assertEqual(self.keys(check="not_listed"), [])
        move_student(by=None, student=c.nurlan, class_group=c.class_b, from_on=self.day, order_no="7")
        (one,) = self.found(c.chynara, check="not_listed")
        cell = f"/journal/lesson-marks/{self.lesson.pk}/{c.nurlan.pk}/"
        self.assertEqual((one.person_key, one.mend_url), (c.chynara.person_id, cell))
        self.client.force_login(c.chynara)
        self.assertContains(self.client.get(cell), c.nurlan.person.surname)
        part = ClassPart.objects.create(class_group=c.class_a, name="1-топ")
        in_part = grid_factories.lesson(c, self.day, number=2)
        Lesson.objects.filter(pk=in_part.pk).update(part=part)
        LessonMark.objects.create(lesson=in_part, **{**given, "student": c.meerim})
        self.assertEqual(len(self.found(check="not_listed")), 2, "of the other part")
        PartMember.objects.create(part=part, student=c.meerim, from_on=self.day)
        self.assertEqual(len(self.found(check="not_listed")), 1)

    def test_a_written_work_gets_its_marks_in_its_days(self):
        c = self.cast
        kind = MarkKind.objects.create(name="Көзөмөл иш", weight=3, is_test=True)
        LessonWork.objects.create(lesson=self.lesson, kind=kind, by=c.chynara)
        self.assertIn("work", self.keys())
        services.save_marks(
            by=c.chynara, class_group=c.class_a, subject=c.maths,
            cells=[services.Cell(self.lesson.pk, c.nurlan.pk, "5")],
        )  # fmt: skip
        self.assertNotIn("work", self.keys())

    def test_a_reason_is_asked_of_the_leader_once_a_student_and_day(self):
        c = self.cast
        second = grid_factories.lesson(c, self.day, number=2)
        for lesson in (self.lesson, second):
            services.take_roll(by=c.chynara, lesson=lesson, marks={c.nurlan.pk: services.Mark("unknown")})
        (one,) = self.found(check="reason")
        self.assertEqual((one.person_key, one.hour), (c.aigul.person_id, 1))
        self.assertEqual(one.url_for(c.aigul), f"/journal/lessons/{self.lesson.pk}/roll/")
        self.assertIn("/absences/?kind=unknown", one.url_for(c.damir))

    def test_terms_with_too_few_marks_and_without_their_mark(self):
        c = self.cast
        change_setting(by=None, key="term_scheme", value="half_years")
        Term.objects.filter(pk=c.half.pk).update(end_on=self.today + timedelta(days=3))
        (few,) = self.found(check="few")
        students = few.amount
        self.assertGreater(students, 1)
        self.assertEqual((few.person_key, few.subject_key), (c.chynara.person_id, c.maths.pk))
        for back in range(3):
            lesson = grid_factories.lesson(c, self.today - timedelta(days=back))
            LessonMark.objects.create(lesson=lesson, student=c.nurlan, value="4", given_at=timezone.now())
        self.assertEqual([one.amount for one in self.found(check="few")], [students - 1])
        self.assertEqual(self.found(check="term"), [])
        Term.objects.filter(pk=c.half.pk).update(end_on=self.today - timedelta(days=1))
        before = self.found(check="term", group=c.class_a.pk)
        self.assertEqual({one.amount for one in before}, {students})
        TermMark.objects.create(
            student=c.nurlan, class_group=c.class_a, subject=c.maths, term=c.half, value="4"
        )
        (after,) = [
            one for one in self.found(check="term", group=c.class_a.pk) if one.subject_key == c.maths.pk
        ]
        self.assertEqual(after.amount, students - 1)
        self.assertIn(f"?term={c.half.pk}", after.mend_url)
        Term.objects.filter(pk=c.half.pk).update(closed_at=timezone.now())
        self.assertEqual(self.found(), [], "what is closed cannot be mended")

    def in_two_parts(self):
        """Chynara teaches maths to Nurlan's part of the class, Bakyt to Meerim's; a third student is in neither."""
        c = self.cast
        change_setting(by=None, key="term_scheme", value="half_years")
        Term.objects.filter(pk=c.half.pk).update(end_on=self.today + timedelta(days=3))
        teachers = c.staff(c.chynara), c.staff(c.bakyt)
        given = {"class_group": c.class_a, "subject": c.maths, "from_on": self.day}
        Teaching.objects.create(teacher=teachers[1], **given)
        for number, student, teacher in zip("12", (c.nurlan, c.meerim), teachers, strict=True):
            part = ClassPart.objects.create(class_group=c.class_a, name=number)
            PartMember.objects.create(part=part, student=student, from_on=self.day)
            TimetableSlot.objects.create(**given, part=part, teacher=teacher, weekday=1, number=int(number))
        factories.add_students(c.class_a, 1)
        return {one.person_key: one.amount for one in self.found(check="few")}

    def test_each_teacher_of_a_part_is_asked_for_the_own_students_the_first_for_those_of_no_part(self):
        c = self.cast
        self.assertEqual(self.in_two_parts(), {c.chynara.person_id: 2, c.bakyt.person_id: 1})
        self.assertEqual([one.amount for one in self.found(c.bakyt, check="few")], [1])
        self.assertEqual(len({one.key for one in self.found(check="few")}), 2)
        PartMember.objects.filter(student=c.meerim).update(until_on=self.today - timedelta(days=1))
        self.assertEqual([one.amount for one in self.found(check="few")], [3], "of no part any more")

    def test_the_students_of_a_part_whose_teacher_has_left_are_the_first_ones(self):
        c = self.cast
        self.in_two_parts()
        Teaching.objects.filter(teacher=c.staff(c.bakyt)).update(until_on=self.today - timedelta(days=1))
        (one,) = self.found(check="few")
        self.assertEqual((one.person_key, one.amount), (c.chynara.person_id, 3))

    def test_a_mark_far_from_its_mean_is_the_matter_of_the_teacher_of_the_part(self):
        c = self.cast
        self.in_two_parts()
        for student in (c.nurlan, c.meerim):
            LessonMark.objects.create(lesson=self.lesson, student=student, value="2", given_at=timezone.now())
            TermMark.objects.create(
                student=student, class_group=c.class_a, subject=c.maths, term=c.half, value="5"
            )
        found = {one.student_key: one.person_key for one in self.found(check="far")}
        self.assertEqual(found, {c.nurlan.pk: c.chynara.person_id, c.meerim.pk: c.bakyt.person_id})

    def test_a_term_mark_is_asked_for_after_the_last_lesson_of_the_subject(self):
        c = self.cast
        change_setting(by=None, key="term_scheme", value="half_years")
        change_setting(by=None, key="school_days", value=6)
        last = self.today + timedelta(days=4)
        last -= timedelta(days=last.isoweekday() == 7)
        Term.objects.filter(pk=c.half.pk).update(end_on=last)
        self.assertEqual(self.found(check="term"), [], "the lessons of the term are not made to its end")
        coming = grid_factories.lesson(c, last)
        Lesson.objects.filter(pk=coming.pk).update(state="planned")
        self.assertEqual(self.found(check="term"), [], "a lesson is still to come")
        Lesson.objects.filter(pk=coming.pk).update(state="cancelled", reason="суук")
        (one,) = self.found(check="term")
        self.assertEqual(
            (one.person_key, one.subject_key, one.day), (c.chynara.person_id, c.maths.pk, self.today)
        )
        self.assertIn(f"?term={c.half.pk}", one.mend_url)
        today = grid_factories.lesson(c, self.today)
        self.assertEqual(self.found(check="term"), [], "the last one is today")
        today.delete()
        Lesson.objects.filter(pk=coming.pk).update(state="planned", reason="")
        CalendarDay.objects.create(day=last, kind="holiday")
        self.assertEqual(len(self.found(check="term")), 1, "a lesson on a free day does not come")

    def test_who_can_mend_it_today_answers_for_it(self):
        c = self.cast
        services.substitute_lesson(by=None, lesson=self.lesson, substitute=c.staff(c.bakyt), reason="оорулуу")
        self.assertEqual({one.person_key for one in self.found()}, {c.bakyt.person_id})
        Lesson.objects.update(on=self.today - timedelta(days=20))
        self.assertEqual({one.person_key for one in self.found()}, {c.chynara.person_id})
        Teaching.objects.update(until_on=self.today - timedelta(days=1))
        self.assertEqual({one.person_key for one in self.found()}, {c.aigul.person_id})
        Appointment.objects.update(until_on=self.today - timedelta(days=1))
        self.assertEqual({one.person_key for one in self.found()}, {None})

    def test_each_sees_what_is_the_own_and_the_supervision_sees_all(self):
        c = self.cast
        grid_factories.lesson(c, self.day, group=c.class_b)
        self.assertEqual(len(self.found()), 6)
        self.assertEqual(len(self.found(c.chynara)), 6)
        self.assertEqual({one.group_key for one in self.found(c.aigul)}, {c.class_a.pk})
        self.assertEqual({one.group_key for one in self.found(c.bakyt)}, {c.class_b.pk})
        self.assertEqual(len(self.found(c.bakyt, group=c.class_a.pk)), 0)
        self.assertEqual(len(self.found(from_on=self.today)), 0)
        self.assertEqual(len(self.found(to_on=self.day, check="roll", person=c.chynara.person_id)), 2)
        self.assertEqual(len(self.found(person=c.aigul.person_id)), 0)

    def test_one_row_on_the_first_page_says_how_many(self):
        c = self.cast
        (row,) = selectors.gap_due_rows(c.chynara, self.today)
        self.assertEqual(row.title, "Класстык журналда 3 кемтик")
        self.assertEqual(row.url, f"/journal/checks/?person={c.chynara.person_id}")
        self.assertEqual(
            selectors.gap_due_rows(c.aigul, self.today), [], "what is a teacher's is not the leader's"
        )
        self.assertEqual(selectors.gap_due_rows(c.ainura, self.today), [])

    def test_a_deputy_finds_behind_the_link_as_many_gaps_as_the_first_page_said(self):
        c = self.cast
        Teaching.objects.update(until_on=self.today - timedelta(days=1))
        for deputy in (c.chynara, c.bakyt):
            away = {"from_on": self.today, "until_on": self.today, "basis": "№ 7"}
            standing_in = name_deputy(
                by=None, appointment=c.class_a.appointments.get(), person=c.staff(deputy), **away
            )
            # As on the next request: who leads is worked out once in each.
            user = User.objects.get(pk=deputy.pk)
            (row,) = selectors.gap_due_rows(user, self.today)
            client = Client()
            client.force_login(user)
            page = client.get(row.url)
            self.assertEqual(page.context["page"].paginator.count, 3)
            self.assertIn("3", row.title)
            chosen = page.context["form"].cleaned_data["person"]
            self.assertEqual(chosen, str(user.person_id), "and the page says whose they are")
            self.assertEqual({gap.group_key for gap, _url, _words in page.context["rows"]}, {c.class_a.pk})
            standing_in.delete()

    def test_the_number_of_queries_is_the_same_whatever_the_size(self):
        c = self.cast
        counts = selectors.gap_counts(c.year.pk, self.day, self.today)
        self.assertEqual(counts, {c.class_a.pk: {c.chynara.person_id: 3}})
        self.found()
        with self.assertNumQueries(8):
            self.found()
        for back in range(2, 8):
            grid_factories.lesson(c, self.today - timedelta(days=back), number=3)
        with self.assertNumQueries(8):
            self.assertEqual(len(self.found()), 21)


class Remarks(TestCase):
    """The inspection makes remarks of gaps, and the journal says which are filled."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        cls.today = timezone.localdate()
        cls.lessons = [grid_factories.lesson(c, cls.today - timedelta(days=back)) for back in (9, 8)]
        services.take_roll(by=c.chynara, lesson=cls.lessons[0], marks={c.nurlan.pk: services.Mark("unknown")})
        cls.inspection = made.inspection(c.damir, c.class_a)
        cls.due = cls.today + timedelta(days=5)

    def add(self, *keys, by=None, due_on=None):
        gaps = selectors.gaps_of_class(self.cast.class_a)
        wanted = [one.key for one in gaps if not keys or one.check_key in keys]
        return services.add_gap_remarks(
            by=by or self.cast.damir, inspection=self.inspection, keys=wanted, due_on=due_on or self.due
        )

    def test_each_person_gets_one_remark_a_check_with_all_gaps_in_it(self):
        c = self.cast
        remarks = self.add()
        told = {(one.addressee_id, one.gaps.count()) for one in remarks}
        self.assertEqual(told, {(c.chynara.person_id, 2), (c.chynara.person_id, 1), (c.aigul.person_id, 1)})
        self.assertEqual(len(remarks), 4)
        self.assertEqual({one.paper for one in remarks}, {"journal"})
        self.assertEqual(Notice.objects.filter(to=c.chynara, url__contains="/remarks/").count(), 3)

    def test_the_remark_says_which_gaps_are_filled(self):
        c = self.cast
        (remark,) = self.add("topic")
        services.write_lesson(by=c.chynara, lesson=self.lessons[0], topic="Туунду", homework="")
        self.assertEqual([is_filled for _gap, is_filled in selectors.filled_of(remark)], [True, False])
        services.mend_remark(by=c.chynara, remark=remark, words="жазылды")
        client = Client()
        client.force_login(c.damir)
        page = client.get(f"/remarks/{remark.pk}/")
        self.assertContains(page, "badge ok")
        self.assertEqual([is_filled for _gap, is_filled in page.context["gaps"]], [True, False])

    def test_nobody_is_told_twice_and_what_is_wrong_is_refused(self):
        c = self.cast
        (remark,) = self.add("topic")
        with self.assertRaises(Refused):
            self.add("topic")
        services.withdraw_remark(by=c.damir, remark=remark, words="ката")
        self.assertEqual(len(self.add("topic")), 1)
        with self.assertRaises(Refused):
            self.add("roll", due_on=self.today - timedelta(days=1))
        self.assertFalse(Remark.objects.filter(gaps__key__startswith="roll").exists())
        Appointment.objects.update(until_on=self.today - timedelta(days=1))
        with self.assertRaises(Refused) as refusal:
            self.add("reason")
        self.assertEqual(refusal.exception.code, "nobody-to-mend")

    def test_the_inspector_ticks_some_or_takes_all_of_a_check_in_one_tap(self):
        c, address = self.cast, f"/inspections/{self.inspection.pk}/gaps/"
        damir = Client()
        damir.force_login(c.damir)
        page = damir.get(address)
        self.assertContains(page, 'name="gap"', count=6)
        empty = damir.post(address, {"due_on": self.due.isoformat()})
        self.assertEqual((empty.status_code, Remark.objects.count()), (200, 0))
        key = next(one.key for one in selectors.gaps_of_class(c.class_a) if one.check_key == "topic")
        self.assertRedirects(
            damir.post(address, {"due_on": self.due.isoformat(), "gap": [key, "topic.999999..."]}),
            f"/inspections/{self.inspection.pk}/",
        )
        self.assertEqual(Remark.objects.get().gaps.get().key, key)
        damir.post(address, {"due_on": self.due.isoformat(), "check": "homework"})
        self.assertEqual(Remark.objects.latest("pk").gaps.count(), 2)
        self.assertContains(damir.get(address), 'name="gap"', count=3)
