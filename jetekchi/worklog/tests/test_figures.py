"""Figures for the storeys above: right, and for any number of classes in the same number of queries."""

from datetime import timedelta

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jetekchi.organisation.models import Guardianship
from jetekchi.worklog import selectors, services
from tests import cast


class FigureTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = people = cast.build()
        cls.today = timezone.localdate()
        cls.classes = [people.class_a, people.class_b]
        mother = Guardianship.objects.get(person=people.ainura.person)
        cls.record(people.aigul, people.class_a, "talk", [people.nurlan])
        cls.record(people.aigul, people.class_a, "talk", [people.nurlan, people.meerim])
        cls.record(people.aigul, people.class_a, "family_contact", [people.nurlan], guardians=[mother])
        cls.record(people.aigul, people.class_a, "class_hour", [])
        cls.record(people.bakyt, people.class_b, "home_visit", [people.sanjar])

    @classmethod
    def record(cls, by, class_group, kind, students, **more):
        return services.record_work(
            by=by, class_group=class_group, kind=kind, on=cls.today, text="Жазуу", students=students, **more
        )

    def test_work_by_clause_names_entries_students_day_and_kinds(self):
        work = selectors.clause_work(self.classes, self.today, self.today)
        ours = work[self.cast.class_a.pk]["4.1"]
        self.assertEqual(ours.entries, 3)
        self.assertEqual(ours.students, {self.cast.nurlan.pk, self.cast.meerim.pk})
        self.assertEqual(ours.kinds, {"talk": 2, "family_contact": 1})
        self.assertEqual(ours.last_on, self.today)
        self.assertNotIn("5.5", work[self.cast.class_a.pk])
        self.assertEqual(work[self.cast.class_b.pk]["4.1"].entries, 1)

    def test_withdrawn_entries_and_other_days_count_nowhere(self):
        extra = self.record(self.cast.aigul, self.cast.class_a, "talk", [self.cast.meerim])
        services.withdraw_entry(by=self.cast.aigul, entry=extra)
        counts = selectors.kind_counts(self.classes, self.today, self.today)[self.cast.class_a.pk]
        self.assertEqual(counts, {"talk": 2, "family_contact": 1, "class_hour": 1})
        tomorrow = self.today + timedelta(days=1)
        self.assertEqual(selectors.kind_counts(self.classes, tomorrow, tomorrow)[self.cast.class_a.pk], {})

    def test_students_named_and_families_contacted(self):
        named = selectors.students_named(self.classes, self.today, self.today)
        self.assertEqual(named[self.cast.class_a.pk], {self.cast.nurlan.pk, self.cast.meerim.pk})
        families = selectors.families_contacted(self.classes, self.today, self.today)
        self.assertEqual(families[self.cast.class_a.pk], {self.cast.nurlan.pk})
        self.assertEqual(families[self.cast.class_b.pk], {self.cast.sanjar.pk})

    def test_the_longest_silence_stands_first(self):
        later = self.today + timedelta(days=31)
        silent = selectors.silent_students(self.cast.class_a, later)
        self.assertEqual({row[0] for row in silent}, {self.cast.nurlan, self.cast.meerim})
        self.assertEqual(selectors.silent_students(self.cast.class_a, self.today), [])
        self.assertEqual(selectors.silent_students(self.cast.group_3, self.today), [(self.cast.tilek, None)])

    def test_the_figure_equals_the_list_its_link_shows(self):
        self.client.force_login(self.cast.aigul)
        day = self.today.isoformat()
        url = reverse("worklog:entries") + f"?group={self.cast.class_a.pk}&clause=4.1&start={day}&end={day}"
        shown = self.client.get(url).context["page"].paginator.count
        work = selectors.clause_work([self.cast.class_a], self.today, self.today)
        self.assertEqual(shown, work[self.cast.class_a.pk]["4.1"].entries)

    def queries(self, read):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            read()
        return len(seen)

    def test_five_and_fifty_entries_cost_the_same_queries(self):
        self.client.force_login(self.cast.aigul)
        reads = {
            "clause_work": lambda: selectors.clause_work(self.classes, self.today, self.today),
            "families": lambda: selectors.families_contacted(self.classes, self.today, self.today),
            "report": lambda: selectors.unguarded_entries_for(self.cast.class_a, self.today, self.today),
            "due": lambda: selectors.due_rows(self.cast.aigul, self.today),
            "list": lambda: self.client.get(reverse("worklog:entries")),
            "csv": lambda: self.client.get(reverse("worklog:entries") + "?format=csv"),
            "student": lambda: self.client.get(
                reverse("worklog:student_chronology", args=[self.cast.nurlan.pk])
            ),
            "form": lambda: self.client.get(reverse("worklog:record")),
        }
        mother = Guardianship.objects.get(person=self.cast.ainura.person)
        self.record(
            self.cast.aigul,
            self.cast.class_a,
            "talk",
            [self.cast.nurlan],
            guardians=[mother],
            colleagues=[self.cast.staff(self.cast.chynara)],
            follow_up_on=self.today,
        )
        for read in reads.values():
            read()
        few = {name: self.queries(read) for name, read in reads.items()}
        for _index in range(45):
            self.record(
                self.cast.aigul,
                self.cast.class_a,
                "talk",
                [self.cast.nurlan, self.cast.meerim],
                guardians=[mother],
                colleagues=[self.cast.staff(self.cast.chynara)],
                follow_up_on=self.today,
            )
        many = {name: self.queries(read) for name, read in reads.items()}
        self.assertEqual(few, many)
        self.assertLessEqual(many["clause_work"], 2)
        self.assertLessEqual(many["list"], 30)
