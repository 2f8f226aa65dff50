"""Writing the record of work (4.1)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import Guardianship, Term
from jetekchi.worklog import selectors, services
from jetekchi.worklog.models import WorkEntry, WorkKind
from tests import cast


class RecordWorkTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.today = timezone.localdate()
        services.ensure_kinds(by=None)

    def record(self, **changes):
        work = {
            "by": self.cast.aigul,
            "class_group": self.cast.class_a,
            "kind": "talk",
            "on": self.today,
            "text": "Химия боюнча сүйлөштүк",
            "students": [self.cast.nurlan],
        } | changes
        return services.record_work(**work)

    def refused(self, code, **changes):
        before = WorkEntry.objects.count()
        with self.assertRaises(Refused) as refusal:
            self.record(**changes)
        self.assertEqual(refusal.exception.code, code)
        self.assertEqual(WorkEntry.objects.count(), before)

    def test_the_kind_proposes_the_clauses_and_the_person_corrects_them(self):
        self.assertEqual(self.record().numbers, ["3.4", "4.1"])
        self.assertEqual(self.record(clauses=["3.10", "3.2"]).numbers, ["3.2", "3.10"])

    def test_a_clause_the_instruction_does_not_have_is_refused(self):
        self.refused("clause-unknown", clauses=["9.9"])

    def test_a_student_of_another_class_is_refused_and_nothing_is_written(self):
        self.refused("student-not-of-class", students=[self.cast.nurlan, self.cast.sanjar])

    def test_a_student_who_moved_away_stays_writable_in_the_old_class(self):
        organisation.move_student(
            by=None, student=self.cast.meerim, class_group=self.cast.class_b, from_on=self.today, order_no="7"
        )
        self.cast.meerim.refresh_from_db()
        self.assertTrue(self.record(students=[self.cast.meerim]).pk)

    def test_a_parent_of_a_student_not_named_is_refused(self):
        mother = Guardianship.objects.get(person=self.cast.ainura.person)
        self.refused("guardian-not-of-student", students=[self.cast.meerim], guardians=[mother])
        self.assertTrue(self.record(guardians=[mother], kind="family_contact").pk)

    def test_a_barred_parent_may_be_named(self):
        father = Guardianship.objects.get(person=self.cast.kubat.person)
        self.assertTrue(self.record(guardians=[father]).guardians.get().is_barred)

    def test_a_day_to_come_is_refused(self):
        self.refused("day-future", on=self.today + timedelta(days=1))

    def test_a_day_of_a_closed_half_year_is_refused_also_for_corrections_and_withdrawals(self):
        entry = self.record()
        half = Term.objects.filter(
            kind=Term.Kind.HALF_YEAR, start_on__lte=self.today, end_on__gte=self.today
        ).first()
        if half is None:
            half = self.cast.half
            Term.objects.filter(pk=half.pk).update(start_on=self.today - timedelta(days=9), end_on=self.today)
        organisation.close_term(by=None, term=half, reason="Сыноо")
        self.refused("half-year-closed")
        for deed in (
            lambda: services.withdraw_entry(by=self.cast.aigul, entry=entry),
            lambda: services.correct_entry(
                by=self.cast.aigul, entry=entry, kind="talk", on=self.today, text="Жаңы сөз", about_group=True
            ),
        ):
            with self.assertRaises(Refused) as refusal:
                deed()
            self.assertEqual(refusal.exception.code, "half-year-closed")
        entry.refresh_from_db()
        self.assertTrue(entry.is_live)

    def test_a_follow_up_before_the_day_is_refused_by_the_service_and_by_the_database(self):
        self.refused("follow-up-before-day", follow_up_on=self.today - timedelta(days=1))
        entry = self.record()
        with self.assertRaises(IntegrityError), transaction.atomic():
            WorkEntry.objects.filter(pk=entry.pk).update(follow_up_on=self.today - timedelta(days=1))

    def test_empty_words_nobody_named_and_a_retired_kind_are_refused(self):
        self.refused("text-missing", text=" \u200b\x00 ")
        self.refused("people-missing", students=[])
        services.retire_kind(by=self.cast.farhat, kind=WorkKind.objects.get(code="library"))
        self.refused("kind-not-offered", kind="library")
        self.refused("kind-not-offered", kind="accident")
        self.refused("kind-unknown", kind="picnic")

    def test_wrong_letters_are_mended_and_the_entry_is_found_by_them(self):
        entry = self.record(text="Ѳнɵр  сабагы")
        self.assertEqual(entry.text, "Өнөр сабагы")
        self.assertEqual(selectors.search(self.cast.aigul, "онор"), [entry])

    def test_a_student_or_a_parent_is_never_a_reader_of_a_restricted_entry(self):
        self.refused("reader-not-staff", is_restricted=True, readers=[self.cast.ainura])

    def test_the_write_is_on_the_chain_without_any_words(self):
        entry = self.record(text="Купуя сөз")
        event = AuditEvent.objects.get(action="worklog:entry:recorded", subject_pk=str(entry.pk))
        self.assertEqual(event.by, self.cast.aigul)
        self.assertNotIn("Купуя", str(event.detail))

    def test_a_correction_is_appended_and_the_old_words_stay(self):
        entry = self.record(text="Эски сөз")
        new = services.correct_entry(
            by=self.cast.aigul,
            entry=entry,
            kind="help",
            on=self.today,
            text="Жаңы сөз",
            students=[self.cast.meerim],
        )
        entry.refresh_from_db()
        self.assertEqual((entry.is_live, entry.text), (False, "Эски сөз"))
        self.assertEqual((new.corrects, new.is_live), (entry, True))
        self.assertEqual(selectors.history_of(self.cast.aigul, new), [entry, new])
        counts = selectors.kind_counts([self.cast.class_a], self.today, self.today)[self.cast.class_a.pk]
        self.assertEqual(counts, {"help": 1})
        with self.assertRaises(Refused):
            services.correct_entry(
                by=self.cast.aigul, entry=entry, kind="talk", on=self.today, text="Дагы", about_group=True
            )

    def test_a_refused_correction_leaves_the_old_entry_standing(self):
        entry = self.record()
        with self.assertRaises(Refused):
            services.correct_entry(
                by=self.cast.aigul,
                entry=entry,
                kind="talk",
                on=self.today,
                text="Жаңы сөз",
                students=[self.cast.sanjar],
            )
        entry.refresh_from_db()
        self.assertTrue(entry.is_live)

    def test_the_author_takes_an_entry_back_within_ten_minutes_later_with_a_reason(self):
        fresh, old = self.record(), self.record()
        services.withdraw_entry(by=self.cast.aigul, entry=fresh)
        WorkEntry.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(minutes=11))
        with self.assertRaises(Refused):
            services.withdraw_entry(by=self.cast.aigul, entry=old)
        services.withdraw_entry(by=self.cast.aigul, entry=old, reason="Башка класстыкы")
        self.assertEqual(WorkEntry.objects.live().count(), 0)
        self.assertEqual(WorkEntry.objects.count(), 2)

    def test_taking_a_correction_back_brings_the_old_entry_back(self):
        entry = self.record()
        new = services.correct_entry(
            by=self.cast.aigul, entry=entry, kind="talk", on=self.today, text="Жаңы", about_group=True
        )
        services.withdraw_entry(by=self.cast.aigul, entry=new)
        entry.refresh_from_db()
        self.assertTrue(entry.is_live)
        again = services.correct_entry(
            by=self.cast.aigul, entry=entry, kind="talk", on=self.today, text="Эң жаңы", about_group=True
        )
        self.assertTrue(again.is_live)

    def test_a_follow_up_is_due_until_it_is_finished_once(self):
        entry = self.record(follow_up_on=self.today + timedelta(days=3), agreement="Дептерин алып келет")
        rows = selectors.due_rows(self.cast.aigul, self.today)
        self.assertEqual([row.due_on for row in rows], [self.today + timedelta(days=3)])
        self.assertEqual(selectors.due_rows(self.cast.bakyt, self.today), [])
        services.finish_follow_up(by=self.cast.aigul, entry=entry, note="Алып келди")
        self.assertEqual(selectors.due_rows(self.cast.aigul, self.today), [])
        with self.assertRaises(Refused):
            services.finish_follow_up(by=self.cast.aigul, entry=entry)

    def test_the_lyceum_edits_the_list_of_kinds_and_names_stay_apart(self):
        kind = services.add_kind(by=self.cast.farhat, name="Музейге баруу", clauses=["3.11"], needs="group")
        self.assertEqual(self.record(kind=kind).numbers, ["3.11"])
        with self.assertRaises(Refused):
            services.add_kind(by=self.cast.farhat, name="музейге  баруу", clauses=["3.11"], needs="group")
        with self.assertRaises(Refused):
            services.retire_kind(by=self.cast.farhat, kind=WorkKind.objects.get(code="accident"))
        with self.assertRaises(ValidationError):
            services.change_kind(by=self.cast.farhat, kind=kind, name="", clauses=[], needs="group")

    def test_filling_the_list_twice_keeps_what_the_lyceum_changed(self):
        kind = WorkKind.objects.get(code="talk")
        services.change_kind(by=None, kind=kind, name="Сөз", clauses=["4.1"], needs="students")
        self.assertEqual(len(services.ensure_kinds(by=None)), WorkKind.objects.count())
        kind.refresh_from_db()
        self.assertEqual(kind.name, "Сөз")
