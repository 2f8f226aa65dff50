"""Clause 3.9: a term is closed by its marks – asked for after the last lesson, set by the teacher alone, printed."""

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.journal.models import LessonMark, TermMark, TermMarkChange
from jetekchi.journal.tests import grid_factories
from jetekchi.organisation.models import Enrolment, Term, User
from jetekchi.organisation.services.settings import change_setting
from tests import cast as people

pytestmark = pytest.mark.once


class TheTermIsMarked(TestCase):
    """Actors: the teacher of mathematics marks, the class leader reads and prints, the head of upbringing oversees."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = c = people.build()
        cls.today = timezone.localdate()
        change_setting(by=None, key="term_scheme", value="half_years")
        cls.term = c.half
        start, end = cls.today - timedelta(days=60), cls.today + timedelta(days=6)
        Term.objects.filter(pk=c.half.pk).update(start_on=start, end_on=end)
        Enrolment.objects.update(from_on=start)
        change_setting(by=None, key="school_days", value=6)
        last = end - timedelta(days=end.isoweekday() == 7)
        cls.lessons = [grid_factories.lesson(c, cls.today - timedelta(days=back)) for back in (9, 6, 2)]
        # Lessons of the class are made to the end of the term; none of them is mathematics.
        other = grid_factories.lesson(c, last)
        type(other).objects.filter(pk=other.pk).update(subject=c.literature, state="planned")
        for student, values in ((c.nurlan, "544"), (c.meerim, "333")):
            LessonMark.objects.bulk_create(
                LessonMark(lesson=lesson, student=student, value=value, given_at=timezone.now())
                for lesson, value in zip(cls.lessons, values, strict=True)
            )
        cls.sheet = reverse("journal:term_marks", args=[c.class_a.pk, c.maths.pk]) + f"?term={c.half.pk}"

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def sent(self, nurlan: str, meerim: str, **more: str) -> dict[str, str]:
        n, m = self.cast.nurlan.pk, self.cast.meerim.pk
        return {f"mark_{n}": nurlan, f"was_{n}": "", f"mark_{m}": meerim, f"was_{m}": "", **more}

    def asked_for(self, user: User) -> bool:
        page = self.by(user).get(reverse("journal:checks") + "?check=term").content.decode()
        return f'href="{self.sheet}' in page

    # --- actor and evidence -----------------------------------------------------------------------------------

    def test_the_missing_marks_are_told_proposed_set_and_gone_from_the_gaps(self) -> None:
        c = self.cast
        self.assertTrue(self.asked_for(c.chynara), "the last lesson of the subject has been")
        self.assertTrue(self.asked_for(c.damir), "the supervision sees the same gap")
        teacher = self.by(c.chynara)
        shown = teacher.post(self.sheet, self.sent("", "", propose="1"))
        self.assertEqual((shown.status_code, TermMark.objects.count()), (200, 0), "a proposal is not a mark")
        self.assertRedirects(teacher.post(self.sheet, self.sent("4", "3")), self.sheet)
        self.assertFalse(self.asked_for(c.chynara))
        self.assertFalse(self.asked_for(c.damir))
        self.assertEqual(set(TermMarkChange.objects.values_list("by", "old")), {(c.chynara.pk, "")})
        history = reverse("journal:term_mark", args=[c.class_a.pk, c.maths.pk, c.nurlan.pk])
        told = self.by(c.aigul).get(f"{history}?term={c.half.pk}")
        self.assertContains(told, c.chynara.person.name)
        figures = reverse("journal:class_half_year", args=[c.class_a.pk, c.half.number])
        self.assertContains(self.by(c.aigul).get(figures), c.maths.name)

    # --- refusal ----------------------------------------------------------------------------------------------

    def test_nobody_but_the_teacher_sets_them_and_a_locked_one_needs_a_reason(self) -> None:
        c = self.cast
        for user, status in (
            (c.aigul, 403),
            (c.damir, 403),
            (c.bakyt, 404),
            (c.ainura, 404),
            (c.nurlan_user, 404),
        ):
            self.assertEqual(self.by(user).post(self.sheet, self.sent("5", "5")).status_code, status)
        self.assertEqual(TermMark.objects.count(), 0)
        teacher = self.by(c.chynara)
        teacher.post(self.sheet, self.sent("4", "3"))
        TermMark.objects.update(given_at=timezone.now() - timedelta(days=30))
        again = self.sent("5", "3") | {f"was_{c.nurlan.pk}": "4", f"was_{c.meerim.pk}": "3"}
        self.assertContains(teacher.post(self.sheet, again), "кулпуланган")
        self.assertEqual(TermMark.objects.get(student=c.nurlan).value, "4")
        teacher.post(self.sheet, {**again, "reason": "Иш кайра текшерилди"})
        self.assertEqual(TermMark.objects.get(student=c.nurlan).value, "5")

    # --- printed paper ----------------------------------------------------------------------------------------

    def test_the_marks_stand_on_the_summary_sheet_as_pdf_and_docx(self) -> None:
        c = self.cast
        self.by(c.chynara).post(self.sheet, self.sent("4", "na"))
        paper = reverse("journal:summary_paper", args=[c.class_a.pk, c.half.number])
        leader = self.by(c.aigul)
        tables = docx.Document(BytesIO(leader.get(paper, {"format": "docx"}).content)).tables
        rows = [[cell.text for cell in row.cells] for row in tables[1].rows]
        marks = {row[1]: row[-1] for row in rows}
        names = [one.person.brief_name for one in (c.nurlan, c.meerim)]
        self.assertEqual([marks[name] for name in names], ["4", "а/э"])
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(leader.get(paper).content)).pages)
        for word in (*names, "а/э", c.maths.name):
            self.assertIn(word, text)
        self.assertEqual(self.by(c.bakyt).get(paper).status_code, 404)
