"""One rule in two forms: the reason for one student and the list as SQL must agree for everybody."""

from datetime import timedelta

from django.http import Http404
from django.test import TestCase
from django.utils import timezone

from jetekchi.organisation import services
from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.organisation.permissions import (
    Reason,
    get_student,
    opens_class,
    visible_classes,
    visible_students,
    why_may_see,
)
from tests import cast


class WhoMaySee(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def test_the_reason_and_the_list_agree_for_the_whole_cast(self) -> None:
        for name, user in self.cast.users.items():
            listed = set(visible_students(user))
            reasoned = {student for student in Student.objects.all() if why_may_see(user, student)}
            self.assertEqual(listed, reasoned, name)

    def test_the_classes_that_open_and_their_list_agree_for_the_whole_cast(self) -> None:
        for name, user in self.cast.users.items():
            opened = {group for group in ClassGroup.objects.all() if opens_class(user, group.pk)}
            self.assertEqual(opened, set(visible_classes(user)), name)

    def test_a_leader_sees_the_own_class_and_nobody_of_the_next_one(self) -> None:
        self.assertEqual(why_may_see(self.cast.aigul, self.cast.nurlan), Reason.OWN_CLASS)
        self.assertIsNone(why_may_see(self.cast.bakyt, self.cast.nurlan))
        with self.assertRaises(Http404):
            get_student(self.cast.bakyt, self.cast.nurlan.pk)

    def test_a_barred_father_sees_nothing_and_the_mother_sees_her_son_only(self) -> None:
        self.assertEqual(list(visible_students(self.cast.kubat)), [])
        self.assertEqual(list(visible_students(self.cast.ainura)), [self.cast.nurlan])

    def test_a_librarian_and_the_university_see_no_student(self) -> None:
        for user in (self.cast.librarian, self.cast.rector_office, self.cast.gulnara):
            self.assertEqual(list(visible_students(user)), [])

    def test_a_director_who_is_also_a_father_keeps_the_rights_of_his_office(self) -> None:
        from jetekchi.organisation.permissions import Permission, sees
        from jetekchi.organisation.services import add_guardian

        assert self.cast.farhat.person is not None
        add_guardian(by=None, student=self.cast.meerim, person=self.cast.farhat.person, kind="father")
        self.assertIn(Permission.WORK_VIEW, sees(self.cast.farhat, self.cast.meerim))
        self.assertEqual(why_may_see(self.cast.farhat, self.cast.meerim), Reason.GUARDIAN)

    def test_a_deputy_stands_for_the_leader_only_as_long_as_the_leader_is_appointed(self) -> None:
        c, today = self.cast, timezone.localdate()
        services.name_deputy(
            by=None,
            appointment=c.appointment_a,
            person=c.staff(c.librarian),
            from_on=today - timedelta(days=3),
            until_on=today + timedelta(days=30),
            basis="illness",
        )
        deputy = User.objects.get(pk=c.librarian.pk)
        self.assertIn(c.nurlan, visible_students(deputy))
        services.appoint_leader(
            by=None,
            class_group=c.appointment_a.class_group,
            leader=c.staff(c.chynara),
            order_no="77",
            order_on=today,
            from_on=today,
        )
        deputy = User.objects.get(pk=c.librarian.pk)
        self.assertEqual(list(visible_students(deputy)), [])
        self.assertIsNone(why_may_see(deputy, c.nurlan))
