"""Clause 3.9: what the journal lacks is found, told to one person, remarked by the inspection, filled and verified."""

from datetime import timedelta

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.models import Notice
from jetekchi.journal.models import Remark
from jetekchi.journal.tests import grid_factories
from jetekchi.journal.tests import inspection_factories as made
from tests import cast as people


class TheJournalIsFilled(TestCase):
    """From a teacher's Today to the verified remark."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = people.build()
        day = timezone.localdate() - timedelta(days=4)
        cls.lesson = grid_factories.lesson(cls.cast, day)

    def by(self, user: object) -> Client:
        client = Client()
        client.force_login(user)  # type: ignore[arg-type]
        return client

    def test_a_gap_is_found_remarked_filled_and_verified(self) -> None:
        c = self.cast
        teacher, leader, damir = self.by(c.chynara), self.by(c.aigul), self.by(c.damir)
        checks, lesson = reverse("journal:checks"), reverse("journal:lesson", args=[self.lesson.pk])
        self.assertContains(teacher.get("/"), f"{checks}?person={c.chynara.person_id}")
        self.assertNotContains(leader.get("/"), f"{checks}?person=")
        for client in (teacher, leader):
            self.assertContains(client.get(checks), f'href="{lesson}"')
        self.assertNotContains(self.by(c.bakyt).get(checks), f'href="{lesson}"')
        page = damir.get(checks)
        self.assertContains(page, reverse("journal:grid", args=[c.class_a.pk, c.maths.pk]))
        self.assertNotContains(page, f'href="{lesson}"')
        self.assertIn(c.class_a.label, damir.get(f"{checks}?format=csv").content.decode("utf-8-sig"))
        self.assertFalse(Notice.objects.filter(to=c.chynara).exists(), "nobody is told of each gap")

        inspection = made.inspection(c.damir, c.class_a)
        due = (timezone.localdate() + timedelta(days=7)).isoformat()
        gaps = reverse("journal:inspection_gaps", args=[inspection.pk])
        self.assertContains(damir.get(reverse("journal:inspection", args=[inspection.pk])), gaps)
        damir.post(gaps, {"due_on": due, "check": "topic"})
        remark = Remark.objects.get()
        self.assertEqual((remark.addressee, remark.state), (c.chynara.person, "open"))

        address = reverse("journal:remark", args=[remark.pk])
        self.assertEqual([done for _gap, done in damir.get(address).context["gaps"]], [False])
        teacher.post(lesson, {"topic": "Туунду", "homework": "12-маселе"})
        teacher.post(reverse("journal:remark_mend", args=[remark.pk]), {"words": "жазылды"})
        self.assertEqual([done for _gap, done in damir.get(address).context["gaps"]], [True])
        damir.post(reverse("journal:remark_judge", args=[remark.pk]), {"decision": "verify", "words": ""})
        remark.refresh_from_db()
        self.assertEqual(remark.state, "verified")
        teacher.post(reverse("journal:roll", args=[self.lesson.pk]), {"seen": 0})
        self.assertContains(teacher.get(checks), "Журналда кемтик жок")
        self.assertNotContains(teacher.get("/"), f"{checks}?person=")
