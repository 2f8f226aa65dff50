"""Who reads and writes the record of work: a table of the whole cast."""

from datetime import timedelta

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.organisation import services as organisation
from jetekchi.worklog import permissions, selectors, services
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once

CANARY = "кайыр-түн-7731"


class WhoReadsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = people = cast.build()
        today = timezone.localdate()
        common = {"by": people.aigul, "class_group": people.class_a, "on": today, "students": [people.nurlan]}
        cls.open = services.record_work(kind="talk", text=f"Ачык сөз {CANARY}", **common)
        cls.closed = services.record_work(
            kind="conflict", text=f"Жабык сөз {CANARY}", readers=[people.psychologist], **common
        )
        cls.accident = services.report_accident(
            by=people.aigul,
            students=[people.nurlan],
            happened_at=timezone.now() - timedelta(minutes=5),
            place="Спорт залы",
            text=f"Бутун тайып алды {CANARY}",
            first_aid="Муз басылды",
        )

    def reads(self, entry):
        return {
            name
            for name, user in self.cast.users.items()
            if permissions.visible_entries(user).filter(pk=entry.pk).exists()
        }

    def test_open_entries_are_read_by_the_leader_and_the_offices_above(self):
        self.assertEqual(self.reads(self.open), {"aigul", "damir", "farhat"})

    def test_restricted_entries_are_read_by_those_who_need_to_know(self):
        self.assertTrue(self.closed.is_restricted)
        self.assertEqual(self.reads(self.closed), {"aigul", "farhat", "psychologist"})

    def test_accidents_are_seen_by_those_who_answer_for_them_and_no_family(self):
        seen = {
            name for name, user in self.cast.users.items() if permissions.visible_accidents(user).exists()
        }
        self.assertEqual(seen, {"aigul", "damir", "farhat", "gulnara", "doctor", "rector_office"})

    def test_only_the_leader_and_the_deputy_write_for_the_class(self):
        writes = {
            name for name, user in self.cast.users.items() if permissions.may_record(user, self.cast.class_a)
        }
        self.assertEqual(writes, {"aigul"})
        organisation.name_deputy(
            by=None,
            appointment=self.cast.appointment_a,
            person=self.cast.staff(self.cast.chynara),
            from_on=timezone.localdate(),
            until_on=timezone.localdate(),
            basis="оору",
        )
        fresh = type(self.cast.chynara).objects.get(pk=self.cast.chynara.pk)
        self.assertTrue(permissions.may_record(fresh, self.cast.class_a))

    def test_the_words_are_in_no_byte_of_any_page_for_those_who_may_not_read_them(self):
        pages = [
            reverse("worklog:entries"),
            reverse("worklog:entries") + "?q=түн",
            reverse("worklog:entries") + "?format=csv",
            reverse("worklog:entry", args=[self.open.pk]),
            reverse("worklog:entry", args=[self.closed.pk]),
            reverse("worklog:correct", args=[self.closed.pk]),
            reverse("worklog:student_chronology", args=[self.cast.nurlan.pk]),
            reverse("worklog:class_chronology", args=[self.cast.class_a.pk]),
            reverse("worklog:leader_chronology", args=[self.cast.staff(self.cast.aigul).pk]),
            reverse("worklog:accidents"),
            reverse("worklog:accidents") + "?format=csv",
            reverse("worklog:accident", args=[self.accident.pk]),
            reverse("worklog:accident_clock", args=[self.accident.pk]),
        ]
        readers = {"aigul", "damir", "farhat", "psychologist", "gulnara", "doctor", "rector_office"}
        for name, user in self.cast.users.items():
            self.client.force_login(user)
            bodies = b"".join(self.client.get(page).content for page in pages)
            with self.subTest(name):
                self.assertEqual(CANARY.encode() in bodies, name in readers)
                self.assertEqual("Жабык сөз".encode() in bodies, name in {"aigul", "farhat", "psychologist"})
                self.assertEqual("Ачык сөз".encode() in bodies, name in {"aigul", "damir", "farhat"})

    def test_a_foreign_entry_and_a_missing_one_answer_alike(self):
        self.client.force_login(self.cast.bakyt)
        for name in ("entry", "correct", "withdraw", "finish"):
            method = self.client.get if name in ("entry", "correct") else self.client.post
            foreign = method(reverse(f"worklog:{name}", args=[self.open.pk]))
            missing = method(reverse(f"worklog:{name}", args=[987654]))
            self.assertEqual((foreign.status_code, missing.status_code), (404, 404), name)
            self.assertEqual(foreign.content.count(b"<"), missing.content.count(b"<"))

    def test_the_office_above_reads_but_does_not_change(self):
        self.client.force_login(self.cast.damir)
        self.assertEqual(self.client.get(reverse("worklog:entry", args=[self.open.pk])).status_code, 200)
        for name in ("correct", "withdraw", "finish"):
            answer = self.client.post(reverse(f"worklog:{name}", args=[self.open.pk]), {"reason": "жок"})
            self.assertEqual(answer.status_code, 403, name)
        self.assertEqual(self.client.get(reverse("worklog:record")).status_code, 403)

    def test_the_head_of_upbringing_learns_how_many_are_restricted_and_nothing_more(self):
        self.client.force_login(self.cast.damir)
        page = self.client.get(reverse("worklog:entries"))
        self.assertEqual(page.context["hidden"], 1)
        self.assertEqual(selectors.hidden_count(self.cast.chynara, selectors.EntryFilters()), 0)

    def test_restricted_words_cannot_be_guessed_letter_by_letter_by_their_number(self):
        self.client.force_login(self.cast.damir)
        for query in ("q=жабык", "q=мындай-сөз-жок", "q=жабык&restricted=on"):
            page = self.client.get(f"{reverse('worklog:entries')}?{query}")
            self.assertEqual(page.context["hidden"], 0, query)

    def test_only_director_and_administrator_edit_the_kinds(self):
        for name, user in self.cast.users.items():
            self.client.force_login(user)
            answer = self.client.get(reverse("worklog:kinds"))
            self.assertEqual(answer.status_code == 200, name in {"farhat", "admin"}, name)

    def test_the_figures_for_reports_leave_out_restricted_words_unless_asked(self):
        today = timezone.localdate()
        rows = selectors.unguarded_entries_for(self.cast.class_a, today, today)
        self.assertEqual([bool(row.text) for row in rows if row.kind == "conflict"], [False])
        asked = selectors.unguarded_entries_for(self.cast.class_a, today, today, with_restricted=True)
        self.assertTrue(all(row.text for row in asked))
