"""Two teachers in one cell at once: one is saved, the other is told, both stand in the history (3.9)."""

from django.core.cache import cache

from jetekchi.core import audit
from jetekchi.documents.tests.race import race, shared_database
from jetekchi.journal import services
from jetekchi.journal.models import LessonMark, MarkChange
from jetekchi.journal.tests import grid_factories as made
from tests import cast
from tests.emptied import Emptied


class Races(Emptied):
    def setUp(self):
        cache.clear()
        self.cast = cast.build()
        (self.lesson,) = made.lessons(self.cast, 1)

    def saving(self, by, value):
        known = {"class_group": self.cast.class_a, "subject": self.cast.maths}
        cell = services.Cell(self.lesson.pk, self.cast.nurlan.pk, value)
        return lambda: services.save_marks(by=by, cells=[cell], **known)[0].state

    def race(self, *deeds):
        with shared_database():
            answers = race(*deeds)
            marks, changes, damage = race(
                lambda: list(LessonMark.objects.values_list("value", flat=True)),
                lambda: list(MarkChange.objects.values_list("old", "new", "is_conflict")),
                audit.verify,
            )
        self.assertIsNone(damage)
        return answers, marks, changes

    def test_two_teachers_in_one_cell(self):
        answers, marks, changes = self.race(
            self.saving(self.cast.chynara, "4"), self.saving(self.cast.aigul, "3")
        )
        self.assertEqual(sorted(answers), ["conflict", "saved"])
        stands, lost = ("4", "3") if answers[0] == "saved" else ("3", "4")
        self.assertEqual((marks, changes), ([stands], [("", stands, False), (stands, lost, True)]))

    def test_one_teacher_whose_link_sends_twice_writes_once(self):
        answers, marks, changes = self.race(*[self.saving(self.cast.chynara, "4")] * 2)
        self.assertEqual((sorted(answers), marks, changes), (["same", "saved"], ["4"], [("", "4", False)]))
