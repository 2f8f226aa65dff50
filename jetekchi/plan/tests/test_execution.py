"""What came of an item, and what shows it (3.1)."""

from datetime import timedelta

from django.utils import timezone

from jetekchi.plan import selectors, services
from jetekchi.plan.models import PlanItem
from jetekchi.plan.tests.test_route import Plans
from jetekchi.worklog.models import WorkEntry
from jetekchi.worklog.services import record_work


class Doing(Plans):
    def day(self):
        return max(min(timezone.localdate(), self.cast.half.end_on), self.cast.half.start_on)

    def entry(self, by, group, student):
        return record_work(
            by=by, class_group=group, kind="class_hour", on=self.day(), text="Сөздүн күчү", students=[student]
        )

    def done(self, item, **more):
        return services.mark_done(by=self.cast.aigul, item=item, done_on=self.day(), **more)


class Execution(Doing):
    def test_done_writes_an_entry_that_names_the_direction_s_clauses(self):
        item = self.done(self.item(title="Талкуу"), result="Баары катышты.")
        entry = WorkEntry.objects.get()
        self.assertEqual((entry.kind.code, entry.source), ("class_hour", "plan"))
        self.assertIn("Баары катышты.", entry.text)
        self.assertEqual([one.pk for one in selectors.evidence_of(item)], [entry.pk])

    def test_an_item_of_every_direction_is_done_in_one_tap(self):
        from jetekchi.plan.models import Direction

        services.ensure_directions()
        for direction in Direction.objects.all():
            item = self.done(self.item(title=direction.code, direction=direction.code))
            self.assertEqual(item.evidence.count(), 1, direction.code)

    def test_an_entry_that_is_there_already_shows_it_and_none_is_written(self):
        entry = self.entry(self.cast.aigul, self.cast.class_a, self.cast.nurlan)
        item = self.done(self.item(), entry_pk=entry.pk)
        self.assertEqual(WorkEntry.objects.count(), 1)
        self.assertEqual(item.evidence.get().entry, entry)
        services.unlink_entry(by=self.cast.aigul, item=item, entry_pk=entry.pk)
        self.assertFalse(item.evidence.exists())

    def test_an_entry_of_another_class_shows_nothing_and_nothing_is_changed(self):
        foreign = self.entry(self.cast.bakyt, self.cast.class_b, self.cast.sanjar)
        item = self.item()
        self.refused(
            "entry-foreign",
            services.mark_done,
            by=self.cast.aigul,
            item=item,
            done_on=self.day(),
            entry_pk=foreign.pk,
        )
        item.refresh_from_db()
        self.assertEqual(item.state, "planned")

    def test_a_day_to_come_is_not_done(self):
        tomorrow = timezone.localdate() + timedelta(days=1)
        self.refused("day-future", services.mark_done, by=self.cast.aigul, item=self.item(), done_on=tomorrow)

    def test_a_day_before_the_school_year_is_refused_and_nothing_is_written(self):
        before = self.cast.year.start_on - timedelta(days=1)
        item, entries = self.item(), WorkEntry.objects.count()
        self.refused("day-outside", services.mark_done, by=self.cast.aigul, item=item, done_on=before)
        item.refresh_from_db()
        self.assertEqual((item.state, WorkEntry.objects.count()), ("planned", entries))

    def test_moved_dropped_and_opened_again_each_with_its_reason(self):
        item, other = self.item(), self.item(title="Башка")
        months = [
            month
            for month, _half in selectors.months_of(self.cast.year, self.cast.half)
            if month != item.month
        ]
        for function, more in (
            (services.move_item, {"month": months[0]}),
            (services.drop_item, {}),
        ):
            self.refused("reason-missing", function, by=self.cast.aigul, item=item, reason=" ", **more)
        self.refused(
            "month-outside",
            services.move_item,
            by=self.cast.aigul,
            item=item,
            reason="х",
            month=self.cast.year.end_on.replace(day=1),
        )
        moved = services.move_item(by=self.cast.aigul, item=item, month=months[0], reason="Кар жаады")
        self.assertTrue(moved.is_moved)
        services.drop_item(by=self.cast.aigul, item=other, reason="Дарыгер келген жок")
        fact = selectors.plan_fact(self.cast.class_a, self.cast.half)
        self.assertEqual((fact.planned, fact.done, fact.moved, fact.dropped), (2, 0, 1, 1))
        self.refused("item-state", services.mark_done, by=self.cast.aigul, item=other, done_on=self.day())
        again = services.reopen_item(by=self.cast.aigul, item=other, reason="Дарыгер келет")
        self.assertEqual(again.state, "planned")
        self.assertEqual([act.deed for act in selectors.history_of(other)], ["dropped", "reopened"])

    def test_work_that_no_item_names_is_outside_the_plan(self):
        self.entry(self.cast.aigul, self.cast.class_a, self.cast.nurlan)
        self.done(self.item())
        fact = selectors.plan_fact(self.cast.class_a, self.cast.half)
        self.assertEqual((fact.planned, fact.done, fact.unplanned), (1, 1, 1))

    def test_what_happened_cannot_be_rewritten(self):
        from django.db import DatabaseError, transaction

        self.done(self.item())
        item = PlanItem.objects.get()
        for change in (lambda: item.acts.update(reason="башка"), lambda: item.acts.all().delete()):
            with self.assertRaises((DatabaseError, TypeError, RuntimeError)), transaction.atomic():
                change()


class InTheReport(Doing):
    def test_the_half_year_report_says_what_came_of_the_plan_only_when_it_is_signed(self):
        from jetekchi.reports.selectors import draft_of

        def sources():
            sections = draft_of(self.cast.class_a, self.cast.half).sections
            return [one["url"] for one in sections[4].sources if one["url"].startswith("/plans/")]

        self.done(self.item())
        self.assertEqual(sources(), [])
        services.save_words(by=self.cast.aigul, aim="Максат", tasks="Милдет", **self.place())
        self.submitted()
        self.assertEqual(sources(), [f"/plans/{self.cast.class_a.pk}/1/"] * 5)
