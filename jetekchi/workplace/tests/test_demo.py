"""The invented lyceum: filled into an empty database only, the same for the same seed, removed by one button."""

from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jetekchi.compliance.models import Look
from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.documents.models import ApprovalLine, Directive, DocumentVersion
from jetekchi.journal.models import (
    Absence,
    ClassPart,
    DiaryCheck,
    DiarySeen,
    Excuse,
    Lesson,
    LessonMark,
    RollEntry,
    TermMark,
)
from jetekchi.journal.selectors import gaps_of_class, grid
from jetekchi.organisation.models import (
    Appointment,
    ClassGroup,
    Guardianship,
    Person,
    Staff,
    Student,
    Subject,
    User,
)
from jetekchi.organisation.permissions import standing
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors import current_half_year
from jetekchi.reports.models import HalfYearReport
from jetekchi.worklog.models import AccidentReport, WorkEntry
from jetekchi.workplace.services import Size, demo_logins, fill_demo, remove_demo
from jetekchi.workplace.services.demo.span import span_of
from tests.emptied import Emptied

SMALL = Size(classes=2, class_size=6, days=60)


def names() -> list[str]:
    return list(Student.objects.order_by("number").values_list("person__sort_key", flat=True))


class AFilledLyceum(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.made = fill_demo(size=Size(classes=4, class_size=8, days=60))

    def signed_in(self, login: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=login))
        return client

    def test_a_half_year_is_nearly_over(self):
        half = current_half_year()
        today = date.today()
        self.assertTrue(half.start_on < today < half.end_on)
        self.assertLess((half.end_on - today).days, (half.end_on - half.start_on).days / 3)

    def test_right_after_a_deed_of_anybody_the_overviews_ask_fifteen_times_at_most(self):
        """Each storey's deeds make its own facts new; a change of people, classes or settings makes everything new."""
        leader, half = User.objects.get(username="leader"), current_half_year()
        led = Appointment.objects.filter(leader__person__user=leader).latest("from_on").class_group
        plan = reverse("plan:paper", args=[led.pk, half.number])
        pages = {reverse("compliance:matrix"): "upbringing", "/desk/classes/": "upbringing", plan: "leader"}
        for url, login in pages.items():
            client = self.signed_in(login)
            self.assertEqual(client.get(url).status_code, 200)
            for storey in ("documents", "worklog", "journal", "plan", "reports"):
                audit.record(leader, f"{storey}:try:recorded", led)
                with self.subTest(url, storey=storey), CaptureQueriesContext(connection) as asked:
                    client.get(url)
                self.assertLessEqual(len(asked), 15, (url, storey))

    def test_names_stand_in_all_their_forms(self):
        people = Person.objects.all()
        self.assertTrue(
            people.filter(surname__endswith=" уулу").exists()
            or people.filter(surname__endswith=" кызы").exists()
        )
        self.assertTrue(people.filter(patronymic__endswith="овна").exists())
        self.assertTrue(people.filter(patronymic="").exists())
        self.assertTrue(people.exclude(surname_ru="").exists())

    def test_the_country_keeps_its_capital_letter_in_a_teachers_office(self):
        offices = set(Staff.objects.values_list("position", "position_ru"))
        assert ("Кыргызстандын тарыхы мугалими", "учитель, история Кыргызстана") in offices

    def test_two_students_of_one_class_bear_one_name(self):
        keys = list(Student.objects.values_list("class_group", "person__sort_key"))
        self.assertLess(len(set(keys)), len(keys))

    def test_one_class_is_a_group_of_adult_listeners_without_guardians(self):
        group = ClassGroup.objects.get(kind=ClassGroup.Kind.GROUP)
        self.assertTrue(all(student.is_listener for student in group.students.all()))
        self.assertFalse(Guardianship.objects.filter(student__class_group=group).exists())

    def test_each_class_has_one_leader_by_order_and_one_leader_changed(self):
        self.assertEqual(Appointment.objects.filter(until_on=None).count(), 4)
        self.assertEqual(Appointment.objects.exclude(until_on=None).count(), 1)
        self.assertTrue(Appointment.objects.filter(handover_in__taken_at__isnull=False).exists())

    def test_the_instruction_is_in_force_and_its_next_edition_on_its_way(self):
        states = DocumentVersion.objects.filter(document__kind="job_instruction").order_by("number")
        self.assertEqual(list(states.values_list("status", flat=True)), ["in_force", "in_approval"])
        self.assertEqual(states[0].clauses.count(), 35)
        lines = ApprovalLine.objects.filter(route__version=states[0])
        self.assertEqual(lines.count(), 7)
        self.assertEqual(lines.filter(status="skipped").count(), 1)
        self.assertEqual(lines.filter(status="agreed_remark").count(), 1)

    def test_the_first_leader_is_exemplary_and_the_second_is_behind(self):
        first, second = (
            WorkEntry.objects.filter(by__username=login).count() for login in ("leader", "behind")
        )
        self.assertGreater(first, 3 * second)
        self.assertEqual(HalfYearReport.objects.get(class_group__label="10-А").state, "accepted")
        self.assertTrue(Look.objects.filter(side="supervision").exists())

    def test_the_stories_are_told(self):
        accident = AccidentReport.objects.get()
        self.assertGreater(accident.confirmation.confirmed_at, accident.deadline(60))
        self.assertTrue(
            WorkEntry.objects.filter(is_restricted=True, readers__username="psychologist").exists()
        )
        self.assertTrue(TermMark.objects.filter(value="2").exists())
        self.assertTrue(Absence.objects.filter(kind="late").exists())
        overdue = Directive.objects.filter(due_on__lt=date.today()).exclude(status__in=["done", "excused"])
        self.assertTrue(overdue.exists())

    def test_the_journal_is_written_but_for_a_handful_of_gaps_in_each_class(self):
        by_class: dict[str, list[str]] = {}
        for group in ClassGroup.objects.all():
            by_class[group.label] = [gap.check_key for gap in gaps_of_class(group)]
        for label, kinds in by_class.items():
            self.assertTrue(3 <= len(kinds) <= 8 and len(set(kinds)) >= 3, (label, kinds))
        self.assertGreaterEqual(len({kind for kinds in by_class.values() for kind in kinds}), 6)
        over = Lesson.objects.filter(on__lt=date.today(), state="held")
        self.assertLess(over.filter(topic="").count() + over.filter(homework="").count(), 20)

    def test_marks_of_lessons_lie_near_the_marks_of_the_term_and_fall_where_the_story_says(self):
        group = ClassGroup.objects.get(label="10-А")
        before, after = (
            {
                row.student.number: row
                for row in grid(group, Subject.objects.get(name="Математика"), term).rows
            }
            for term in current_half_year().quarters.order_by("number")
        )
        self.assertTrue(all(row.mean for row in before.values() if row.mark))
        self.assertFalse([row for row in [*before.values(), *after.values()] if row.is_far])
        self.assertGreater(before["1002"].mean or 0, after["1002"].mean or 0)
        self.assertTrue(all(cell.value in ("", "4", "5") for cell in after["1004"].cells))

    def test_the_first_class_learns_a_subject_in_two_parts_each_with_its_teacher_rolls_and_marks(self):
        parts = list(ClassPart.objects.filter(class_group__label="10-А").order_by("name"))
        self.assertEqual([part.name for part in parts], ["1-топчо", "2-топчо"])
        teachers = [set(part.lessons.values_list("teacher", flat=True)) for part in parts]
        self.assertEqual([len(one) for one in teachers], [1, 1])
        self.assertNotEqual(*teachers)
        for part in parts:
            members = set(part.members.values_list("student", flat=True))
            marked = LessonMark.objects.filter(lesson__part=part).values_list("student", flat=True)
            rolled = RollEntry.objects.filter(roll__lesson__part=part).values_list("student", flat=True)
            self.assertTrue(marked and set(marked) <= members, part)
            self.assertTrue(rolled and set(rolled) <= members, part)

    def test_families_look_into_the_diary_and_their_excuses_stand_in_every_state(self):
        self.assertGreater(DiarySeen.objects.values("by").distinct().count(), 2)
        self.assertFalse(DiarySeen.objects.filter(at__gt=timezone.now()).exists())
        self.assertTrue(
            DiaryCheck.objects.filter(week__lt=current_half_year().start_on + timedelta(14)).exists()
        )
        self.assertTrue(set(Excuse.objects.values_list("state", flat=True)) >= {"sent", "accepted"})
        self.assertTrue(Excuse.objects.filter(is_paper=True).exists())

    def test_the_audit_chain_is_whole(self):
        self.assertIsNone(audit.verify())

    def test_every_role_stands_behind_some_login(self):
        users = User.objects.filter(username__in=[line.login for line in demo_logins()])
        held = set().union(*(standing(user).roles for user in users))
        self.assertEqual(held, set(Role))

    def test_every_login_opens_the_first_page(self):
        for line in demo_logins():
            with self.subTest(login=line.login):
                self.assertEqual(self.signed_in(line.login).get(reverse("workplace:home")).status_code, 200)

    def test_every_login_enters_with_the_printed_password_and_code(self):
        for line in demo_logins():
            with self.subTest(login=line.login):
                client = Client()
                answer = client.post(
                    reverse("account_login"), {"login": line.login, "password": line.password}
                )
                if line.secret:
                    self.assertRedirects(answer, reverse("mfa_authenticate"), fetch_redirect_response=False)
                    answer = client.post(reverse("mfa_authenticate"), {"code": line.code})
                self.assertEqual(answer.status_code, 302)
                self.assertEqual(client.get(reverse("workplace:home")).status_code, 200)

    def test_the_command_prints_passwords_and_secrets(self):
        out = StringIO()
        call_command("demo_logins", stdout=out)
        lines = {line.login: line for line in demo_logins()}
        self.assertIn(lines["director"].secret, out.getvalue())
        self.assertIn(lines["leader"].password, out.getvalue())
        self.assertEqual(lines["leader"].secret, "")

    def test_a_second_demo_is_refused_in_one_line(self):
        with self.assertRaises(CommandError) as refused:
            call_command("demo")
        self.assertEqual(refused.exception.returncode, 1)
        self.assertEqual(len(str(refused.exception).splitlines()), 1)

    def test_a_leader_cannot_remove_the_demo(self):
        self.assertEqual(self.signed_in("leader").get(reverse("workplace:demo")).status_code, 403)

    def test_a_wrong_name_removes_nothing(self):
        answer = self.signed_in("admin").post(reverse("workplace:demo"), {"typed_name": "лицей"})
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(Student.objects.exists())


