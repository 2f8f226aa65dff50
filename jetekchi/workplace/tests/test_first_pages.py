"""The first page of each role: the next thing to do first, and nothing that is another's."""

import re
from datetime import date

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.journal.tests.lesson_factories import lesson_today
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import Appointment, WorkSchedule
from jetekchi.organisation.roles import Role
from jetekchi.organisation.services import entrance
from jetekchi.plan.models import PlanPaper
from jetekchi.workplace.tests.factories import lived
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class FirstPage(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.days = lived(cls.cast)

    def page(self, who: str, language: str = "en") -> str:
        """The first page of a member of the cast."""
        self.client.force_login(getattr(self.cast, who))
        self.client.cookies["django_language"] = language
        response = self.client.get(reverse("workplace:home"))
        self.assertEqual(response.status_code, 200)
        return response.content.decode()

    def shown(self, who: str) -> str:
        """What stands between the head and the end of the main part, without the menu."""
        return self.page(who).split('id="main"', 1)[1]

    def test_the_class_leader_reads_first_what_is_most_overdue_and_opens_its_exact_form(self):
        now = timezone.localtime()
        PlanPaper.objects.create(
            class_group=self.cast.class_a, half_year=self.cast.half, state="approved", frozen_at=now,
            sha256="0" * 64, first_submitted_at=now, first_approved_at=now,
        )  # fmt: skip
        page = self.shown("aigul")
        first = page.split('class="card now"', 1)[1].split("</section>", 1)[0]
        self.assertIn("Бакыт кызы Мээрим", first)
        self.assertIn(f'href="{reverse("worklog:entry", args=[self.days.entry.pk])}#follow-up"', first)
        self.assertIn("2 days overdue", first)
        self.assertLess(page.index('class="card now"'), page.index("Deadlines"))

    def test_the_lessons_of_the_day_stand_under_the_one_thing_to_do_now_and_before_the_deadlines(self):
        lesson = lesson_today(self.cast, self.cast.class_a, state="held")
        for who in ("aigul", "chynara"):
            page = self.shown(who)
            roll = page.index(f'href="{reverse("journal:roll", args=[lesson.pk])}"')
            now, deadlines = page.find('class="card now"'), page.find("Deadlines")
            self.assertLess(now, roll, who)
            self.assertTrue(deadlines == -1 or roll < deadlines, who)
        self.assertNotIn("Lessons of today", self.shown("bakyt"))

    def test_the_class_leader_sees_directive_accident_document_and_duties_among_the_deadlines(self):
        page = self.shown("aigul")
        for url in (
            reverse("documents:directive", args=[self.days.directive.pk]),
            reverse("worklog:accident", args=[self.days.accident.pk]),
            reverse("documents:acquaintance", args=[self.days.version.pk]),
            reverse("compliance:leader", args=[self.cast.class_a.pk]),
            reverse("reports:report", args=[self.cast.class_a.pk, self.cast.half.number]),
        ):
            self.assertIn(f'href="{url}"', page)

    def test_the_work_schedule_is_due_from_its_author_and_its_decision_from_the_director(self):
        schedule = WorkSchedule.objects.get()
        decision = reverse("documents:schedule_decision", args=[schedule.pk])
        self.assertIn(f'href="{decision}"', self.shown("gulnara"))
        self.assertNotIn(f'href="{decision}"', self.shown("damir"))
        own = reverse("organisation:schedule", args=[self.cast.staff(self.cast.bakyt).pk])
        self.assertIn(f'href="{own}"', self.shown("bakyt"))

    def test_the_class_leader_is_told_whom_to_talk_to_with_the_marks_as_facts(self):
        page = self.shown("aigul")
        self.assertIn("Адабият 5 → 3" if "Адабият" in page else "Literature 5 → 3", page)
        record = reverse("worklog:record")
        self.assertRegex(
            page, rf'href="{record}\?class={self.cast.class_a.pk}&amp;student={self.cast.nurlan.pk}&'
        )

    def test_a_leader_reads_nothing_about_the_class_of_another(self):
        page = self.page("bakyt")
        for foreign in ("Токтогулов", "Мээрим", "Спорт залы", "10-А", "7-Т"):
            self.assertNotIn(foreign, page)
        self.assertIn("10-Б", page)

    def test_a_lyceum_without_leaders_is_not_called_exemplary(self):
        Appointment.objects.all().delete()
        page = self.shown("damir")
        self.assertNotIn("Every clause of every class is fulfilled", page)
        self.assertIn("No class has a class leader yet", page)

    def test_the_supervisor_sees_every_class_with_its_state_and_who_leads_it(self):
        page = self.shown("damir")
        for group in (self.cast.class_a, self.cast.class_b):
            self.assertIn(reverse("compliance:leader", args=[group.pk]), page)
        self.assertIn("Сыдыкова А.", page)
        self.assertIn("nobody is appointed", page)
        self.assertIn(reverse("worklog:accident", args=[self.days.accident.pk]), page)

    def test_the_head_of_study_does_not_read_of_accidents_that_are_not_hers(self):
        page = self.page("elmira")
        self.assertNotIn(reverse("worklog:accident", args=[self.days.accident.pk]), page)
        self.assertIn("10-А", page)

    def test_the_director_appoints_where_a_leader_is_missing(self):
        page = self.shown("farhat")
        self.assertIn(reverse("organisation:appoint", args=[self.cast.group_3.pk]), page)
        self.assertNotIn(reverse("organisation:appoint", args=[self.cast.class_a.pk]), page)
        self.assertIn(reverse("documents:new_directive"), page)

    def test_only_the_director_may_appoint_from_the_first_page(self):
        for who in ("damir", "elmira", "gulnara"):
            self.assertNotIn(
                reverse("organisation:appoint", args=[self.cast.group_3.pk]), self.page(who), who
            )

    def test_the_university_confirms_an_accident_with_one_press(self):
        page = self.shown("rector_office")
        confirm = reverse("worklog:accident_confirm", args=[self.days.accident.pk])
        form = re.search(rf'<form method="post" action="{confirm}".*?</form>', page, re.S)
        self.assertIsNotNone(form)
        data = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.group(0)))
        self.client.post(confirm, data)
        self.assertNotIn(confirm, self.shown("rector_office"))
        self.assertIn("No accident waits for your confirmation", self.shown("rector_office"))

    def test_a_subject_teacher_sees_taught_classes_and_whom_to_call_but_no_marks(self):
        page = self.shown("chynara")
        self.assertIn(reverse("organisation:class", args=[self.cast.class_a.pk]), page)
        self.assertIn("Сыдыкова Айгүл", page)
        self.assertNotIn("5 → 3", page)
        self.assertNotIn("Мээрим", page)

    def test_a_student_sees_the_own_card_and_nobody_else(self):
        page = self.page("nurlan_user")
        self.assertIn("Токтогулов Нурлан", page)
        self.assertIn("Сыдыкова Айгүл", page)
        self.assertIn(reverse("journal:student", args=[self.cast.nurlan.pk]), page)
        for foreign in ("Мээрим", "Санжар", "Тилек", reverse("worklog:accident_new")):
            self.assertNotIn(foreign, page)

    def test_a_mother_sees_her_child_and_a_barred_father_sees_nobody(self):
        self.assertIn("Токтогулов Нурлан", self.page("ainura"))
        barred = self.page("kubat")
        self.assertNotIn("Нурлан", barred)
        self.assertIn("Nothing waits for you", barred)

    def test_the_librarian_sees_no_student(self):
        page = self.page("librarian")
        for student in self.cast.students.values():
            self.assertNotIn(student.person.given, page)

    def test_the_administrator_sees_people_imports_and_the_state_of_the_system(self):
        page = self.shown("admin")
        self.assertIn(reverse("organisation:imports"), page)
        self.assertIn("there is none yet", page)
        self.assertNotIn("Marks are falling", page)

    def test_several_roles_stack_and_the_class_leaders_today_stands_first(self):
        start = self.cast.year.start_on
        organisation.appoint_leader(
            by=None,
            class_group=self.cast.group_3,
            leader=self.cast.staff(self.cast.damir),
            order_no="19-Б",
            order_on=start,
            from_on=start,
        )
        page = self.shown("damir")
        self.assertLess(page.index("Whom to talk to"), page.index("Where help is needed"))
        self.assertIn("Classes and duties", page)
        self.assertIn("leader of 3-топ", self.page("damir"))

    def test_a_stranger_is_asked_to_sign_in(self):
        response = self.client.get(reverse("workplace:home"))
        self.assertRedirects(response, f"{reverse('account_login')}?next=/", fetch_redirect_response=False)

    def test_the_page_speaks_the_language_of_the_reader(self):
        self.assertIn("Мөөнөттөр", self.page("aigul", "ky"))
        self.assertIn("Сроки", self.page("aigul", "ru"))


class EmptyLyceum(TestCase):
    def test_the_administrator_of_an_empty_lyceum_is_led_to_the_first_steps(self):
        organisation.ensure_lyceum(by=None)
        person = organisation.add_person(by=None, surname="Садыков", given="Илим")
        user, _password = organisation.open_account(
            by=None, person=person, username="first", password=cast.PASSWORD, must_change=False
        )
        organisation.grant_role(by=None, user=user, role=Role.ADMINISTRATOR, from_on=date(2020, 1, 1))
        entrance.give_second_factor(by=None, user=user, secret=cast.SECOND_FACTOR_SECRET)
        self.client.force_login(user)
        response = self.client.get("/", follow=True)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.request["PATH_INFO"], reverse("organisation:first_steps"))
