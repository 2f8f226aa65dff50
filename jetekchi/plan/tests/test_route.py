"""What the leader, the deputy and the head of upbringing may do with a plan, and when they may not (3.1)."""

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent, Notice
from jetekchi.documents.tests import factories as papers
from jetekchi.organisation.models import Term
from jetekchi.organisation.services import name_deputy
from jetekchi.plan import selectors, services
from jetekchi.plan.models import InstitutionPlan, PlanItem, PlanPaper
from jetekchi.plan.tests import factories
from jetekchi.worklog.services import ensure_kinds
from tests import cast


class Plans(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        ensure_kinds(by=None)
        papers.accepted(cls.cast.aigul, cls.cast.damir)

    def place(self):
        return {"class_group": self.cast.class_a, "half": self.cast.half}

    def submitted(self, **more):
        return factories.submitted(self.cast.aigul, self.cast.class_a, self.cast.half, **more)

    def approved(self):
        return factories.approved(self.cast.aigul, self.cast.damir, self.cast.class_a, self.cast.half)

    def item(self, **more):
        return factories.item(self.cast.aigul, self.cast.class_a, self.cast.half, **more)

    def bakyt_is_deputy(self):
        today = timezone.localdate()
        name_deputy(
            by=self.cast.farhat,
            appointment=self.cast.appointment_a,
            person=self.cast.staff(self.cast.bakyt),
            from_on=max(today, self.cast.half.start_on),
            until_on=today,
            basis="32-Б буйругу",
        )

    def refused(self, code, function, **given):
        with self.assertRaises(Refused) as caught:
            function(**given)
        self.assertEqual(caught.exception.code, code)


class TheRoute(Plans):
    def test_submitted_returned_submitted_again_approved_and_opened_for_correction(self):
        self.submitted()
        services.return_with_remarks(by=self.cast.damir, remark="Нооруз кошулсун", **self.place())
        second = self.submitted()
        self.assertEqual((second.edition, second.state), (2, "submitted"))
        services.approve(by=self.cast.damir, confirmation=papers.confirmed(self.cast.damir), **self.place())
        services.open_correction(by=self.cast.aigul, reason="Клиника күндү жылдырды", **self.place())
        third = self.submitted()
        self.assertEqual((third.edition, third.state), (3, "submitted"))
        steps = list(third.acts.values_list("to_state", flat=True))
        self.assertEqual(steps, ["submitted", "returned", "submitted", "approved", "correcting", "submitted"])
        self.assertEqual(AuditEvent.objects.filter(action__startswith="plan:paper:s").count(), 3)

    def test_the_head_is_told_of_the_plan_and_the_leader_of_the_answer(self):
        self.approved()
        told = set(Notice.objects.filter(clause="3.1").values_list("to", flat=True))
        self.assertEqual(told, {self.cast.damir.pk, self.cast.aigul.pk})

    def test_the_bytes_that_were_signed_are_the_bytes_that_are_kept(self):
        paper = self.submitted()
        _content, sha256 = selectors.seal(paper.material)
        self.assertEqual({paper.sha256, paper.signature.sha256}, {sha256})

    def test_without_aim_tasks_or_items_nothing_is_submitted(self):
        confirmed = papers.confirmed(self.cast.aigul)
        given = {"by": self.cast.aigul, "confirmation": confirmed, "late_reason": "х", **self.place()}
        self.refused("words-missing", services.submit, **given)
        services.save_words(by=self.cast.aigul, aim="Максат", tasks="Милдет", **self.place())
        self.refused("plan-empty", services.submit, **given)

    def test_a_deputy_writes_the_plan_and_does_not_sign_it(self):
        self.bakyt_is_deputy()
        papers.accepted(self.cast.bakyt)
        factories.written(self.cast.bakyt, self.cast.class_a, self.cast.half)
        confirmed = papers.confirmed(self.cast.bakyt)
        self.refused(
            "not-the-leader", services.submit, by=self.cast.bakyt, confirmation=confirmed, **self.place()
        )

    def test_a_submitted_or_approved_plan_takes_no_words_and_no_items(self):
        self.item()
        for finish in (self.submitted_first, self.approve_it):
            finish()
            for function, given in (
                (services.save_words, {**self.place(), "aim": "кеч"}),
                (services.remove_item, {"item": PlanItem.objects.first()}),
                (services.fill_plan, {**self.place(), "source": "template"}),
            ):
                self.refused("plan-frozen", function, by=self.cast.aigul, **given)
            with self.assertRaises(Refused):
                self.item(title="кеч")

    def submitted_first(self):
        services.save_words(by=self.cast.aigul, aim="Максат", tasks="Милдет", **self.place())
        self.submitted()

    def approve_it(self):
        services.approve(by=self.cast.damir, confirmation=papers.confirmed(self.cast.damir), **self.place())

    def test_after_its_day_it_is_submitted_only_with_a_reason(self):
        InstitutionPlan.objects.create(half_year=self.cast.half, approval_on=timezone.localdate())
        self.refused("late", self.submitted, late_reason=" ")
        self.assertEqual(self.submitted(late_reason="Ооруп калдым").late_reason, "Ооруп калдым")

    def test_only_what_was_shown_is_signed(self):
        factories.written(self.cast.aigul, self.cast.class_a, self.cast.half)
        shown = selectors.material_of(
            self.cast.class_a, self.cast.half, selectors.paper_of(self.cast.class_a, self.cast.half)
        )
        seen = selectors.seen_mark(shown)
        self.item(title="Кошулган иш")
        for old in (seen, "", "0" * 64, "."):
            self.refused("changed-meanwhile", self.submitted, seen=old)
        paper = self.submitted()
        self.refused(
            "changed-meanwhile",
            services.approve,
            by=self.cast.damir,
            confirmation=papers.confirmed(self.cast.damir),
            seen_sha256=seen,
            **self.place(),
        )
        self.assertEqual(PlanPaper.objects.get(pk=paper.pk).state, "submitted")

    def test_a_closed_half_year_takes_nothing(self):
        from jetekchi.organisation.services import close_term

        item = self.item()
        close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")
        today = timezone.localdate()
        for function, given in (
            (services.save_words, {**self.place(), "aim": "кеч"}),
            (services.mark_done, {"item": item, "done_on": today}),
            (services.drop_item, {"item": item, "reason": "кеч"}),
            (services.set_institution_day, {"half": self.cast.half, "approval_on": today}),
        ):
            self.refused("half-year-closed", function, by=self.cast.aigul, **given)

    def test_what_waits_is_not_opened_and_what_is_not_approved_is_not_corrected(self):
        self.refused("plan-state", services.open_correction, by=self.cast.aigul, reason="х", **self.place())
        self.submitted()
        self.refused("plan-state", services.open_correction, by=self.cast.aigul, reason="х", **self.place())
        self.refused(
            "reason-missing", services.open_correction, by=self.cast.aigul, reason=" ", **self.place()
        )
        self.refused(
            "remark-missing", services.return_with_remarks, by=self.cast.damir, remark=" ", **self.place()
        )


class Items(Plans):
    def test_a_student_of_another_class_and_a_foreign_month_are_refused(self):
        with self.assertRaises(Refused) as caught:
            self.item(students=(self.cast.sanjar,))
        self.assertEqual(caught.exception.code, "student-not-of-class")
        with self.assertRaises(Refused) as caught:
            self.item(month=self.cast.year.start_on.replace(day=1) - timedelta(days=365))
        self.assertEqual(caught.exception.code, "month-outside")

    def test_an_item_of_a_signed_plan_is_dropped_not_removed(self):
        item = self.item()
        services.remove_item(by=self.cast.aigul, item=item)
        self.assertEqual(PlanItem.objects.count(), 0)
        kept = self.item()
        services.save_words(by=self.cast.aigul, aim="Максат", tasks="Милдет", **self.place())
        self.submitted()
        services.return_with_remarks(by=self.cast.damir, remark="толуктаңыз", **self.place())
        self.refused("item-stays", services.remove_item, by=self.cast.aigul, item=kept)

    def test_the_template_fills_the_year_once_and_speaks_to_who_is_there(self):
        groups = [self.cast.class_a, self.cast.group_3]
        for group in groups:
            given = {"by": None, "class_group": group, "half": None, "source": "template"}
            services.fill_plan(**given)
            self.refused("nothing-to-take", services.fill_plan, **given)
        a, adults = (PlanItem.objects.filter(class_group=group) for group in groups)
        self.assertTrue(20 <= a.count() <= 36, a.count())
        self.assertTrue(a.filter(direction__code="parents").exists())
        self.assertFalse(adults.filter(direction__code="parents").exists())
        self.assertEqual({item.month.year - self.cast.year.start_on.year for item in a}, {0, 1})
        self.assertTrue(a.filter(title__startswith="Билим күнү").exists())

    def test_without_a_plan_of_the_year_before_it_is_said_that_there_is_none(self):
        with self.assertRaises(Refused) as caught:
            services.fill_plan(by=self.cast.aigul, source="last_year", **self.place())
        self.assertIn("өткөн жылкы планы жок", str(caught.exception))

    def test_the_year_before_is_taken_over_by_the_class_one_grade_up(self):
        from jetekchi.organisation import services as lyceum

        start = self.cast.year.start_on.year
        old = lyceum.ensure_year(by=None, name=f"{start - 1}-{start}")
        before = lyceum.ensure_class(by=None, year=old, label="9-А")
        half = Term.objects.get(year=old, kind="half_year", number=1)
        factories.item(None, before, half, title="Тоого чыгуу")
        given = {"by": self.cast.aigul, "source": "last_year", **self.place()}
        self.assertEqual(services.fill_plan(**given), 1)
        taken = PlanItem.objects.get(class_group=self.cast.class_a)
        self.assertEqual((taken.title, taken.source), ("Тоого чыгуу", "last_year"))
        self.assertEqual(taken.month.year, self.cast.half.start_on.year)

    def test_the_analysis_is_offered_the_figures_of_the_period_before(self):
        from jetekchi.organisation import services as lyceum

        start = self.cast.year.start_on.year
        old = lyceum.ensure_year(by=None, name=f"{start - 1}-{start}")
        before = lyceum.ensure_class(by=None, year=old, label="9-А")
        self.assertEqual(selectors.figures_before(**self.place()).figures, ())
        factories.item(
            None, before, Term.objects.get(year=old, kind="half_year", number=2), title="Тоого чыгуу"
        )
        found = selectors.figures_before(**self.place())
        self.assertEqual((found.label, found.year, found.half), ("9-А", old.name, 2))
        told = {one.key: (one.value, one.url) for one in found.figures}
        self.assertEqual(
            [told[key] for key in ("entries", "planned", "done")], [("0", ""), ("1", ""), ("0", "")]
        )
        self.assertEqual(told["success"], ("", ""))
        self.item()
        second = Term.objects.get(year=self.cast.year, kind="half_year", number=2)
        figures = selectors.figures_before(self.cast.class_a, second).figures
        self.assertIn(
            ("planned", "1", f"/plans/{self.cast.class_a.pk}/1/"),
            [(one.key, one.value, one.url) for one in figures],
        )
