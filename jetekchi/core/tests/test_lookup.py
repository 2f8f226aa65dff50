"""One record by its key: asked without an order, and nothing is taken over that has changed."""

from datetime import date

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from jetekchi.core.lookup import the_one, with_what_is_known
from jetekchi.organisation.models import Enrolment
from tests import cast


class OneRecord(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.way = Enrolment.objects.filter(class_group=cls.cast.class_a).first()

    def test_it_is_found_without_an_order_and_its_absence_is_nothing(self):
        with CaptureQueriesContext(connection) as asked:
            self.assertEqual(the_one(Enrolment.objects.filter(pk=self.way.pk)), self.way)
            self.assertIsNone(the_one(Enrolment.objects.filter(pk=0)))
        self.assertEqual([one["sql"] for one in asked if "ORDER BY" in one["sql"]], [])

    def test_what_it_points_at_is_taken_over_and_what_changed_meanwhile_is_read_anew(self):
        known = Enrolment.objects.select_related("class_group", "student").get(pk=self.way.pk)
        Enrolment.objects.filter(pk=known.pk).update(class_group=self.cast.class_b, from_on=date(2026, 9, 1))
        found = with_what_is_known(Enrolment.objects.get(pk=known.pk), known)
        with self.assertNumQueries(0):
            self.assertEqual(found.student, known.student)
        with self.assertNumQueries(1):
            self.assertEqual(found.class_group, self.cast.class_b)
