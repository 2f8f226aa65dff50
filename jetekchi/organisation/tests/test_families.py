"""One mother of two children is one person: who looks known is offered, chosen by the person at the card, and undone."""

from django.test import TestCase
from django.urls import reverse

from jetekchi.core.http import Refused
from jetekchi.organisation import services
from jetekchi.organisation.models import Guardianship, Person
from jetekchi.organisation.selectors.families import people_alike
from jetekchi.worklog import services as worklog
from tests import cast


class Families(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.add = reverse("organisation:guardian_add", args=[cls.cast.meerim.pk])
        cls.mother = cls.cast.ainura.person

    def setUp(self):
        self.client.force_login(self.cast.admin)

    def written(self, **more):
        return {
            "surname": "Токтогулова",
            "given": "Айнура",
            "patronymic": "",
            "phone": "",
            "email": "",
            "kind": "mother",
            "is_legal": "on",
            **more,
        }

    def offered(self, **more):
        page = self.client.post(self.add, self.written(**more))
        field = page.context["form"].fields.get("known") if page.context else None
        return [value for value, _words in field.choices] if field else []

    # --- offering ---------------------------------------------------------------------------------------------

    def test_the_same_name_in_any_letters_or_the_same_phone_in_any_writing_is_offered(self):
        own = str(self.mother.pk)
        for words in (
            {},
            {"surname": "ТОКТОГУЛОВА", "given": "айнура"},
            {"surname": "Башка", "given": "Аты", "phone": "0555 010 203"},
            {"surname": "Башка", "given": "Аты", "phone": "0555-01-02-03"},
        ):
            self.assertEqual(self.offered(**words), [own, "new"], words)
        self.assertEqual(self.mother.guardianships.count(), 1)

    def test_a_colleague_who_is_a_mother_too_is_offered(self):
        self.assertEqual(
            self.offered(surname="Сыдыкова", given="Айгүл"), [str(self.cast.aigul.person_id), "new"]
        )

    def test_only_name_and_child_are_shown_never_the_phone(self):
        page = self.client.post(self.add, self.written()).content.decode()
        self.assertIn("Токтогулова Айнура", page)
        self.assertIn("Токтогулов Нурлан, 10-А", page)
        self.assertNotIn("010 203", page)

    def test_a_student_of_that_name_and_somebody_merely_alike_are_not_offered(self):
        self.client.post(self.add, self.written(surname="Өмүралиев", given="Санжар", kind="relative"))
        self.client.post(self.add, self.written(surname="Токтогулова", given="Айнурай"))
        self.assertEqual(self.cast.meerim.guardianships.count(), 2)

    def test_who_may_not_add_parents_is_told_of_nobody(self):
        for name in ("aigul", "damir", "farhat", "ainura"):
            user = self.cast.users[name]
            found = people_alike(user, surname="Токтогулова", given="Айнура", phone="0555010203")
            self.assertEqual(found, [], name)
            self.client.force_login(user)
            self.assertIn(self.client.post(self.add, self.written()).status_code, (403, 404), name)

    # --- choosing ---------------------------------------------------------------------------------------------

    def test_the_chosen_person_becomes_parent_of_both_and_nothing_typed_is_lost_on_the_way(self):
        people = Person.objects.count()
        asked = self.client.post(self.add, self.written(email="ainura@example.kg"))
        self.assertContains(asked, "ainura@example.kg", status_code=422)
        self.client.post(self.add, self.written(email="ainura@example.kg", known=self.mother.pk))
        self.assertEqual(Person.objects.count(), people)
        children = {row.student for row in self.mother.guardianships.all()}
        self.assertEqual(children, {self.cast.nurlan, self.cast.meerim})
        self.mother.refresh_from_db()
        self.assertEqual((self.mother.email, self.mother.phone), ("ainura@example.kg", "+996 555 010 203"))
        self.client.force_login(self.cast.ainura)
        for child in (self.cast.nurlan, self.cast.meerim):
            card = self.client.get(reverse("organisation:student", args=[child.pk]))
            self.assertEqual(card.status_code, 200, child)

    def test_a_phone_that_differs_does_not_overwrite_the_known_one(self):
        self.client.post(self.add, self.written(phone="0700 111 222", known=self.mother.pk))
        self.mother.refresh_from_db()
        self.assertEqual(self.mother.phone, "+996 555 010 203")

    def test_another_woman_of_the_same_name_is_a_person_of_her_own(self):
        people = Person.objects.count()
        self.client.post(self.add, self.written(known="new"))
        self.assertEqual(Person.objects.count(), people + 1)
        self.assertEqual(self.mother.guardianships.count(), 1)

    def test_a_person_who_was_not_offered_cannot_be_chosen(self):
        page = self.client.post(self.add, self.written(known=self.cast.kubat.person_id))
        self.assertEqual(page.status_code, 422)
        self.assertEqual(self.cast.meerim.guardianships.count(), 0)

    def test_a_newcomer_gets_the_known_mother_too(self):
        words = {
            "surname": "Токтогулова",
            "given": "Айбийке",
            "number": "2001",
            "class_group": self.cast.class_b.pk,
            "from_on": str(self.cast.year.start_on),
            "parent_kind": "mother",
            "parent_surname": "Токтогулова",
            "parent_given": "Айнура",
        }
        page = self.client.post(reverse("organisation:student_add"), words)
        self.assertContains(page, "Токтогулов Нурлан, 10-А", status_code=422)
        self.client.post(reverse("organisation:student_add"), {**words, "known": self.mother.pk})
        self.assertEqual(self.mother.guardianships.count(), 2)

    # --- undo -------------------------------------------------------------------------------------------------

    def take_back(self, guardianship):
        return self.client.post(
            reverse("organisation:guardian_take_back", args=[guardianship.student_id, guardianship.pk])
        )

    def test_a_joined_parent_is_taken_back_and_stays_parent_of_the_other_child(self):
        answer = self.client.post(self.add, self.written(known=self.mother.pk), follow=True)
        joined = self.cast.meerim.guardianships.get()
        undo = reverse("organisation:guardian_take_back", args=[self.cast.meerim.pk, joined.pk])
        self.assertContains(answer, f'action="{undo}"')
        self.take_back(joined)
        self.assertEqual([row.student for row in self.mother.guardianships.all()], [self.cast.nurlan])

    def test_a_new_person_written_by_mistake_goes_with_it(self):
        people = Person.objects.count()
        self.client.post(self.add, self.written(surname="Жаңыл", given="Мырза"))
        self.take_back(self.cast.meerim.guardianships.get())
        self.assertEqual(Person.objects.count(), people)

    def test_a_barred_parent_and_one_whom_an_entry_names_stay(self):
        barred = Guardianship.objects.get(is_barred=True)
        kept = Guardianship.objects.get(person=self.mother)
        worklog.ensure_kinds()
        worklog.record_work(
            by=self.cast.aigul,
            class_group=self.cast.class_a,
            kind="talk",
            on=self.cast.year.start_on,
            text="Энеси менен маек",
            students=[self.cast.nurlan],
            guardians=[kept],
        )
        for row in (barred, kept):
            with self.assertRaises(Refused):
                services.take_back_guardian(by=self.cast.admin, guardianship=row)
            self.assertEqual(self.take_back(row).status_code, 409)
        self.assertEqual(Guardianship.objects.filter(pk__in=[barred.pk, kept.pk]).count(), 2)
