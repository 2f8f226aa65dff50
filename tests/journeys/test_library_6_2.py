"""Clause 6.2: the class leader works with libraries; requests are answered, books read, visits made."""

from datetime import timedelta

from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.compliance import selectors as compliance
from jetekchi.compliance.tests import factories as papers
from jetekchi.core.models import AuditEvent
from jetekchi.core.remember import forget
from jetekchi.organisation.models import Term, User
from jetekchi.plan.models import LibraryRequest, LibraryVisit, ReadingList
from jetekchi.worklog.models import WorkEntry
from jetekchi.worklog.services import ensure_kinds
from tests import cast


class WorkWithLibraries(TestCase):
    """Actors: the class leader asks and goes, the librarian answers at her desk, students read."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        ensure_kinds(by=None)
        papers.imported()
        cls.today = timezone.localdate()
        Term.objects.filter(pk=cls.cast.half.pk).update(
            start_on=cls.today - timedelta(days=10), end_on=cls.today + timedelta(days=90)
        )

    def setUp(self) -> None:
        cache.clear()
        forget()
        self.cast.half.refresh_from_db()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def ask(self, library: str = "lyceum") -> LibraryRequest:
        self.by(self.cast.aigul).post(
            reverse("plan:library_ask", args=[self.cast.class_a.pk]),
            {
                "library": library, "library_name": "", "theme": "Адам анатомиясы", "details": "15 китеп",
                "needed_on": (self.today + timedelta(days=5)).isoformat(),
            },
        )  # fmt: skip
        return LibraryRequest.objects.latest("pk")

    def answer(self, request: LibraryRequest) -> None:
        desk = self.by(self.cast.librarian)
        self.assertContains(desk.get("/"), request.theme)
        words = {"text": "Үчүнчү залда даяр", "titles": "Атлас\nБиринчи жардам", "theme": "medicine"}
        desk.post(reverse("plan:library_request", args=[request.pk]), words)

    def cell(self):
        forget()
        found = compliance.leader_matrix(self.cast.half, self.cast.class_a)
        return next(cell for line, cell in found.rows if line.number == "6.2")

    # --- actor ------------------------------------------------------------------------------------------------

    def test_asked_answered_at_the_desk_read_by_a_student_and_visited(self) -> None:
        self.answer(self.ask())
        books = ReadingList.objects.get()
        student = self.by(self.cast.nurlan_user)
        page = student.get(reverse("plan:reading_list", args=[books.pk]))
        self.assertContains(page, "Биринчи жардам")
        book = page.context["books"][0].book
        student.post(reverse("plan:book_read", args=[book.pk]), {"is_read": "on"})
        leader = self.by(self.cast.aigul)
        self.assertContains(leader.get(reverse("plan:reading_list", args=[books.pk])), "Токтогулов Нурлан")
        leader.post(
            reverse("plan:library_visit_add", args=[self.cast.class_a.pk]),
            {
                "library": "university",
                "library_name": "",
                "on": self.today.isoformat(),
                "purpose": "Атластар",
            },
        )
        visit = LibraryVisit.objects.get()
        leader.post(
            reverse("plan:library_visit", args=[visit.pk]),
            {"deed": "done", "students": [self.cast.nurlan.pk, self.cast.meerim.pk], "outcome": "Көрдүк"},
        )
        visit.refresh_from_db()
        self.assertEqual((visit.state, visit.students.count()), ("done", 2))

    # --- evidence ---------------------------------------------------------------------------------------------

    def test_a_request_counts_when_it_is_answered_not_when_it_is_asked(self) -> None:
        request = self.ask()
        self.assertFalse(self.cell().evidence)
        self.answer(request)
        self.assertTrue(self.cell().fulfilled)
        self.assertTrue(
            AuditEvent.objects.filter(action="plan:library:answered", by=self.cast.librarian).exists()
        )

    def test_a_visit_alone_fulfils_it_and_stands_in_the_record_of_work(self) -> None:
        self.test_asked_answered_at_the_desk_read_by_a_student_and_visited()
        entry = WorkEntry.objects.get(source="plan")
        self.assertEqual(entry.kind.code, "library")
        self.assertTrue(self.cell().fulfilled)

    # --- refusal ----------------------------------------------------------------------------------------------

    def test_what_went_to_the_lyceums_library_is_answered_by_its_librarian_only(self) -> None:
        url = reverse("plan:library_request", args=[self.ask().pk])
        words = {"text": "Бар", "titles": "", "theme": "medicine"}
        for user, status in ((self.cast.aigul, 403), (self.cast.damir, 403), (self.cast.bakyt, 404)):
            self.assertEqual(self.by(user).post(url, words).status_code, status)
        self.assertEqual(self.by(self.cast.nurlan_user).get(url).status_code, 404)
        self.assertEqual(LibraryRequest.objects.get().state, "asked")

    def test_an_answer_of_an_outside_library_is_written_down_with_who_gave_it_and_stays(self) -> None:
        request = self.ask("university")
        url = reverse("plan:library_request", args=[request.pk])
        given = {"text": "Бар", "titles": "", "theme": "career", "answered_on": self.today.isoformat()}
        self.by(self.cast.aigul).post(url, given)
        self.assertFalse(request.answers.exists())
        self.by(self.cast.aigul).post(url, {**given, "answered_by": "Жумабекова, окуу залы"})
        self.assertEqual(request.answers.get().answered_by, "Жумабекова, окуу залы")
        self.assertContains(self.by(self.cast.farhat).get(url), "Жумабекова")
