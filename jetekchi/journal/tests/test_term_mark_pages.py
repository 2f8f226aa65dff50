"""The sheet of term marks as a teacher, a leader and a stranger meet it (3.9)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jetekchi.journal.models import LessonMark, TermMark, TermMarkChange
from jetekchi.journal.tests import factories
from jetekchi.journal.tests import grid_factories as made
from jetekchi.organisation.models import Enrolment, Term
from jetekchi.organisation.services.settings import change_setting
from tests import cast

pytestmark = pytest.mark.once


class TermMarkPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        today, now = timezone.localdate(), timezone.now()
        quarter = c.half.quarters.order_by("number").last()
        Term.objects.filter(pk=quarter.pk).update(start_on=today - timedelta(days=80), end_on=today)
        Enrolment.objects.update(from_on=today - timedelta(days=80))
        cls.lessons, cls.term = made.lessons(c, 3), quarter
        LessonMark.objects.bulk_create(
            LessonMark(lesson=lesson, student=c.nurlan, value="4", given_at=now) for lesson in cls.lessons
        )
        where = [c.class_a.pk, c.maths.pk]
        cls.page = reverse("journal:term_marks", args=where) + f"?term={quarter.pk}"
        cls.history = reverse("journal:term_mark", args=[*where, c.nurlan.pk]) + f"?term={quarter.pk}"

    def setUp(self):
        self.client.force_login(self.cast.chynara)

    def typed(self, nurlan="", was="", meerim="", **more):
        n, m = self.cast.nurlan.pk, self.cast.meerim.pk
        return {f"mark_{n}": nurlan, f"was_{n}": was, f"mark_{m}": meerim, f"was_{m}": "", **more}

    def marks(self):
        return dict(TermMark.objects.values_list("student", "value"))

    def test_one_save_for_all_without_a_script_and_three_sendings_have_one_effect(self):
        for _time in range(3):
            page = self.client.post(self.page, self.typed("4", meerim="na", form_key="бир"), follow=True)
        self.assertContains(page, 'value="4" selected')
        self.assertEqual(self.marks(), {self.cast.nurlan.pk: "4", self.cast.meerim.pk: "na"})
        self.assertEqual(TermMarkChange.objects.count(), 2)
        self.assertContains(self.client.get(self.history), "– → 4")

    def test_proposals_are_shown_before_they_are_saved_and_pass_over_what_was_chosen(self):
        page = self.client.post(self.page, self.typed(propose="1"))
        self.assertContains(page, "Азырынча эч нерсе сакталган жок")
        self.assertContains(page, 'value="4" selected')
        self.assertEqual(self.marks(), {})
        page = self.client.post(self.page, self.typed("5", propose="1"))
        self.assertContains(page, 'value="5" selected')
        self.assertNotContains(page, 'value="4" selected')

    def test_a_conflict_shows_both_marks_saves_the_rest_and_is_decided_by_sending_again(self):
        factories.mark(self.cast.nurlan, self.cast.maths, self.term, "3")
        page = self.client.post(self.page, self.typed("4", meerim="5", reason="кагаз боюнча"))
        self.assertContains(page, "сиздики: 4")
        self.assertEqual(self.marks(), {self.cast.nurlan.pk: "3", self.cast.meerim.pk: "5"})
        self.client.post(self.page, self.typed("4", was="3", meerim="5", reason="кагаз боюнча"))
        self.assertEqual(self.marks()[self.cast.nurlan.pk], "4")
        self.assertContains(self.client.get(self.history), "кагаз боюнча")

    def test_a_refused_row_keeps_what_was_chosen_and_says_what_to_do(self):
        factories.mark(self.cast.nurlan, self.cast.maths, self.term, "3")
        page = self.client.post(self.page, self.typed("4", was="3"))
        self.assertContains(page, "Бул баа азыр кулпуланган")
        self.assertContains(page, 'value="4" selected')
        self.assertEqual(self.marks(), {self.cast.nurlan.pk: "3"})

    def test_a_closed_half_year_shows_the_marks_and_offers_nothing(self):
        Term.objects.filter(pk=self.cast.half.pk).update(closed_at=timezone.now())
        self.assertNotContains(self.client.get(self.page), "<select")
        self.client.post(self.page, self.typed("4"))
        self.assertEqual(self.marks(), {})

    def test_the_leader_reads_the_file_holds_the_same_and_families_are_not_let_in(self):
        factories.mark(self.cast.nurlan, self.cast.maths, self.term, "4")
        self.client.force_login(self.cast.aigul)
        self.assertNotContains(self.client.get(self.page), "<select")
        self.assertEqual(self.client.post(self.page, self.typed("5")).status_code, 403)
        sheet = self.client.get(f"{self.page}&format=csv").content.decode("utf-8-sig")
        self.assertIn(',4.00,3,0,3,"4","4"', sheet)
        for name in ("ainura", "nurlan_user", "bakyt"):
            self.client.force_login(getattr(self.cast, name))
            for address in (self.page, self.history):
                self.assertIn(self.client.get(address).status_code, (403, 404), name)

    def test_the_family_sees_the_marks_of_the_half_year_and_of_the_year(self):
        c = self.cast
        factories.mark(c.nurlan, c.maths, c.half, "4")
        year = {"student": c.nurlan, "class_group": c.class_a, "subject": c.maths, "year": c.year}
        TermMark.objects.create(**year, value="5")
        TermMark.objects.create(**year, step="exam", value="2")
        TermMark.objects.create(**year, step="final", value="3")
        self.client.force_login(c.ainura)
        page = self.client.get(reverse("journal:student", args=[c.nurlan.pk]))
        for word, value in (("окуу жылы", 5), ("экзамен", 2), ("жыйынтыктоочу баа", 3)):
            self.assertContains(page, word)
            self.assertContains(page, f'<td class="n">{value}</td>', html=True)

    def test_the_final_mark_is_proposed_from_year_and_examination_and_set_on_the_page(self):
        c = self.cast
        Term.objects.filter(year=c.year, kind="quarter", number=4).update(start_on=timezone.localdate())
        change_setting(by=None, key="exam_subjects", value=c.maths.name)
        page = self.page.partition("?")[0]
        for term, value in (("year", "4"), ("exam", "5")):
            self.client.post(f"{page}?term={term}", self.typed(value))
        shown = self.client.post(f"{page}?term=final", self.typed(propose="1"))
        self.assertContains(shown, 'value="5" selected')
        self.client.post(f"{page}?term=final", self.typed("5"))
        self.assertEqual(
            set(TermMark.objects.values_list("step", "value")), {("", "4"), ("exam", "5"), ("final", "5")}
        )
        self.assertContains(self.client.get(f"{self.history.partition('?')[0]}?term=exam"), "– → 5")

    def test_the_teacher_comes_from_the_page_of_the_class(self):
        page = self.client.get(reverse("organisation:class", args=[self.cast.class_a.pk]))
        self.assertContains(page, self.page.partition("?")[0])

    def test_the_number_of_queries_is_the_same_whatever_the_size(self):
        def look():
            with CaptureQueriesContext(connection) as asked:
                self.client.get(self.page)
            return len(asked)

        look()
        few = look()
        for student in factories.add_students(self.cast.class_a, 20):
            factories.mark(student, self.cast.maths, self.term, "4")
        look()
        self.assertLessEqual(look(), few)
