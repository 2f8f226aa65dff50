"""Two teachers in one row of the term marks at once: one is saved, the other is told, both stand in the history (3.9)."""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from jetekchi.core import audit
from jetekchi.documents.tests.race import race, shared_database
from jetekchi.journal import selectors, services
from jetekchi.journal.models import TermMark, TermMarkChange
from jetekchi.organisation.models import Term
from tests import cast
from tests.emptied import Emptied


class Races(Emptied):
    def setUp(self):
        cache.clear()
        self.cast = c = cast.build()
        today = timezone.localdate()
        quarter = c.half.quarters.order_by("number").last()
        Term.objects.filter(pk=quarter.pk).update(start_on=today - timedelta(days=9), end_on=today)
        self.period = selectors.chosen_period(selectors.periods_of(c.year), str(quarter.pk))

    def setting(self, by, value):
        c = self.cast
        known = {"class_group": c.class_a, "subject": c.maths, "period": self.period}
        typed = [services.TypedMark(c.nurlan.pk, value)]
        return lambda: services.set_term_marks(by=by, typed=typed, **known)[0].state

    def race(self, *deeds):
        with shared_database():
            answers = race(*deeds)
            marks, changes, damage = race(
                lambda: list(TermMark.objects.values_list("value", flat=True)),
                lambda: list(TermMarkChange.objects.values_list("old", "new", "is_conflict")),
                audit.verify,
            )
        self.assertIsNone(damage)
        return answers, marks, changes

    def test_two_teachers_in_one_row(self):
        c = self.cast
        answers, marks, changes = self.race(self.setting(c.chynara, "4"), self.setting(c.aigul, "3"))
        self.assertEqual(sorted(answers), ["conflict", "saved"])
        stands, lost = ("4", "3") if answers[0] == "saved" else ("3", "4")
        self.assertEqual((marks, changes), ([stands], [("", stands, False), (stands, lost, True)]))

    def test_one_teacher_whose_link_sends_twice_sets_the_mark_once(self):
        answers, marks, changes = self.race(*[self.setting(self.cast.chynara, "4")] * 2)
        self.assertEqual((sorted(answers), marks, changes), (["same", "saved"], ["4"], [("", "4", False)]))
