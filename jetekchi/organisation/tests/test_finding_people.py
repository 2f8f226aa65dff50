"""Search by name and by phone: a phone only for those who may read it, no oracle for the others."""

from collections.abc import Iterable
from typing import Any

from django.test import TestCase
from django.utils import timezone

from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation import services
from jetekchi.organisation.selectors import (
    find_classes,
    find_people,
    find_students,
    first_people,
    first_students,
)
from tests import cast


class FindingPeople(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        services.change_person(by=None, person=cls.cast.nurlan.person, phone="0555 71 80 93")
        services.change_person(by=None, person=cls.cast.doctor.person, phone="0700 40 50 61")

    def test_who_reads_the_phone_on_the_card_finds_the_student_by_it(self) -> None:
        c = self.cast
        for user in (c.aigul, c.damir, c.farhat, c.doctor, c.admin, c.ainura, c.nurlan_user):
            self.assertEqual(list(find_students(user, "7180")), [c.nurlan], user)

    def test_who_does_not_read_the_phone_cannot_guess_it_by_searching(self) -> None:
        c = self.cast
        for user in (c.chynara, c.elmira, c.bakyt, c.kubat):
            for typed in ("7180", "0555718093", f"{c.nurlan.person.surname} 05", "+"):
                self.assertEqual(list(find_students(user, typed)), [], f"{user} {typed}")
        self.assertEqual(list(find_students(c.chynara, c.nurlan.number)), [c.nurlan])
        self.assertEqual(list(find_students(c.chynara, c.nurlan.person.surname)), [c.nurlan])

    def test_a_colleagues_phone_is_found_by_who_manages_people_and_by_the_person(self) -> None:
        c = self.cast
        for user, found in (
            (c.admin, [c.doctor.person]),
            (c.doctor, [c.doctor.person]),
            (c.aigul, []),
            (c.farhat, []),
        ):
            self.assertEqual(list(find_people(user, "4050")), found, user)

    def test_the_first_hits_are_those_of_the_whole_list_whoever_asks_and_whatever_was_typed(self) -> None:
        c = self.cast
        name = c.nurlan.person.surname
        services.release_student(by=None, student=c.meerim, left_on=timezone.localdate(), order_no="9")
        for user in (c.damir, c.farhat, c.doctor, c.aigul, c.chynara, c.ainura, c.kubat, c.nurlan_user):
            for typed in (name, name[1:3].upper(), "а", "7180", c.nurlan.number, f"{name} 05", "жок-мындай"):
                expected = list(find_students(user, typed).filter(left_on=None))
                self.assertEqual(keys(first_students(user, typed, 60)), keys(expected), f"{user} {typed}")
                self.assertEqual(keys(first_students(user, typed, 1)), keys(expected[:1]), f"{user} {typed}")
        self.assertNotIn(c.meerim.pk, keys(first_students(c.damir, "а", 60)))
        with self.assertNumQueries(1):
            self.assertEqual(keys(first_students(c.damir, name, 60)), [c.nurlan.pk])

    def test_the_first_colleagues_are_those_of_the_whole_list_and_who_was_dismissed_is_none(self) -> None:
        c = self.cast
        name = c.doctor.person.surname
        services.dismiss(by=None, staff=c.staff(c.chynara), dismissed_on=timezone.localdate())
        for user in (c.admin, c.damir, c.aigul, c.elmira, c.doctor, c.ainura, c.nurlan_user):
            for typed in (name, name[1:3].upper(), "а", "4050", f"{name} 4050", f"{name} x", "жок-мындай"):
                expected = [person.pk for person in find_people(user, typed)]
                found = [pk for pk, _key in first_people(user, typed, 60)]
                self.assertEqual(found, expected, f"{user} {typed}")
                self.assertEqual(len(first_people(user, typed, 1)), min(1, len(expected)))
        self.assertTrue(first_people(c.damir, c.aigul.person.surname, 60))
        self.assertFalse(first_people(c.damir, c.chynara.person.surname, 60))
        self.assertFalse(first_people(c.ainura, name, 60))

    def test_a_class_is_found_by_a_part_of_its_label_by_who_may_open_it(self) -> None:
        c = self.cast
        for user, typed, found in (
            (c.damir, "10", ["10-А", "10-Б"]),
            (c.damir, "10-б", ["10-Б"]),
            (c.aigul, "10", ["10-А"]),
            (c.ainura, "10", []),
            (c.damir, "", []),
        ):
            labels = [group.label for group in find_classes(user, search_key(typed), 60)]
            self.assertEqual(labels, found, f"{user} {typed}")
        self.assertEqual([group.label for group in find_classes(c.damir, "10", 1)], ["10-А"])


def keys(found: Iterable[Any]) -> list[int]:
    return [one.pk for one in found]
