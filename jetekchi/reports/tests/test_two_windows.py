"""The leader's words in two windows: none is lost unseen."""

from jetekchi.core.models import AuditEvent
from jetekchi.reports import selectors
from jetekchi.reports.models import HalfYearReport, ReportWords
from jetekchi.reports.tests.test_report import Reports


class TwoWindows(Reports):
    def setUp(self):
        self.client.force_login(self.cast.aigul)
        self.at = f"/reports/{self.cast.class_a.pk}/1/"
        keys = [one.key for one in selectors.draft_of(**self.place()).sections]
        self.one, self.other = keys[0], keys[1]

    def opened(self):
        """A window: what its form holds, the way a browser would send it."""
        form = self.client.get(self.at).context["form"]
        return {name: form[name].value() or "" for name in form.fields}

    def saved(self, section):
        return ReportWords.objects.get(section=section).text

    def test_words_to_the_same_section_are_not_put_over_each_other_unseen(self):
        first, second = self.opened(), self.opened()
        self.client.post(self.at, {**first, self.one: "Биринчи"})
        page = self.client.post(self.at, {**second, self.one: "Экинчи", self.other: "Үчүнчү"})
        self.assertEqual(page.status_code, 422)
        self.assertEqual(self.saved(self.one), "Биринчи")
        self.assertContains(page, '<p class="pre">Биринчи</p>', status_code=422, html=True)
        self.assertEqual([value for _label, value in page.context["form"].others], ["Биринчи"])
        for typed in ("Экинчи", "Үчүнчү"):
            self.assertRegex(page.content.decode(), rf"<textarea[^>]*>\s*{typed}</textarea>")
        self.assertTrue(AuditEvent.objects.filter(action="reports:report:refused").exists())
        form = page.context["form"]
        self.client.post(self.at, {name: form[name].value() or "" for name in form.fields})
        self.assertEqual((self.saved(self.one), self.saved(self.other)), ("Экинчи", "Үчүнчү"))

    def test_words_to_different_sections_both_stay(self):
        first, second = self.opened(), self.opened()
        self.client.post(self.at, {**first, self.one: "Биринчи"})
        answer = self.client.post(self.at, {**second, self.other: "Экинчи"})
        self.assertRedirects(answer, self.at, fetch_redirect_response=False)
        self.assertEqual((self.saved(self.one), self.saved(self.other)), ("Биринчи", "Экинчи"))

    def test_a_section_untouched_here_shows_what_the_other_window_saved(self):
        first, second = self.opened(), self.opened()
        self.client.post(self.at, {**first, self.one: "Биринчи", self.other: "Сакталган"})
        page = self.client.post(self.at, {**second, self.one: "Экинчи"})
        self.assertRegex(page.content.decode(), r"<textarea[^>]*>\s*Сакталган</textarea>")

    def test_the_same_words_of_two_windows_are_no_conflict(self):
        for window in [self.opened(), self.opened()]:
            answer = self.client.post(self.at, {**window, self.one: "Бир\r\nэки"})
            self.assertEqual(answer.status_code, 302)

    def test_one_window_saves_again_and_empties_a_section(self):
        self.client.post(self.at, {**self.opened(), self.one: "Бир\r\n\r\nэки  "})
        self.client.post(self.at, {**self.opened(), self.one: ""})
        self.assertEqual(self.saved(self.one), "")

    def test_a_mark_that_was_tampered_with_overwrites_nothing(self):
        self.client.post(self.at, {**self.opened(), self.one: "Биринчи"})
        page = self.client.post(self.at, {self.one: "Экинчи", "seen": "zz"})
        self.assertEqual(page.status_code, 422)
        self.assertEqual(self.saved(self.one), "Биринчи")

    def test_words_typed_after_another_window_submitted_are_shown_apart_from_the_signed_ones(self):
        window = self.opened()
        self.submit()
        page = self.client.post(self.at, {**window, self.one: "Кечиккен сөз"})
        self.assertEqual(HalfYearReport.objects.get().state, "submitted")
        text = page.content.decode()
        self.assertEqual(text.count("Кечиккен сөз"), 1)
        self.assertLess(text.index("Кечиккен сөз"), text.index('<article class="doc">'))
