"""The turn of the year: all classes go on in one deed, leaders only by a new order, nobody is lost on the way."""

from datetime import timedelta

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent
from jetekchi.journal.tests.factories import add_students
from jetekchi.organisation import services
from jetekchi.organisation.models import Appointment, ClassGroup, Enrolment, SchoolYear, Student, Teaching
from jetekchi.organisation.selectors import next_year as reads
from tests import cast


class NextYear(TestCase):
    @classmethod
    def setUpTestData(cls):
        # The lyceum of a year ago: its school year is over.
        cls.cast = c = cast.build(timezone.localdate() - timedelta(days=365))
        services.change_class(by=None, class_group=c.class_b, label="11-Б", grade=11)
        cls.page = reverse("organisation:next_year", args=[c.year.name])

    def setUp(self):
        self.client.force_login(self.cast.admin)

    def make_year(self):
        return services.ensure_year(by=None, name=self.cast.year.next_name)

    def filled(self, **changes):
        """What the page sends when nothing is touched but the fate of the group."""
        page = self.client.get(self.page)
        data = {"seen": page.context["seen"], "order_no": "44"}
        for form in page.context["forms"]:
            for name in form.fields:
                value = form.get_initial_for_field(form.fields[name], name)
                if value not in (None, ""):
                    data[form.add_prefix(name)] = value
        data[self.of(self.cast.group_3, "fate")] = "stay"
        return {**data, **changes}

    def of(self, group, name):
        return f"class-{group.pk}-{name}"

    def turned(self, **changes):
        self.make_year()
        answer = self.client.post(self.page, self.filled(**changes))
        self.assertRedirects(answer, self.page)
        return SchoolYear.objects.get(name=self.cast.year.next_name)

    # --- before -----------------------------------------------------------------------------------------------

    def test_the_page_proposes_a_grade_higher_and_the_last_grade_graduates(self):
        self.make_year()
        forms = {form.ahead.group.label: form.ahead for form in self.client.get(self.page).context["forms"]}
        self.assertEqual((forms["10-А"].fate, forms["10-А"].label, forms["10-А"].grade), ("next", "11-А", 11))
        self.assertEqual(forms["11-Б"].fate, "graduate")
        self.assertEqual((forms["3-топ"].fate, forms["3-топ"].label), ("", "3-топ"))
        services.change_setting(by=self.cast.admin, key="last_grade", value=12)
        forms = {form.ahead.group.label: form.ahead for form in self.client.get(self.page).context["forms"]}
        self.assertEqual((forms["11-Б"].fate, forms["11-Б"].label), ("next", "12-Б"))

    def test_without_the_next_year_it_is_offered_and_nothing_can_be_pressed(self):
        page = self.client.get(self.page)
        self.assertContains(page, f'value="{self.cast.year.next_name}"')
        self.assertFalse(page.context["may_press"])
        refused = self.client.post(self.page, self.filled())
        self.assertEqual(refused.status_code, 422)
        made = self.client.post(
            reverse("organisation:year_add"), {"name": self.cast.year.next_name, "next": self.page}
        )
        self.assertRedirects(made, self.page)
        self.assertTrue(self.client.get(self.page).context["may_press"])

    def test_a_year_that_still_runs_is_not_taken_over(self):
        self.make_year()
        data = self.filled()
        SchoolYear.objects.filter(pk=self.cast.year.pk).update(end_on=timezone.localdate())
        self.assertFalse(self.client.get(self.page).context["may_press"])
        self.assertEqual(self.client.post(self.page, data).status_code, 422)
        self.assertFalse(ClassGroup.objects.filter(label="11-А").exists())

    # --- the deed ---------------------------------------------------------------------------------------------

    def test_students_go_on_and_their_way_stays_whole(self):
        following = self.turned()
        nurlan = Student.objects.get(pk=self.cast.nurlan.pk)
        self.assertEqual((nurlan.class_group.label, nurlan.class_group.year), ("11-А", following))
        old, new = nurlan.enrolments.order_by("from_on")
        self.assertEqual((old.ended, old.until_on), ("finished", following.start_on - timedelta(days=1)))
        self.assertEqual((new.from_on, new.order_no, new.until_on), (following.start_on, "44", None))

    def test_the_last_grade_graduates_and_its_accounts_are_shut(self):
        services.open_account(by=None, person=self.cast.sanjar.person, username="sanjar")
        self.turned()
        sanjar = Student.objects.get(pk=self.cast.sanjar.pk)
        self.assertEqual((sanjar.left_on, sanjar.enrolments.get().ended), (self.cast.year.end_on, "graduate"))
        self.assertFalse(sanjar.person.user.is_active)

    def test_whoever_is_unticked_stays_behind_and_is_named_afterwards(self):
        self.turned(**{self.of(self.cast.class_a, "students"): [self.cast.nurlan.pk]})
        meerim = Student.objects.get(pk=self.cast.meerim.pk)
        self.assertEqual((meerim.class_group, meerim.enrolments.get().until_on), (self.cast.class_a, None))
        page = self.client.get(self.page)
        behind = {row.student for row in page.context["after"].left_behind}
        self.assertEqual(behind, {self.cast.meerim, self.cast.tilek})
        self.assertContains(page, reverse("organisation:student_move", args=[meerim.pk]))

    def test_a_leader_goes_on_only_by_a_new_order(self):
        following = self.turned()
        self.assertEqual(Appointment.objects.filter(class_group__year=following).count(), 0)
        page = self.client.get(self.page)
        self.assertEqual([group.label for group in page.context["after"].leaderless], ["11-А"])
        self.assertTrue(self.cast.farhat.notices.filter(url__contains=following.name).exists())
        ended = Appointment.objects.get(pk=self.cast.appointment_a.pk).until_on
        self.assertEqual(ended, following.start_on - timedelta(days=1))
        self.assertFalse(
            Teaching.objects.filter(
                class_group__in=[self.cast.class_a, self.cast.class_b], until_on=None
            ).exists()
        )

    def test_with_the_number_and_date_of_an_order_the_leader_is_appointed_anew(self):
        following = self.turned(
            **{
                self.of(self.cast.class_a, "order_no"): "61-Б",
                self.of(self.cast.class_a, "order_on"): str(self.cast.year.end_on),
            }
        )
        new = Appointment.objects.get(class_group__year=following)
        self.assertEqual(
            (new.leader.person, new.order_no, new.from_on),
            (self.cast.aigul.person, "61-Б", following.start_on),
        )

    def test_an_order_without_its_date_and_two_classes_of_one_label_are_refused_beside_the_field(self):
        self.make_year()
        for changes, field in (
            ({self.of(self.cast.class_a, "order_no"): "61-Б"}, "order_on"),
            ({self.of(self.cast.class_a, "label"): ""}, "label"),
            (
                {self.of(self.cast.group_3, "fate"): "next", self.of(self.cast.group_3, "label"): "11-А"},
                "label",
            ),
            ({self.of(self.cast.group_3, "fate"): ""}, "fate"),
        ):
            page = self.client.post(self.page, self.filled(**changes))
            self.assertEqual(page.status_code, 422)
            errors = [name for form in page.context["forms"] for name in form.errors]
            self.assertEqual(errors, [field])
            self.assertContains(page, "44", status_code=422)
        self.assertEqual(ClassGroup.objects.filter(year__name=self.cast.year.next_name).count(), 0)

    def test_a_refusal_in_the_middle_writes_nothing_at_all(self):
        self.make_year()
        staff = self.cast.staff(self.cast.aigul)
        type(staff).objects.filter(pk=staff.pk).update(dismissed_on=self.cast.year.end_on)
        data = self.filled(
            **{
                self.of(self.cast.class_a, "order_no"): "61-Б",
                self.of(self.cast.class_a, "order_on"): str(self.cast.year.end_on),
            }
        )
        self.assertEqual(self.client.post(self.page, data).status_code, 422)
        self.assertEqual(Enrolment.objects.exclude(until_on=None).count(), 0)
        self.assertIsNone(SchoolYear.objects.get(pk=self.cast.year.pk).carried_at)

    def test_lists_that_changed_since_they_were_shown_are_looked_at_once_more(self):
        self.make_year()
        data = self.filled()
        person = services.add_person(by=None, surname="Жаңы", given="Окуучу")
        services.add_student(
            by=None,
            person=person,
            number="9001",
            class_group=self.cast.class_a,
            from_on=self.cast.year.start_on,
        )
        self.assertEqual(self.client.post(self.page, data).status_code, 422)
        self.assertFalse(ClassGroup.objects.filter(label="11-А").exists())

    # --- once -------------------------------------------------------------------------------------------------

    def test_a_double_press_has_one_effect(self):
        self.make_year()
        data = self.filled(form_key="k")
        for sent in (data, data, {**data, "form_key": "other"}):
            self.assertRedirects(self.client.post(self.page, sent), self.page)
        self.assertEqual(ClassGroup.objects.filter(label="11-А").count(), 1)
        self.assertEqual(self.cast.nurlan.enrolments.count(), 2)
        self.assertEqual(AuditEvent.objects.filter(action="organisation:year:carried").count(), 1)
        with self.assertRaises(Refused) as refusal:
            services.carry_year(by=None, year=self.cast.year, plans=[], seen="")
        self.assertEqual(refusal.exception.code, "year-carried")

    def test_the_audit_tells_what_went_where(self):
        self.turned()
        event = AuditEvent.objects.get(action="organisation:year:carried")
        self.assertEqual((event.detail["carried"], event.detail["graduated"]), (2, 1))
        event = AuditEvent.objects.get(action="organisation:class:carried")
        self.assertEqual(event.detail["students"], sorted([self.cast.nurlan.pk, self.cast.meerim.pk]))

    # --- who and how ------------------------------------------------------------------------------------------

    def test_only_the_administrator_turns_the_year(self):
        for name in ("farhat", "elmira", "aigul", "ainura"):
            self.client.force_login(self.cast.users[name])
            self.assertEqual(self.client.get(self.page).status_code, 403, name)
            self.assertEqual(self.client.post(self.page).status_code, 403, name)

    def test_a_large_class_asks_no_more_questions_than_a_small_one(self):
        self.make_year()
        counts = []
        for more in (0, 40):
            if more:
                add_students(self.cast.class_a, more)
            self.client.get(self.page)
            with CaptureQueriesContext(connection) as asked:
                self.client.get(self.page)
            counts.append(len(asked))
        self.assertEqual(counts[0], counts[1])
        self.assertEqual(len(reads.on_the_lists(self.cast.year)), 44)
