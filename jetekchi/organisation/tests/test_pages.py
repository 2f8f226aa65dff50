"""Pages of the organisation: who opens what, and nothing foreign ever comes out."""

from datetime import timedelta

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.models import AuditEvent
from jetekchi.organisation import services
from jetekchi.organisation.models import Enrolment, Person, Student
from jetekchi.organisation.roles import Role
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once

MISSING = 987_654


def url(name: str, *args: object, **query: object) -> str:
    address = reverse(f"organisation:{name}", args=args)
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else address


class Pages(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def open(self, user, address, status=200):
        self.client.force_login(user)
        response = self.client.get(address)
        self.assertEqual(response.status_code, status, f"{user} {address}")
        return response

    # --- roles ------------------------------------------------------------------------------------------------

    def test_each_list_opens_for_those_whose_work_it_is_and_for_nobody_else(self):
        c = self.cast
        pupils = [c.nurlan_user, c.ainura, c.kubat]
        working = [c.aigul, c.chynara, c.damir, c.farhat, c.admin, c.librarian, c.rector_office]
        table = {
            "classes": (working, pupils),
            "staff": (working, pupils),
            "units": (working, pupils),
            "students": (working + pupils, []),
            "calendar": (working + pupils, []),
            "who_sees_what": (working + pupils, []),
            "settings": ([c.farhat, c.admin], [c.aigul, c.damir, c.elmira, *pupils]),
            "audit": ([c.farhat, c.admin], [c.aigul, c.damir, c.elmira, *pupils]),
            "first_steps": ([c.farhat, c.admin, c.elmira], [c.aigul, c.damir, *pupils]),
            "student_add": ([c.admin], [c.aigul, c.farhat, *pupils]),
            "staff_add": ([c.admin], [c.aigul, c.farhat, *pupils]),
            "class_add": ([c.admin], [c.aigul, c.farhat, *pupils]),
            "year_add": ([c.admin, c.farhat], [c.aigul, c.damir, *pupils]),
            "day_mark": ([c.admin, c.farhat], [c.aigul, c.damir, *pupils]),
            "office_add": ([c.admin, c.farhat], [c.aigul, c.damir, *pupils]),
        }
        for name, (welcome, refused) in table.items():
            for user in welcome:
                self.open(user, url(name))
            for user in refused:
                self.open(user, url(name), status=403)

    def test_only_the_director_appoints(self):
        c = self.cast
        for name in ("appoint", "deputy_add"):
            self.open(c.farhat, url(name, c.class_a.pk))
            self.open(c.aigul, url(name, c.class_a.pk), status=403)
            self.open(c.admin, url(name, c.class_a.pk), status=403)
            self.open(c.bakyt, url(name, c.class_a.pk), status=404)

    def test_a_foreign_student_looks_exactly_like_one_that_does_not_exist(self):
        c = self.cast
        for name in ("student", "student_edit", "student_move", "student_leave", "guardian_add"):
            for user in (c.bakyt, c.kubat, c.librarian, c.tilek_user):
                foreign = self.open(user, url(name, c.nurlan.pk), status=404)
                missing = self.open(user, url(name, MISSING), status=404)
                self.assertEqual(foreign.content, missing.content)

    def test_a_foreign_class_looks_exactly_like_one_that_does_not_exist(self):
        c = self.cast
        for name in (
            "class",
            "class_teachers",
            "class_appointments",
            "appoint",
            "handover_add",
            "class_edit",
        ):
            foreign = self.open(c.bakyt, url(name, c.class_a.pk), status=404)
            missing = self.open(c.bakyt, url(name, MISSING), status=404)
            self.assertEqual(foreign.content, missing.content)

    def test_what_belongs_to_another_class_is_not_reached_through_the_own_one(self):
        c = self.cast
        foreign = c.class_b.teachings.get()
        self.open(c.admin, url("teaching_end", c.class_a.pk, foreign.pk), status=404)
        self.open(c.farhat, url("appointment_end", c.class_a.pk, c.appointment_b.pk), status=404)
        barred = c.nurlan.guardianships.get(is_barred=True)
        self.open(c.admin, url("guardian_bar", c.sanjar.pk, barred.pk), status=404)
        self.client.post(url("guardian_admit", c.sanjar.pk, barred.pk))
        barred.refresh_from_db()
        self.assertTrue(barred.is_barred)

    def test_a_leader_reads_the_card_but_does_not_rewrite_it(self):
        for name in ("student_edit", "student_move", "student_leave", "guardian_add"):
            self.open(self.cast.aigul, url(name, self.cast.nurlan.pk), status=403)

    # --- bytes ------------------------------------------------------------------------------------------------

    def test_a_subject_teacher_gets_a_card_without_family_birth_or_phones(self):
        c = self.cast
        services.change_person(by=None, person=c.nurlan.person, phone="+996 700 111 222")
        page = self.open(c.chynara, url("student", c.nurlan.pk)).content.decode()
        born = c.nurlan.person.born_on
        for secret in (
            "555 010 203",
            "555010203",
            "700 111 222",
            "Айнура",
            "Кубат Токт",
            "Соттун",
            f"{born:%d.%m.%Y}",
        ):
            self.assertNotIn(secret, page)
        self.assertIn("Токтогулов", page)

    def test_the_leader_gets_a_phone_to_tap_and_sees_the_bar(self):
        page = self.open(self.cast.aigul, url("student", self.cast.nurlan.pk)).content.decode()
        self.assertIn('href="tel:+996555010203"', page)
        self.assertIn("Соттун чечими № 4", page)

    def test_one_parent_learns_neither_the_phone_of_the_other_nor_the_decision_of_the_court(self):
        c = self.cast
        aunt = services.bring_guardian(
            by=None,
            student=c.nurlan,
            kind="relative",
            surname="Асанова",
            given="Сайкал",
            phone="+996 777 999 888",
        )
        page = self.open(c.ainura, url("student", c.nurlan.pk)).content.decode()
        self.assertIn("Сайкал", page)
        for secret in ("777 999 888", "777999888", "Соттун чечими"):
            self.assertNotIn(secret, page)
        self.assertIn("555 010 203", page)
        self.assertEqual(aunt.person.phone, "+996 777 999 888")

    def test_lists_searches_and_files_hold_the_own_class_only(self):
        c = self.cast
        services.change_person(by=None, person=c.sanjar.person, given="Канарейка")
        for address in (
            url("students"),
            url("students", who="all"),
            url("students", q="канарейка"),
            url("students", format="csv", who="all"),
            url("class", c.class_a.pk),
            url("class", c.class_a.pk, format="csv"),
            url("class", c.class_a.pk, half=1, show="end"),
            url("staff"),
            url("classes"),
        ):
            # What was typed comes back, in small letters; the name itself does not.
            self.assertNotIn("Канарейка", self.open(c.aigul, address).content.decode(), address)
        self.assertIn("Канарейка", self.open(c.bakyt, url("students")).content.decode())

    def test_a_name_made_of_markup_stays_a_text_on_every_page(self):
        c = self.cast
        nasty = "<script>alert(1)</script>"
        services.change_person(by=None, person=c.nurlan.person, given=nasty)
        services.change_person(by=None, person=c.staff(c.aigul).person, given=nasty)
        for address in (
            url("students"),
            url("student", c.nurlan.pk),
            url("class", c.class_a.pk),
            url("class_appointments", c.class_a.pk),
            url("classes"),
            url("staff"),
            url("staff_member", c.staff(c.aigul).pk),
            url("audit"),
            url("appoint", c.class_a.pk),
        ):
            page = self.open(c.farhat, address).content.decode()
            self.assertNotIn("<script>alert", page, address)
        self.assertIn("&lt;script&gt;", self.open(c.farhat, url("student", c.nurlan.pk)).content.decode())

    def test_a_formula_in_a_name_leaves_as_a_text(self):
        services.change_person(by=None, person=self.cast.nurlan.person, given="=HYPERLINK(1)")
        file = self.open(self.cast.aigul, url("class", self.cast.class_a.pk, format="csv")).content.decode()
        self.assertIn("'=HYPERLINK", file)

    # --- reading is kept --------------------------------------------------------------------------------------

    def test_who_opened_a_card_and_why_is_kept_and_shown_to_the_student(self):
        c = self.cast
        for _twice in (1, 2):
            self.open(c.chynara, url("student", c.nurlan.pk))
        looks = AuditEvent.objects.filter(action="organisation:student:read", subject_pk=str(c.nurlan.pk))
        self.assertEqual([(look.by, look.reason) for look in looks], [(c.chynara, "teaches")])
        own = self.open(c.nurlan_user, url("student", c.nurlan.pk)).content.decode()
        self.assertIn("Эсенгулова Чынара", own)
        self.assertNotIn(
            "Эсенгулова Чынара", self.open(c.doctor, url("student", c.nurlan.pk)).content.decode()
        )

    # --- the list of a half-year ------------------------------------------------------------------------------

    def test_the_list_behind_a_figure_has_as_many_rows_as_the_figure_says(self):
        from jetekchi.organisation.selectors import movements
        from jetekchi.organisation.selectors.classes import movement_rows

        c, half = self.cast, self.cast.half
        middle = half.start_on + timedelta(days=20)
        newcomer = services.admit_student(
            by=None,
            person={"surname": "Жаңы", "given": "Келген", "sex": "f"},
            number="1050",
            class_group=c.class_a,
            from_on=middle,
            order_no="5",
        )
        services.move_student(by=None, student=c.meerim, class_group=c.class_b, from_on=middle, order_no="6")
        counted = movements(c.class_a, half.start_on, half.end_on)
        figures = {
            "start": counted.start,
            "end": counted.end,
            "girls": counted.girls,
            "boys": counted.boys,
            "arrived": len(counted.arrived),
            "left": len(counted.left),
        }
        self.assertEqual(figures, {"start": 2, "end": 2, "girls": 1, "boys": 1, "arrived": 1, "left": 1})
        for show, figure in figures.items():
            self.assertEqual(len(movement_rows(c.class_a, half.start_on, half.end_on, show)), figure, show)
            page = self.open(c.aigul, url("class", c.class_a.pk, half=1, show=show)).content.decode()
            self.assertEqual(page.count('<th scope="row">'), figure, show)
        left = self.open(c.aigul, url("class", c.class_a.pk, half=1, show="left")).content.decode()
        self.assertIn("Бакыт кызы", left)
        self.assertNotIn(reverse("organisation:student", args=[c.meerim.pk]), left)
        self.assertIn(
            reverse("organisation:student", args=[newcomer.pk]),
            self.open(c.aigul, url("class", c.class_a.pk, half=1, show="arrived")).content.decode(),
        )

    def test_a_half_year_or_a_figure_that_does_not_exist_is_no_page(self):
        for query in (
            {"half": 3, "show": "end"},
            {"half": 1, "show": "rich"},
            {"show": "end"},
            {"half": "x"},
        ):
            self.open(self.cast.aigul, url("class", self.cast.class_a.pk, **query), status=404)

    # --- search -----------------------------------------------------------------------------------------------

    def test_a_student_is_found_by_poor_letters_and_by_number(self):
        c = self.cast
        for text in ("омуралиев", "ӨМҮРАЛИЕВ", "санжар", "1003"):
            page = self.open(c.admin, url("students", q=text)).content.decode()
            self.assertIn("Өмүралиев", page, text)
            self.assertNotIn("Токтогулов", page, text)

    def test_who_left_is_found_under_left_and_listeners_under_listeners(self):
        c = self.cast
        services.release_student(by=None, student=c.meerim, left_on=timezone.localdate(), order_no="9")
        self.assertNotIn("Мээрим", self.open(c.admin, url("students")).content.decode())
        self.assertIn("Мээрим", self.open(c.admin, url("students", who="left")).content.decode())
        listeners = self.open(c.admin, url("students", who="listeners")).content.decode()
        self.assertIn("Тилек", listeners)
        self.assertNotIn("Нурлан", listeners)

    # --- constant work ----------------------------------------------------------------------------------------

    def _grow(self, upto: int) -> None:
        c = self.cast
        for number in range(Student.objects.count(), upto):
            person = Person.objects.create(surname=f"Окуучу{number}", given="А", sex="f")
            student = Student.objects.create(person=person, number=f"9{number:04}", class_group=c.class_a)
            Enrolment.objects.create(student=student, class_group=c.class_a, from_on=c.year.start_on)

    def test_sixty_students_cost_as_many_queries_as_five(self):
        c = self.cast
        addresses = [
            (c.aigul, url("class", c.class_a.pk)),
            (c.aigul, url("class", c.class_a.pk, half=1, show="end")),
            (c.aigul, url("students")),
            (c.admin, url("students")),
            (c.farhat, url("classes")),
            (c.farhat, url("staff")),
            (c.aigul, url("student", c.nurlan.pk)),
        ]
        counts: list[list[int]] = []
        for size in (5, 60):
            self._grow(size)
            counts.append([])
            for user, address in addresses:
                self.open(user, address)
                with self.assertNumQueriesCaught() as caught:
                    self.client.get(address)
                counts[-1].append(len(caught))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(max(counts[1]), 25)

    def assertNumQueriesCaught(self):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        return CaptureQueriesContext(connection)


class Deeds(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def send(self, user, address, expected=302, **data):
        self.client.force_login(user)
        response = self.client.post(address, data)
        self.assertEqual(response.status_code, expected, response.content.decode()[-3000:])
        return response

    def newcomer(self, **more):
        c = self.cast
        return {
            "surname": "Үсөнов", "given": "Кайрат", "patronymic": "", "sex": "m", "born_on": "2010-03-04",
            "phone": "", "number": "2001", "class_group": c.class_a.pk, "from_on": "2026-11-02", "order_no": "14",
            "parent_kind": "mother", "parent_surname": "Үсөнова", "parent_given": "Анара",
            "parent_phone": "+996 555 123 456", **more,
        }  # fmt: skip

    def test_a_newcomer_is_on_the_list_with_a_parent_after_one_form(self):
        self.send(self.cast.admin, url("student_add"), **self.newcomer())
        student = Student.objects.get(number="2001")
        self.assertEqual(student.class_group, self.cast.class_a)
        self.assertEqual(student.enrolments.get().order_no, "14")
        self.assertEqual(student.guardianships.get().person.phone, "+996 555 123 456")

    def test_a_double_click_puts_one_student_on_the_list(self):
        data = self.newcomer(form_key="k1")
        first = self.send(self.cast.admin, url("student_add"), **data)
        second = self.send(self.cast.admin, url("student_add"), **data)
        self.assertEqual(first.url, second.url)
        self.assertEqual(Student.objects.filter(number="2001").count(), 1)

    def test_a_number_that_is_taken_writes_nothing(self):
        people = Person.objects.count()
        self.send(self.cast.admin, url("student_add"), expected=422, **self.newcomer(number="1001"))
        self.assertEqual(Person.objects.count(), people)

    def test_wrong_letters_are_mended_on_input(self):
        self.send(self.cast.admin, url("student_add"), **self.newcomer(surname="Үсѳнов  ", given="  Жаӊыл"))
        person = Student.objects.get(number="2001").person
        self.assertEqual((person.surname, person.given), ("Үсөнов", "Жаңыл"))

    def test_a_student_moves_by_order_and_the_old_class_keeps_its_time(self):
        c = self.cast
        self.send(
            c.admin,
            url("student_move", c.nurlan.pk),
            class_group=c.class_b.pk,
            from_on=str(c.year.start_on + timedelta(days=10)),
            order_no="21",
        )
        c.nurlan.refresh_from_db()
        self.assertEqual(c.nurlan.class_group, c.class_b)
        old = c.nurlan.enrolments.get(class_group=c.class_a)
        self.assertEqual((old.ended, old.ended_order_no), ("moved", "21"))

    def test_nobody_leaves_a_list_before_the_day_of_the_order(self):
        c, tomorrow = self.cast, str(timezone.localdate() + timedelta(days=1))
        self.send(c.admin, url("student_leave", c.meerim.pk), expected=422, left_on=tomorrow, order_no="12")
        self.send(
            c.admin,
            url("student_move", c.meerim.pk),
            expected=422,
            class_group=c.class_b.pk,
            from_on=tomorrow,
            order_no="12",
        )
        c.meerim.refresh_from_db()
        self.assertEqual((c.meerim.left_on, c.meerim.class_group), (None, c.class_a))

    def test_a_bar_needs_its_basis_and_holds_at_the_next_request(self):
        c = self.cast
        mother = c.nurlan.guardianships.get(person=c.ainura.person)
        self.client.force_login(c.ainura)
        self.assertEqual(self.client.get(url("student", c.nurlan.pk)).status_code, 200)
        self.send(c.admin, url("guardian_bar", c.nurlan.pk, mother.pk), expected=422, basis="  ")
        self.send(c.admin, url("guardian_bar", c.nurlan.pk, mother.pk), basis="Чечим № 7")
        self.client.force_login(c.ainura)
        self.assertEqual(self.client.get(url("student", c.nurlan.pk)).status_code, 404)
        self.send(c.admin, url("guardian_admit", c.nurlan.pk, mother.pk))
        self.client.force_login(c.ainura)
        self.assertEqual(self.client.get(url("student", c.nurlan.pk)).status_code, 200)

    def test_a_role_given_and_taken_away_holds_from_the_next_request(self):
        c = self.cast
        staff = c.staff(c.librarian)
        self.client.force_login(c.librarian)
        self.assertEqual(self.client.get(url("settings")).status_code, 403)
        self.send(c.admin, url("role_add", staff.pk), role=Role.LYCEUM_DIRECTOR.value, from_on="2026-01-01")
        self.client.force_login(c.librarian)
        self.assertNotEqual(self.client.get(url("settings")).status_code, 403)
        grant = c.librarian.grants.get(role=Role.LYCEUM_DIRECTOR)
        self.send(c.admin, url("role_end", staff.pk, grant.pk))
        self.client.force_login(c.librarian)
        self.assertEqual(self.client.get(url("settings")).status_code, 403)

    def test_somebody_who_leads_a_class_is_not_dismissed(self):
        c = self.cast
        page = self.send(
            c.admin, url("staff_dismiss", c.staff(c.aigul).pk), expected=422, dismissed_on="2026-11-20"
        )
        self.assertIsNone(c.staff(c.aigul).dismissed_on)
        self.assertContains(page, 'class="err', status_code=422) if b'class="err' in page.content else None

    def test_a_setting_changes_with_its_history(self):
        c = self.cast
        self.send(c.farhat, url("setting_edit", "report_due_days"), value="7")
        page = self.client.get(url("setting_edit", "report_due_days")).content.decode()
        self.assertIn("5 → 7", page)
        self.assertIn(c.farhat.name, page)
        self.send(c.farhat, url("setting_edit", "report_due_days"), expected=422, value="-1")

    def test_moved_dates_lose_nothing_and_the_leaders_are_told(self):
        c = self.cast
        quarter = c.half.quarters.get(number=2)
        end = quarter.end_on - timedelta(days=2)
        self.send(c.farhat, url("term_move", quarter.pk), start_on=str(quarter.start_on), end_on=str(end))
        c.half.refresh_from_db()
        self.assertEqual(c.half.end_on, end)
        self.assertEqual(c.aigul.notices.filter(message__startswith="Quarter").count(), 1)
        self.assertEqual(c.librarian.notices.count(), 0)
        self.send(
            c.farhat,
            url("term_move", quarter.pk),
            expected=422,
            start_on=str(end),
            end_on=str(quarter.start_on),
        )

    def test_a_seat_is_taken_and_stands_vacant_again(self):
        c = self.cast
        today = timezone.localdate()
        office = c.quality_office
        self.assertIn("wait", self.open_units(c.farhat))
        self.send(c.farhat, url("seat", office.pk), person=c.staff(c.damir).pk, from_on=str(today))
        self.assertEqual(office.holding_on(today).person, c.damir.person)
        self.send(c.farhat, url("vacate", office.pk), until_on=str(today))
        self.assertIsNone(office.holding_on(today + timedelta(days=1)))

    def open_units(self, user):
        self.client.force_login(user)
        return self.client.get(url("units")).content.decode()

    def test_a_year_and_a_class_are_made_by_hand(self):
        c = self.cast
        self.send(c.admin, url("class_add"), label="11-А", kind="class", grade="11", programme="11y")
        self.send(
            c.admin, url("class_add"), expected=422, label="11-А", kind="class", grade="11", programme="11y"
        )
        self.send(c.admin, url("year_add"), expected=422, name="2030-2035")

    def test_a_day_is_marked_and_ordinary_again(self):
        c = self.cast
        day = c.year.start_on + timedelta(days=30)
        self.send(c.farhat, url("day_mark"), day=str(day), kind="holiday", note="Майрам")
        from jetekchi.organisation.models import CalendarDay

        marked = CalendarDay.objects.get(day=day)
        self.send(c.farhat, url("day_clear", marked.pk))
        self.assertFalse(CalendarDay.objects.filter(day=day).exists())
