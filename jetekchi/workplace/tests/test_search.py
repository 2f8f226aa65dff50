"""Search: whatever letters were typed, only what the person may open, three letters and Enter."""

from django.test import TestCase
from django.urls import reverse

from jetekchi.organisation.services import add_person, add_student
from jetekchi.workplace.tests.factories import lived
from tests import cast


class Search(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.days = lived(cls.cast)
        person = add_person(by=None, surname="Өмүрзакова", given="Үмүт", sex="f")
        start = cls.cast.year.start_on
        cls.umut = add_student(
            by=None, person=person, number="1005", class_group=cls.cast.class_a, from_on=start
        )

    def search(self, who: str, text: str, **headers: str):
        self.client.force_login(getattr(self.cast, who))
        self.client.cookies["django_language"] = "en"
        return self.client.get(reverse("workplace:search"), {"q": text}, headers=headers)

    def palette(self, who: str, text: str) -> str:
        return str(self.search(who, text, **{"X-Palette": "1"}).content.decode())

    def card(self, student) -> str:
        return reverse("organisation:student", args=[student.pk])

    def test_three_letters_and_enter_open_the_card(self):
        self.client.force_login(self.cast.aigul)
        response = self.client.get(reverse("workplace:search"), {"q": "ток", "go": "1"})
        self.assertRedirects(response, self.card(self.cast.nurlan), fetch_redirect_response=False)

    def test_a_lone_hit_opens_by_itself(self):
        response = self.search("ainura", "токтогулов")
        self.assertRedirects(response, self.card(self.cast.nurlan), fetch_redirect_response=False)

    def test_letters_of_another_keyboard_find_the_same(self):
        for text in ("өмү", "Ому", "умут", "ҮМҮТ", "омурзакова умут"):
            self.assertIn(self.card(self.umut), self.palette("aigul", text), text)

    def test_a_question_mark_is_answered_by_what_the_keyboard_does(self):
        for page in (self.palette("aigul", "?"), self.search("nurlan_user", "?").content.decode()):
            self.assertIn("<kbd>Ctrl Enter</kbd>", page)
            self.assertNotIn("Nothing was found", page)

    def test_a_number_finds_its_student(self):
        self.assertIn(self.card(self.umut), self.palette("aigul", "1005"))

    def test_a_student_of_a_foreign_class_is_not_found(self):
        for who in ("aigul", "nurlan_user", "ainura", "kubat", "librarian", "rector_office"):
            page = self.palette(who, "Өмүралиев")
            self.assertNotIn(self.card(self.cast.sanjar), page, who)
            self.assertNotIn("Санжар", page, who)

    def test_words_of_a_foreign_work_entry_find_nothing(self):
        entry = reverse("worklog:entry", args=[self.days.entry.pk])
        self.assertIn(entry, self.palette("aigul", "сүйлөштүк"))
        for who in ("bakyt", "chynara", "elmira", "nurlan_user", "ainura"):
            self.assertNotIn(entry, self.palette(who, "сүйлөштүк"), who)

    def test_students_and_parents_find_no_staff(self):
        self.assertIn("Эсенгулова", self.palette("aigul", "эсен"))
        for who in ("nurlan_user", "ainura"):
            self.assertNotIn("Эсенгулова", self.palette(who, "эсен"))

    def test_pages_and_deeds_are_found_by_their_words(self):
        self.assertIn(reverse("worklog:record"), self.palette("aigul", "record"))
        self.assertIn(reverse("worklog:accident_new"), self.palette("aigul", "accident"))
        self.assertNotIn(reverse("organisation:settings"), self.palette("aigul", "settings"))
        self.assertIn(reverse("organisation:settings"), self.palette("admin", "settings"))

    def test_the_palette_opens_with_the_pages_of_the_person(self):
        page = self.palette("aigul", "")
        self.assertIn(reverse("worklog:accident_new"), page)
        self.assertNotIn("<html", page)

    def test_an_instruction_is_found_by_its_name(self):
        document = self.days.version.document
        words = str(document).split()[0]
        self.assertIn(reverse("documents:document", args=[document.pk]), self.palette("damir", words))
        self.assertNotIn(reverse("documents:document", args=[document.pk]), self.palette("ainura", words))

    def test_nothing_found_says_what_to_try(self):
        self.assertContains(self.search("aigul", "щщщщ"), "Three letters of a name are enough")

    def test_strange_letters_are_only_letters(self):
        for text in ("%", "_", "'; drop table", "\x00", "😀" * 90, "<script>", "a" * 500):
            response = self.search("aigul", text)
            self.assertIn(response.status_code, (200, 302), text)
            self.assertNotContains(response, "<script>alert", status_code=response.status_code)
        self.assertNotIn(self.card(self.cast.sanjar), self.palette("aigul", "%%%"))
