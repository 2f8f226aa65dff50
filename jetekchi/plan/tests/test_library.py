"""Requests to libraries are answered where they belong; lists are read of one's own will; visits stand in the record."""

from datetime import timedelta
from typing import Any

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.core.models import Notice
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import User
from jetekchi.plan import selectors, services
from jetekchi.plan.models import LibraryAnswer, LibraryVisit, Reading, ReadingList
from jetekchi.plan.tests import selfgov_factories as made
from jetekchi.worklog.models import WorkEntry
from tests import cast


class Library(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def refused(self, refusal: str, deed: Any, /, **words: Any) -> None:
        with self.assertRaises(Refused) as caught:
            deed(**words)
        self.assertEqual(caught.exception.code, refusal)

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def titles_due(self, user: User) -> list[str]:
        return [row.title for row in selectors.self_government_due(user, timezone.localdate())]

    def test_the_librarian_is_told_answers_at_her_desk_and_the_books_become_a_list(self) -> None:
        request = made.asked(self.cast.aigul, self.cast.class_a)
        self.assertTrue(Notice.objects.filter(to=self.cast.librarian).exists())
        self.assertIn("Анатомия", self.titles_due(self.cast.librarian))
        page = reverse("plan:library_request", args=[request.pk])
        desk = self.by(self.cast.librarian)
        self.assertContains(desk.get(reverse("plan:library_desk")), "Анатомия")
        desk.post(page, {"text": "Бар", "titles": "Атлас\nАтлас\nКанон", "theme": "medicine"})
        made_list = ReadingList.objects.get(request=request)
        self.assertEqual([book.title for book in made_list.titles.all()], ["Атлас", "Канон"])
        self.assertEqual(self.titles_due(self.cast.librarian), [])
        self.assertTrue(Notice.objects.filter(to=self.cast.aigul, clause="6.2").exists())

    def test_a_second_answer_is_a_correction_by_who_has_read_the_first(self) -> None:
        request = made.asked(self.cast.aigul, self.cast.class_a)
        page = reverse("plan:library_request", args=[request.pk])
        desk = self.by(self.cast.librarian)
        first = {"text": "Бар, 3-текче", "titles": "Атлас", "theme": "medicine"}
        desk.post(page, {**first, "form_key": "one"})
        second = {"text": "Жок экен", "titles": "Канон", "theme": "subject", "corrects": ""}
        again = desk.post(page, {**second, "form_key": "two"})
        self.assertEqual(again.status_code, 422)
        self.assertEqual([one.text for one in LibraryAnswer.objects.all()], ["Бар, 3-текче"])
        self.assertContains(again, "Жок экен", status_code=422)
        self.assertContains(again, "Канон", status_code=422)
        seen = again.context["form"]["corrects"].value()
        desk.post(page, {**second, "corrects": seen, "form_key": "three"})
        self.assertEqual([one.text for one in LibraryAnswer.objects.all()], ["Бар, 3-текче", "Жок экен"])
        books = ReadingList.objects.get(request=request).titles
        self.assertEqual([book.title for book in books.all()], ["Атлас", "Канон"])
        self.assertContains(self.by(self.cast.aigul).get(page), "Бар, 3-текче")
        stale = desk.post(page, {**second, "corrects": seen, "form_key": "four"})
        self.assertEqual((stale.status_code, LibraryAnswer.objects.count()), (422, 2))

    def test_an_answer_saved_as_it_stands_is_no_correction_and_tells_nobody(self) -> None:
        request = made.asked(self.cast.aigul, self.cast.class_a)
        services.answer_request(by=self.cast.librarian, request=request, text="Бар, 3-текче")
        told = Notice.objects.count()
        page = reverse("plan:library_request", args=[request.pk])
        desk = self.by(self.cast.librarian)
        form = desk.get(page).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields}
        self.assertEqual(desk.post(page, {**sent, "form_key": "same"}).status_code, 302)
        self.assertEqual((LibraryAnswer.objects.count(), Notice.objects.count()), (1, told))
        desk.post(page, {**sent, "text": "Бар, 4-текче", "form_key": "other"})
        self.assertEqual((LibraryAnswer.objects.count(), Notice.objects.count()), (2, told + 1))

    def test_the_form_of_a_correction_begins_with_the_answer_and_is_folded(self) -> None:
        request = made.asked(self.cast.aigul, self.cast.class_a)
        services.answer_request(by=self.cast.librarian, request=request, text="Бар, 3-текче")
        page = self.by(self.cast.librarian).get(reverse("plan:library_request", args=[request.pk]))
        self.assertRegex(page.content.decode(), r"<textarea[^>]*>\s*Бар, 3-текче</textarea>")
        self.assertRegex(page.content.decode(), r'<details class="help gap-m no-print">')

    def test_what_was_typed_for_a_request_withdrawn_meanwhile_is_shown_with_the_reason(self) -> None:
        request = made.asked(self.cast.aigul, self.cast.class_a)
        services.withdraw_request(by=self.cast.aigul, request=request)
        page = reverse("plan:library_request", args=[request.pk])
        answer = self.by(self.cast.librarian).post(page, {"text": "Бар экен", "theme": "medicine"})
        self.assertContains(answer, "Бар экен", status_code=422)
        self.assertFalse(LibraryAnswer.objects.exists())

    def test_what_an_outside_library_answered_is_not_older_than_the_request(self) -> None:
        request = made.asked(self.cast.aigul, self.cast.class_a, library="university")
        page = reverse("plan:library_request", args=[request.pk])
        today = timezone.localdate()
        sent = {"text": "Бар экен", "answered_by": "Китепканачы", "theme": "medicine"}
        for day, status in ((today - timedelta(days=1), 422), (today, 302)):
            answer = self.by(self.cast.aigul).post(page, {**sent, "answered_on": day})
            self.assertEqual(answer.status_code, status, day)
            if status == 422:
                self.assertTrue(answer.context["form"].has_error("answered_on"))
        self.assertEqual(LibraryAnswer.objects.get().answered_on, today)

    def test_a_visit_lies_in_the_year_and_is_done_on_its_day_at_the_earliest(self) -> None:
        start = self.cast.class_a.year.start_on
        before = start - timedelta(days=1)
        self.refused("day-outside", made.visit, by=self.cast.aigul, group=self.cast.class_a, on=before)
        later = timezone.localdate() + timedelta(days=1)
        visit = made.visit(self.cast.aigul, self.cast.class_a, on=later)
        done = {"by": self.cast.aigul, "visit": visit, "students": [self.cast.nurlan]}
        self.refused("day-future", services.finish_visit, **done)

    def test_a_request_waits_on_the_leaders_first_page_until_it_is_answered(self) -> None:
        request = made.asked(self.cast.aigul, self.cast.class_a, library="university")
        self.assertEqual(len(self.titles_due(self.cast.aigul)), 1)
        self.assertEqual(self.titles_due(self.cast.librarian), [])
        services.answer_request(by=self.cast.aigul, request=request, text="Бар", answered_by="Китепканачы")
        self.assertEqual(self.titles_due(self.cast.aigul), [])

    def test_the_leader_does_not_answer_for_the_librarian_nor_she_for_the_university(self) -> None:
        ours = made.asked(self.cast.aigul, self.cast.class_a)
        outside = made.asked(self.cast.aigul, self.cast.class_a, library="university")
        words = {"text": "Бар", "titles": "", "theme": "medicine"}
        leader, librarian = self.by(self.cast.aigul), self.by(self.cast.librarian)
        self.assertEqual(leader.post(reverse("plan:library_request", args=[ours.pk]), words).status_code, 403)
        self.assertEqual(librarian.get(reverse("plan:library_request", args=[outside.pk])).status_code, 404)
        self.assertFalse(LibraryAnswer.objects.exists())

    def test_another_library_is_named_and_an_answer_of_tomorrow_is_none(self) -> None:
        today = timezone.localdate()
        words = {"by": self.cast.aigul, "class_group": self.cast.class_a, "theme": "Жүрөк"}
        self.refused("library-unnamed", services.ask_library, library="other", needed_on=today, **words)
        passed = today - timedelta(days=1)
        self.refused("day-passed", services.ask_library, library="lyceum", needed_on=passed, **words)
        request = made.asked(self.cast.aigul, self.cast.class_a, library="university")
        self.refused(
            "day-future", services.answer_request, by=self.cast.aigul, request=request, text="Бар",
            answered_on=today + timedelta(days=1),
        )  # fmt: skip
        services.withdraw_request(by=self.cast.aigul, request=request)
        self.refused(
            "request-state", services.answer_request, by=self.cast.aigul, request=request, text="Бар"
        )

    def test_only_the_student_says_what_was_read_and_may_take_it_back(self) -> None:
        books = made.reading_list(self.cast.aigul, self.cast.class_a)
        book = books.titles.first()
        assert book is not None
        url = reverse("plan:book_read", args=[book.pk])
        self.assertEqual(self.by(self.cast.aigul).post(url, {"is_read": "on"}).status_code, 403)
        reader = self.by(self.cast.nurlan_user)
        reader.post(url, {"is_read": "on"})
        self.assertEqual(Reading.objects.get().student, self.cast.nurlan)
        self.assertEqual(selectors.books_of(books, self.cast.meerim.pk)[0].names, ())
        reader.post(url, {})
        self.assertFalse(Reading.objects.exists())
        self.refused(
            "student-not-of-class", services.say_read, by=self.cast.nurlan_user, book=book,
            student=self.cast.sanjar, is_read=True,
        )  # fmt: skip

    def test_no_visit_is_planned_in_a_closed_half_year(self) -> None:
        organisation.close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")
        self.refused("half-year-closed", made.visit, by=self.cast.aigul, group=self.cast.class_a)
        self.assertFalse(LibraryVisit.objects.exists())

    def test_a_visit_that_was_made_stands_in_the_record_of_work_once(self) -> None:
        visit = made.visit(self.cast.aigul, self.cast.class_a)
        self.refused("nobody-went", services.finish_visit, by=self.cast.aigul, visit=visit, students=[])
        self.refused(
            "student-not-of-class", services.finish_visit, by=self.cast.aigul, visit=visit,
            students=[self.cast.sanjar],
        )  # fmt: skip
        services.finish_visit(by=self.cast.aigul, visit=visit, students=[self.cast.nurlan], outcome="Көрдүк")
        entry = WorkEntry.objects.get()
        self.assertEqual((entry.source, entry.kind.code), ("plan", "library"))
        self.refused(
            "visit-state", services.finish_visit, by=self.cast.aigul, visit=visit, students=[self.cast.nurlan]
        )

    def test_the_answered_request_and_the_visit_are_the_figures_of_the_clause(self) -> None:
        request = made.asked(self.cast.aigul, self.cast.class_a)
        groups = [self.cast.class_a, self.cast.class_b]
        self.assertEqual(selectors.library_work(groups, self.cast.half)[self.cast.class_a.pk].waiting, 1)
        services.answer_request(by=self.cast.librarian, request=request, text="Бар")
        visit = made.visit(self.cast.aigul, self.cast.class_a)
        services.finish_visit(by=self.cast.aigul, visit=visit, students=[self.cast.nurlan])
        found = selectors.library_work(groups, self.cast.half)
        known = found[self.cast.class_a.pk]
        self.assertEqual((known.answered, known.waiting, known.visits), (1, 0, 1))
        self.assertEqual(found[self.cast.class_b.pk].answered, 0)
