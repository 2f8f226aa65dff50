"""What a setting of the lyceum refuses, and that nothing of a refused value is kept."""

from django.test import TestCase
from django.urls import reverse

from jetekchi.organisation.selectors import setting
from tests import cast


class SubjectsOfAnExamination(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def write(self, value):
        self.client.force_login(self.cast.admin)
        return self.client.post(
            reverse("organisation:setting_edit", args=["exam_subjects"]), {"value": value}
        )

    def test_a_misspelt_name_is_named_beside_what_was_typed_and_nothing_is_kept(self):
        answer = self.write("11 Матиматика\r\nАдабият")
        self.assertContains(answer, "Лицейде мындай предмет жок: Матиматика", status_code=answer.status_code)
        self.assertContains(answer, "11 Матиматика", status_code=answer.status_code)
        self.assertEqual(setting("exam_subjects"), "")

    def test_names_are_known_in_each_language_with_a_grade_or_without(self):
        self.assertEqual(self.write("11 математика\r\nЛитература\r\n\r\n9 Mathematics").status_code, 302)
        self.assertIn("Литература", setting("exam_subjects"))
