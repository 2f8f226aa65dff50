"""Clause 4.1: the family reads the week, says «seen», explains an absence; the class leader answers and checks."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse

from jetekchi.compliance.clauses import BY_NUMBER
from jetekchi.compliance.evidence.facts import load
from jetekchi.journal.models import Absence, Excuse, Lesson, RollChange
from jetekchi.journal.selectors import monday_of
from jetekchi.journal.tests import lesson_factories
from tests import cast as people


class TheDiaryOfAWeek(TestCase):
    """A mother, a teacher and a class leader around one missed lesson."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = people.build()
        cls.lesson, cls.next = lesson_factories.lessons(cls.cast)

    def came_in(self, user: object) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def test_from_the_missed_lesson_to_the_checked_week(self) -> None:
        c, nurlan, day = self.cast, self.cast.nurlan.pk, self.lesson.on
        teacher, mother, leader = (self.came_in(user) for user in (c.chynara, c.ainura, c.aigul))
        roll = reverse("journal:roll", args=[self.lesson.pk])
        teacher.post(
            reverse("journal:lesson", args=[self.lesson.pk]), {"topic": "Туунду", "homework": "12–15"}
        )
        teacher.post(roll, {"seen": 0, f"a{nurlan}": "on", f"w{nurlan}": "unknown"})

        diary = reverse("journal:diary", args=[nurlan])
        self.assertContains(mother.get("/"), f'href="{diary}"')
        page = mother.get(diary, {"week": day})
        self.assertContains(page, "12–15")
        self.assertContains(page, reverse("journal:excuse_new", args=[nurlan]))
        mother.post(reverse("journal:diary_seen", args=[nurlan]), {"week": day})
        words = {
            "from_on": day,
            "kind": "ill",
            "words": "Тамагы ооруду",
            "upload": SimpleUploadedFile("т.txt", b"1"),
        }
        mother.post(reverse("journal:excuse_new", args=[nurlan]), words)

        excuses = reverse("journal:excuses")
        self.assertContains(leader.get("/"), f'href="{excuses}"')
        leader.post(excuses, {"one": Excuse.objects.get().pk})
        self.assertEqual(Absence.objects.get().kind, "ill")
        self.assertEqual(RollChange.objects.get().old, "unknown")
        self.assertNotContains(leader.get("/"), "Тамагы")
        suggested = self.came_in(c.bakyt).get(reverse("journal:roll", args=[self.next.pk]))
        self.assertContains(suggested, f'name="w{nurlan}" value="valid" checked')

        looks = reverse("journal:diaries", args=[c.class_a.pk])
        self.assertNotContains(leader.get(looks, {"which": "week", "week": day}), "Токтогулов Нурлан")
        leader.post(looks, {"week": day})
        leader.post(reverse("journal:diary_remark", args=[nurlan]), {"week": day, "text": "Тез айыксын"})
        self.assertContains(mother.get(diary, {"week": day}), "Тез айыксын")

    def test_checked_weeks_and_answered_excuses_are_evidence(self) -> None:
        c = self.cast
        Lesson.objects.filter(class_group=c.class_a, on__lt=monday_of(self.lesson.on)).update(state="held")
        excuse = lesson_factories.excuse(c, c.nurlan, c.ainura)
        before = self.findings()
        self.assertEqual([one.done for one in before], [0, 0])
        leader = self.came_in(c.aigul)
        (week,) = {monday_of(on) for on in Lesson.objects.filter(state="held").values_list("on", flat=True)}
        leader.post(reverse("journal:diaries", args=[c.class_a.pk]), {"week": week})
        leader.post(reverse("journal:excuse_answer", args=[excuse.pk]), {"decision": "accept"})
        self.assertEqual([one.done for one in self.findings()], [1, 1])

    def findings(self) -> list:
        (facts,) = load(self.cast.half, [self.cast.class_a], []).classes
        return [BY_NUMBER[number].rule.find(number, facts) for number in ("4.1", "5.1")]
