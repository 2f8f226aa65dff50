"""Foreign records by side ways: nested in a path (T2), after one's own time is over (T1), by words (T3)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse

from jetekchi.organisation.models import Appointment, Person
from tests.addresses import Address, addresses
from tests.form_table import FORMS
from tests.permission_table import TABLE
from tests.permission_world import CANARY, peopled

pytestmark = pytest.mark.once

# Somebody who may open both classes, so that only the relation inside the path can refuse.
MAY_OPEN_BOTH = ("farhat", "admin", "chynara")
# What somebody wrote, signed or was told to do stays readable to that person after the class is led by another; so
# does the protocol by which it went over.
ONES_OWN = (
    *("worklog:entry", "worklog:file", "worklog:leader_chronology", "worklog:accident"),
    *("documents:signature", "documents:signed_content", "documents:directive"),
    *("organisation:handover", "organisation:staff_member"),
    *("organisation:schedule", "documents:schedule"),
)
# Readable to the author, no longer the author's to change.
NO_LONGER = ("worklog:correct", "worklog:withdraw", "worklog:finish")


class World(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast, cls.world = peopled()
        Person.objects.filter(pk=cls.cast.sanjar.person_id).update(
            given=CANARY, search_key=CANARY, sort_key=CANARY
        )

    def client_of(self, name: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(getattr(self.cast, name))
        return client

    def methods(self, address: Address) -> list[str]:
        return [method for method in ("GET", "POST") if f"{address.name} {method}" in TABLE]


class Nested(World):
    def test_a_record_of_b_inside_the_path_of_a_is_not_found_whatever_one_may_open(self):
        wrong, tried = [], set()
        for address in addresses():
            pair = self.world.pair(address)
            if len(pair) < 2 or len(address.kwargs) < 2:
                continue
            for left, right in ((0, 1), (1, 0)):
                mixed = {**pair[left], address.kwargs[-1]: pair[right][address.kwargs[-1]]}
                if mixed in pair:
                    continue
                for name in MAY_OPEN_BOTH:
                    for method in self.methods(address):
                        with transaction.atomic():
                            status = (
                                self.client_of(name)
                                .generic(method, reverse(address.name, kwargs=mixed))
                                .status_code
                            )
                            transaction.set_rollback(True)
                        tried.add(address.name)
                        if status not in (403, 404):
                            wrong.append(f"{name} {method} {address.name} {mixed}: {status}")
        self.assertEqual(wrong, [])
        self.assertGreater(len(tried), 6)


class Archived(World):
    def test_a_leader_whose_time_is_over_meets_the_class_as_any_stranger(self):
        before = self.cast.year.start_on - timedelta(days=40)
        with transaction.atomic():
            Appointment.objects.filter(pk=self.cast.appointment_a.pk).update(
                from_on=before, until_on=before + timedelta(days=1)
            )
            client, wrong, seen = self.client_of("aigul"), [], 0
            for address in addresses():
                pair = self.world.pair(address)
                if len(pair) < 2 or address.name.startswith(ONES_OWN):
                    continue
                for method in self.methods(address):
                    cache.clear()
                    with transaction.atomic():
                        own, foreign = (
                            client.generic(method, reverse(address.name, kwargs=kwargs)).status_code
                            for kwargs in pair
                        )
                        transaction.set_rollback(True)
                    seen += own == 404
                    if own != (403 if address.name in NO_LONGER else foreign):
                        wrong.append(f"{method} {address.name}: {own}, for a stranger {foreign}")
            transaction.set_rollback(True)
        self.assertEqual(wrong, [])
        self.assertGreater(seen, 40)


class Words(World):
    """The canary of class B in the palette and in a refused form; pages and their forms: tests/walk_eyes.py."""

    STRANGERS = ("aigul", "librarian", "nurlan_user", "tilek_user", "ainura", "kubat")

    def test_no_palette_says_it(self):
        for name in self.STRANGERS:
            found = self.client_of(name).get("/search/", {"q": CANARY[:8]}, headers={"x-palette": "1"})
            self.assertNotIn(CANARY, found.content.decode().replace(f'"{CANARY[:8]}"', "").lower(), name)

    def test_a_foreign_key_in_a_form_is_refused_without_naming_whom_it_belongs_to(self):
        sent = {"class": self.cast.class_a.pk, "kind": "talk", "text": "сөз", "on": "2026-11-02"}
        sent["students"] = [self.cast.sanjar.pk]
        client = self.client_of("aigul")
        self.assertIn("worklog:record", FORMS)
        for path in (reverse("worklog:record"), reverse("worklog:accident_new")):
            answer = client.post(path, sent)
            self.assertEqual(answer.status_code, 400, path)
            self.assertNotIn(CANARY, answer.content.decode().lower())
