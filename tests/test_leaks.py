"""What a deputy out of time and a form sent thrice never get.

What a family and the offices never read on any page is looked for in the answers of the walk: tests/walk_eyes.py.
"""

from datetime import timedelta

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.organisation.models import Deputy
from jetekchi.worklog.models import WorkEntry
from tests import cast
from tests.walk import plant


class Bytes(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.closed = plant(cls.cast)

    def test_a_deputy_sees_the_class_in_the_own_days_only(self):
        today, day = timezone.localdate(), timedelta(days=1)
        deputy = Deputy.objects.create(
            appointment=self.cast.appointment_a,
            person=self.cast.staff(self.cast.psychologist),
            from_on=today,
            until_on=today,
            basis="оору",
        )
        client = Client()
        client.force_login(self.cast.psychologist)
        page = reverse("worklog:entry", args=[self.closed.pk])
        for first, last, status in ((0, 0, 200), (1, 5, 404), (-5, -1, 404)):
            Deputy.objects.filter(pk=deputy.pk).update(
                from_on=today + first * day, until_on=today + last * day
            )
            self.assertEqual(client.get(page).status_code, status, (first, last))
            recorded = client.post(
                "/work/new/", {"class": self.cast.class_a.pk, "kind": "talk", "text": "сөз", "on": str(today)}
            )
            self.assertEqual(recorded.status_code in (403, 404), status == 404, (first, last))

    def test_a_form_sent_three_times_is_one_entry(self):
        client = Client()
        client.force_login(self.cast.aigul)
        sent = {
            "class": self.cast.class_a.pk,
            "kind": "talk",
            "text": "Бир гана жолу",
            "on": str(timezone.localdate()),
            "students": [self.cast.nurlan.pk],
            "form_key": "one-form",
        }
        places = {client.post("/work/new/", sent)["Location"] for _time in range(3)}
        self.assertEqual(len(places), 1)
        self.assertEqual(WorkEntry.objects.filter(text="Бир гана жолу").count(), 1)

    def test_students_parents_and_readers_of_another_class_are_not_written_into_an_entry(self):
        client = Client()
        client.force_login(self.cast.aigul)
        before = WorkEntry.objects.count()
        common = {"kind": "talk", "text": "бөтөн", "on": str(timezone.localdate())}
        for foreign in (
            {"class": self.cast.class_a.pk, "students": [self.cast.nurlan.pk, self.cast.sanjar.pk]},
            {"class": self.cast.class_b.pk, "students": [self.cast.sanjar.pk]},
            {
                "class": self.cast.class_a.pk,
                "students": [self.cast.nurlan.pk],
                "readers": [self.cast.kubat.pk],
            },
            {"class": "9" * 30, "students": [self.cast.nurlan.pk]},
        ):
            self.assertGreaterEqual(
                client.post("/work/new/", {**common, **foreign}).status_code, 400, foreign
            )
        self.assertEqual(WorkEntry.objects.count(), before)
