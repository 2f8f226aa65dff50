"""What the script of the grid sends, and what it is told."""

from datetime import timedelta

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.core import audit
from jetekchi.journal import services
from jetekchi.journal.models import Absence, LessonMark, MarkChange, RollChange, Status
from jetekchi.journal.tests import grid_factories as made
from jetekchi.organisation.models import Term
from tests import cast

pytestmark = pytest.mark.once


class Cells(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        cls.yesterday, cls.lesson = made.lessons(c, 2)
        cls.url = reverse("journal:cells", args=[c.class_a.pk, c.maths.pk])

    def setUp(self):
        self.client.force_login(self.cast.chynara)

    def cell(self, value, version=0, student=None):
        return f"{self.lesson.pk}.{(student or self.cast.nurlan).pk}.{version}.{value}"

    def send(self, *cells, reason=""):
        answer = self.client.post(self.url, {"cell": cells, "reason": reason})
        self.assertEqual(answer.status_code, 200, answer.content)
        return [(one.get("code") or one["state"], one["value"]) for one in answer.json()["cells"]]

    def test_a_lost_answer_does_not_turn_into_a_conflict_with_oneself(self):
        for _time in range(3):
            self.send(self.cell("4"))
        self.assertEqual(self.send(self.cell("5", 1)), [("saved", "5")])
        # The first sending comes again, after the cell has gone on: no effect, no conflict.
        self.assertEqual(self.send(self.cell("4")), [("same", "5")])
        self.assertEqual(
            list(MarkChange.objects.values_list("new", "is_conflict")), [("4", False), ("5", False)]
        )

    def test_a_colleagues_mark_is_told_with_the_name_and_stays_until_it_is_decided(self):
        known = {"class_group": self.cast.class_a, "subject": self.cast.maths}
        mine = services.Cell(self.lesson.pk, self.cast.nurlan.pk, "3")
        services.save_marks(by=self.cast.aigul, cells=[mine], **known)
        answer = self.client.post(self.url, {"cell": [self.cell("4")]}).json()["cells"][0]
        self.assertEqual((answer["state"], answer["value"], answer["version"]), ("conflict", "3", 1))
        self.assertEqual(answer["by"], self.cast.aigul.name)
        self.assertEqual(self.send(self.cell("4", 1)), [("saved", "4")])
        self.assertIsNone(audit.verify())

    def test_letters_correct_the_roll_and_never_begin_one(self):
        nurlan = self.cast.nurlan
        self.assertEqual(self.send(self.cell("away")), [("roll-not-taken", "")])
        services.take_roll(by=self.cast.chynara, lesson=self.lesson, marks={})
        self.assertEqual(
            self.send(self.cell("away"), self.cell("5", student=self.cast.meerim))[1][0], "saved"
        )
        self.assertEqual(Absence.objects.get(student=nurlan).kind, "unknown")
        self.assertEqual(
            [self.send(self.cell("away"))[0][0], self.send(self.cell("5"))[0][0]], ["same", "absent"]
        )
        self.assertEqual(self.send(self.cell("ill")), [("saved", "ill")])
        self.assertEqual(self.send(self.cell("here")), [("saved", "")])
        self.assertFalse(Absence.objects.exists())
        self.assertEqual(RollChange.objects.count(), 3)
        self.assertEqual(self.send(self.cell("ill", 1, self.cast.meerim)), [("mark-stands", "5")])
        self.assertEqual(LessonMark.objects.get().value, "5")

    def history(self, who):
        """What the history of the cell says to somebody, the latest first; marks as they are, the roll in words."""
        self.client.force_login(who)
        url = reverse("journal:cell", args=[self.lesson.pk, self.cast.nurlan.pk])
        changes = self.client.get(url).context["changes"]
        return [
            f"{one.old} → {one.new}, {one.by.username}" if hasattr(one, "is_roll") else one.new
            for one in changes
        ]

    def test_the_history_of_a_cell_tells_of_marks_and_letters_by_time_and_who_wrote_them(self):
        services.take_roll(by=self.cast.aigul, lesson=self.lesson, marks={})
        self.assertEqual(self.history(self.cast.chynara), [])
        self.send(self.cell("away"))
        self.send(self.cell("here"))
        self.send(self.cell("4"))
        here, away = Status.PRESENT.label, Status.UNKNOWN.label
        letters = [f"{away} → {here}, chynara", f"{here} → {away}, chynara", f" → {here}, aigul"]
        self.assertEqual(self.history(self.cast.chynara), ["4", *letters])
        page = self.client.get(reverse("journal:cell", args=[self.lesson.pk, self.cast.nurlan.pk]))
        self.assertContains(page, self.cast.aigul.name)

    def test_an_illness_that_the_family_told_of_is_no_word_of_the_history_but_for_the_leader(self):
        c, today = self.cast, timezone.localdate()
        services.take_roll(by=c.chynara, lesson=self.lesson, marks={c.nurlan.pk: services.Mark("unknown")})
        told = services.send_excuse(
            by=c.aigul, student=c.nurlan, away=services.Away(today, today), kind="ill", is_paper=True
        )
        services.accept_excuse(by=c.aigul, excuse=told)
        unknown, ill, valid = Status.UNKNOWN.label, Status.ILL.label, Status.VALID.label
        first = f" → {unknown}, chynara"
        self.assertEqual(self.history(c.aigul), [f"{unknown} → {ill}, aigul", first])
        self.assertEqual(self.history(c.chynara), [f"{unknown} → {valid}, aigul", first])
        # Who reads the marks but takes no roll there reads what the grid says: missed, and no reason of it.
        self.assertEqual(self.history(c.elmira), [f" → {_('missed the lesson')}, chynara"])

    def test_only_who_writes_sends_and_nonsense_is_refused_as_a_whole(self):
        for line in ("", "1", "1.2.3", "a.b.c.5", "1.2.3.5.6", "9999999999.1.0.5", self.cell("five<")):
            self.assertEqual(
                self.client.post(self.url, {"cell": [self.cell("5"), line]}).status_code, 400, line
            )
        self.assertEqual(self.client.post(self.url, {"reason": "x"}).status_code, 400)
        self.client.force_login(self.cast.aigul)
        self.assertEqual(self.client.post(self.url, {"cell": [self.cell("5")]}).status_code, 403)
        self.assertFalse(LessonMark.objects.exists())

    def test_a_day_to_come_of_a_half_year_closed_early_is_closed_not_only_to_come(self):
        today = timezone.localdate()
        half = Term.objects.filter(pk=self.cast.half.pk)
        half.update(start_on=today - timedelta(days=9), end_on=today + timedelta(days=9))
        self.lesson = made.lesson(self.cast, today + timedelta(days=1))
        self.assertEqual(self.send(self.cell("5")), [("lesson-to-come", "")])
        half.update(closed_at=timezone.now())
        self.assertEqual(self.send(self.cell("5")), [("half-closed", "")])

    def test_the_page_says_which_days_are_closed(self):
        today = timezone.localdate()
        Term.objects.filter(pk=self.cast.half.pk).update(
            start_on=today - timedelta(days=9), end_on=today, closed_at=timezone.now()
        )
        quarter = self.cast.half.quarters.order_by("number").last()
        Term.objects.filter(pk=quarter.pk).update(start_on=today - timedelta(days=9), end_on=today)
        grid = reverse("journal:grid", args=[self.cast.class_a.pk, self.cast.maths.pk])
        page = self.client.get(f"{grid}?term={quarter.pk}")
        self.assertContains(page, 'data-no="half-closed"')
        self.assertContains(page, "Бул жарым жылдык жабылган")
