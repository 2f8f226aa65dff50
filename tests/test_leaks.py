"""What a family, a deputy out of time and a form sent thrice never get: bytes, not looks."""

from datetime import timedelta

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.organisation import services
from jetekchi.organisation.models import Deputy, Person
from jetekchi.worklog import services as work
from jetekchi.worklog.models import WorkEntry
from tests import cast
from tests.addresses import addresses
from tests.permission_table import TABLE
from tests.permission_world import build

SECRET = "жашыруун-сөз-4471"
PHONE = "+996 777 000 111"
# The same rows on both databases make the same pages: all of them are read once a run. That they open on both is seen
# by tests/test_files.py and jetekchi/workplace/tests/test_links.py.
reads_every_page = pytest.mark.once


class Bytes(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = people = cast.build()
        cls.world = build(people)
        today = timezone.localdate()
        both = [people.nurlan, people.meerim]
        common = {"by": people.aigul, "class_group": people.class_a, "on": today, "students": both}
        cls.open = work.record_work(kind="talk", text=f"Ачык {SECRET}", **common)
        cls.closed = work.record_work(kind="conflict", text=f"Жабык {SECRET}", **common)
        cls.event = work.record_work(
            kind="event", text=f"Иш-чара жабык {SECRET}", is_restricted=True, **common
        )
        mother = services.add_person(by=None, surname="Бакытова", given="Зуура", sex="f", phone=PHONE)
        services.add_guardian(by=None, student=people.meerim, person=mother, kind="mother")
        Person.objects.filter(pk=people.meerim.person_id).update(phone="+996 777 222 333")

    def seen_by(self, name: str, only: str = "") -> str:
        """Everything that all pages and files show this person."""
        client = Client(raise_request_exception=False)
        client.force_login(getattr(self.cast, name))
        bodies = []
        for address in addresses():
            if f"{address.name} GET" not in TABLE or only not in address.name:
                continue
            # Words on a drawn page are packed; the report gives the same as JSON.
            is_paper = address.name.endswith("paper")
            for kwargs in self.world.pair(address):
                for query in ("?format=json",) if is_paper else ("", "?format=csv"):
                    answer = client.get(reverse(address.name, kwargs=kwargs) + query)
                    if answer.status_code == 200:
                        bodies.append(answer.content.decode("utf-8", "replace"))
        for words in (SECRET, "Мээрим", "Нурлан"):
            bodies.append(
                client.get("/search/", {"q": words}).content.decode().replace(f'value="{words}"', "")
            )
        return "\n".join(bodies)

    @reads_every_page
    def test_a_student_and_a_mother_see_no_other_student_no_foreign_phone_and_no_entry(self):
        for name in ("nurlan_user", "ainura"):
            seen = self.seen_by(name)
            self.assertIn("Нурлан", seen)
            for hidden in (
                "Бакыт кызы",
                PHONE,
                "777 000 111",
                "777 222 333",
                "Зуура",
                f"Ачык {SECRET}",
                f"Жабык {SECRET}",
            ):
                self.assertNotIn(hidden, seen, f"{name}: {hidden}")

    @reads_every_page
    def test_a_barred_father_and_a_listener_see_nobody_of_the_class(self):
        for name in ("kubat", "tilek_user"):
            seen = self.seen_by(name)
            for hidden in ("Бакыт кызы", "Нурлан Кубатович", PHONE, f"Ачык {SECRET}", "Соттун чечими"):
                self.assertNotIn(hidden, seen, f"{name}: {hidden}")

    @reads_every_page
    def test_restricted_words_reach_no_page_file_or_report_of_the_offices_without_the_right(self):
        for name in ("damir", "elmira", "admin", "rector_office"):
            seen = self.seen_by(name)
            self.assertNotIn(f"Жабык {SECRET}", seen, name)
            self.assertNotIn(f"Иш-чара жабык {SECRET}", seen, name)

    @reads_every_page
    def test_even_the_leaders_report_leaves_restricted_words_out(self):
        self.assertNotIn(f"жабык {SECRET}", self.seen_by("aigul", only="reports:").lower())

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