# Filled twice for the comparison; that it can be filled on either database is tried above.
@pytest.mark.once
class AnEmptyDatabase(TestCase):
    def invented(self, seed: int) -> list[str]:
        """What a seed invents; the database is empty again afterwards."""
        with transaction.atomic():
            fill_demo(size=replace(SMALL, seed=seed))
            marks = TermMark.objects.order_by("student__number", "subject__name", "term")
            found = [*names(), *marks.values_list("value", flat=True)]
            found += WorkEntry.objects.order_by("class_group__label", "created_at", "text").values_list(
                "text", flat=True
            )
            transaction.set_rollback(True)
        return found

    def test_the_same_seed_invents_the_same_lyceum_and_another_seed_another(self):
        first = self.invented(1)
        self.assertEqual(self.invented(1), first)
        self.assertNotEqual(self.invented(2), first)

    def test_a_size_outside_the_limits_is_wrong_use(self):
        with self.assertRaises(CommandError) as refused:
            call_command("demo", "--classes", "400")
        self.assertEqual(refused.exception.returncode, 2)
        self.assertFalse(Person.objects.exists())

    def test_no_logins_are_printed_where_there_is_no_demo(self):
        out = StringIO()
        call_command("demo_logins", stdout=out)
        self.assertEqual(out.getvalue(), "")

    def test_what_is_no_demo_is_not_removed(self):
        with self.assertRaises(Refused) as refused:
            remove_demo(by=None, typed_name="Медициналык ЖОЖдун лицейи")
        self.assertEqual(refused.exception.code, "no-demo")

    def test_each_day_of_the_year_lies_near_the_end_of_a_half_year(self):
        for month in range(1, 13):
            with self.subTest(month=month):
                span = span_of(date(2026, month, 12), 80)
                self.assertTrue(span.start < span.rest_from < span.rest_until < span.end)
                self.assertGreaterEqual(len(span.school_days()), 45)
                self.assertLess((span.end - span.today).days, 15)


class Removal(Emptied):
    def test_the_button_empties_everything_and_the_set_up_page_waits(self):
        fill_demo(size=SMALL)
        default_storage.save("0f/0f0f", ContentFile(b"x"))
        client = Client()
        client.force_login(User.objects.get(username="director"))
        answer = client.post(reverse("workplace:demo"), {"typed_name": "«тоо булагы» лицейи"})
        self.assertRedirects(answer, reverse("organisation:setup"))
        self.assertFalse(Person.objects.exists() or User.objects.exists() or WorkEntry.objects.exists())
        self.assertFalse(default_storage.exists("0f/0f0f"))
        self.assertIsNone(audit.verify())
        self.assertRedirects(client.get(reverse("account_login")), reverse("organisation:setup"))
