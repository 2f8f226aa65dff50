"""One rule in two forms: the reason for one student and the list as SQL must agree for everybody."""

from django.http import Http404
from django.test import TestCase

from jetekchi.organisation.models import Student
from jetekchi.organisation.permissions import Reason, get_student, visible_students, why_may_see
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
