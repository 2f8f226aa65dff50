"""Links on the pages of students and classes: each one that is shown opens, and who may do nothing is shown nothing."""

import pytest
from django.test import TestCase

from jetekchi.organisation.links import class_links, student_links
from jetekchi.organisation.models import ClassGroup, User
from jetekchi.organisation.permissions import visible_classes, visible_students
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class Onward(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def opens(self, user: User, url: str) -> None:
        self.assertEqual(self.client.get(url).status_code, 200, f"{user}: {url}")

    def test_every_link_that_is_shown_opens(self) -> None:
        shown = 0
        for name in (
            "aigul",
            "chynara",
            "damir",
            "elmira",
            "doctor",
            "psychologist",
            "admin",
            "ainura",
            "tilek_user",
        ):
            user = User.objects.get(pk=self.cast.users[name].pk)
            self.client.force_login(user)
            links = [link for student in visible_students(user) for link in student_links(user, student)]
            links += [link for group in visible_classes(user) for link in class_links(user, group)]
            for link in links:
                self.opens(user, link.url)
            shown += len(links)
        self.assertGreater(shown, 25)

    def test_a_leader_writes_about_own_students_and_a_teacher_does_not(self) -> None:
        def urls(user: User) -> str:
            return " ".join(link.url for link in student_links(user, self.cast.nurlan))

        self.assertIn(f"student={self.cast.nurlan.pk}&kind=talk", urls(self.cast.aigul))
        self.assertNotIn("kind=talk", urls(self.cast.chynara))
        self.assertEqual(urls(self.cast.bakyt), "")
        self.assertEqual(
            list(class_links(self.cast.ainura, ClassGroup.objects.get(pk=self.cast.class_a.pk))), []
        )
