"""What the lyceum offers: its directions, templates by grade, dates of the country, and work that no item names."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.core.remember import forget
from jetekchi.documents.tests import factories as papers
from jetekchi.plan import selectors, services
from jetekchi.plan.models import Direction, PlanItem, PlanPaper, PlanTemplate
from jetekchi.plan.tests import factories
from jetekchi.plan.tests.test_plan_pages import Pages
from jetekchi.worklog.models import WorkEntry
from jetekchi.worklog.services import record_work

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class Directions(Pages):
    def said(self, **more):
        names = {"name": "Медиация", "name_ru": "Медиация", "name_en": "Mediation", "part": "upbringing"}
        return {**names, "kind": "event", "clauses": ["5.3"], "order": "150", "is_active": "on", **more}

    def test_the_head_of_upbringing_adds_renames_and_retires_a_direction(self):
        self.post(self.cast.damir, "/plans/directions/new/", **self.said())
        own = Direction.objects.get(code="own-1")
        self.assertEqual((own.name, own.clauses, Direction.objects.count()), ("Медиация", ["5.3"], 15))
        self.post(self.cast.damir, "/plans/directions/own-1/", **self.said(name="Тынчтык", is_active=""))
        own.refresh_from_db()
        self.assertEqual((own.name, own.is_active), ("Тынчтык", False))
        forget()
        self.assertNotIn(own, services.offered_directions())
        self.assertContains(self.get(self.cast.damir, "/plans/directions/"), "Тынчтык")

    def test_a_retired_direction_stays_in_the_plans_that_name_it(self):
        item = self.item(direction="labour")
        names = ("name", "name_ru", "name_en", "part", "kind", "clauses", "order")
        words = {name: getattr(item.direction, name) for name in names}
        services.save_direction(by=self.cast.damir, code="labour", is_active=False, **words)
        forget()
        self.assertContains(self.get(self.cast.aigul, self.at()), item.direction.name)
        page = self.get(self.cast.aigul, f"/plans/items/{item.pk}/edit/")
        self.assertIn("labour", dict(page.context["form"].fields["direction"].choices))

    def test_a_leader_does_not_keep_the_lists(self):
        for url in ("directions/", "directions/new/", "directions/civic/", "templates/"):
            self.assertEqual(self.get(self.cast.aigul, f"/plans/{url}").status_code, 403)


class Templates(Pages):
    def test_each_age_has_a_first_plan_of_its_own(self):
        from jetekchi.plan.services.first_plan import first_plan

        titles = {
            key: {one.title for one in first_plan(key, date(2026, 9, 1))}
            for key in ("8", "10", "11", "group")
        }
        self.assertTrue(
            all(20 <= len(one) <= 38 for one in titles.values()), {k: len(v) for k, v in titles.items()}
        )
        self.assertEqual(len({frozenset(one) for one in titles.values()}), 4)

    def test_the_lyceums_own_template_fills_plans_of_its_grade_and_names_its_documents(self):
        papers.accepted(self.cast.rector_office, self.cast.psychologist, self.cast.gulnara)
        version = papers.in_force(self.cast)
        self.post(self.cast.damir, "/plans/templates/10/begin/")
        words = {"aim": "Ынтымактуу класс", "tasks": "Эреже түзүү", "documents": [version.document_id]}
        self.post(self.cast.damir, "/plans/templates/10/", **words)
        line = {"title": "Клиникада бир күн", "direction": "career", "month": "9", "form": "баруу"}
        self.post(self.cast.damir, "/plans/templates/10/new/", **line)
        self.post(self.cast.aigul, self.at("fill/"), source="template")
        paper = PlanPaper.objects.get(class_group=self.cast.class_a, half_year=self.cast.half)
        self.assertEqual((paper.aim, paper.tasks), ("Ынтымактуу класс", "Эреже түзүү"))
        self.assertTrue(PlanItem.objects.filter(title="Клиникада бир күн", source="template").exists())
        named = f"{version.document}, {version.number}-редакция"
        self.assertContains(self.get(self.cast.aigul, self.at()), named)
        self.assertEqual(self.submitted().material["basis"], [named])

    def test_words_that_the_leader_wrote_are_left_alone(self):
        template = factories.template(self.cast.damir)
        services.change_template(
            by=self.cast.damir, template=template, aim="Үлгү", tasks="Үлгү", documents=[]
        )
        services.save_words(by=self.cast.aigul, aim="Өзүмдүкү", **self.place())
        services.fill_plan(by=self.cast.aigul, source="template", **self.place())
        paper = PlanPaper.objects.get(class_group=self.cast.class_a, half_year=self.cast.half)
        self.assertEqual((paper.aim, paper.tasks), ("Өзүмдүкү", "Үлгү"))

    def test_a_line_is_changed_and_taken_out_and_filled_plans_keep_their_items(self):
        line = factories.template(self.cast.damir).lines.filter(month=9).first()
        services.fill_plan(by=self.cast.aigul, source="template", **self.place())
        words = {"title": "Башкача", "direction": "civic", "month": "9"}
        self.post(self.cast.damir, f"/plans/templates/lines/{line.pk}/", **words)
        self.assertContains(self.get(self.cast.damir, "/plans/templates/10/"), "Башкача")
        self.post(self.cast.damir, f"/plans/templates/lines/{line.pk}/remove/")
        self.assertNotContains(self.get(self.cast.damir, "/plans/templates/10/"), "Башкача")
        self.assertTrue(PlanItem.objects.filter(title=line.title).exists())

    def test_a_template_is_begun_once_and_only_for_grades_that_are(self):
        factories.template(self.cast.damir)
        for key, code in (("10", "template-there"), ("77", "template-unknown")):
            with self.assertRaises(Refused) as caught:
                services.begin_template(by=self.cast.damir, key=key)
            self.assertEqual(caught.exception.code, code)
        self.assertEqual(PlanTemplate.objects.count(), 1)


class DatesOfTheCountry(Pages):
    def test_those_that_are_marked_enter_the_plan_with_their_day_and_are_offered_no_more(self):
        offered = {one.code: one for one in selectors.suggested_dates(self.cast.class_a, None)}
        self.assertEqual(len(offered), 16)
        self.assertEqual(offered["teachers"].on.weekday(), 6)
        self.post(self.cast.aigul, self.at("fill/", "year"), source="dates", dates=["manas", "nooruz"])
        taken = PlanItem.objects.filter(source="dates").order_by("month")
        self.assertEqual([(one.on.month, one.on.day) for one in taken], [(12, 4), (3, 21)])
        left = {one.code for one in selectors.suggested_dates(self.cast.class_a, None)}
        self.assertEqual(set(offered) - left, {"manas", "nooruz"})

    def test_what_the_template_named_already_is_not_offered(self):
        services.fill_plan(by=self.cast.aigul, class_group=self.cast.class_a, half=None, source="template")
        left = {one.code for one in selectors.suggested_dates(self.cast.class_a, None)}
        self.assertTrue({"knowledge", "language", "history", "nooruz", "victory"}.isdisjoint(left), left)


class QuickAndWork(Pages):
    def entry(self, text):
        return record_work(
            by=self.cast.aigul,
            class_group=self.cast.class_a,
            kind="class_hour",
            on=max(min(timezone.localdate(), self.cast.half.end_on), self.cast.half.start_on),
            text=text,
            students=[self.cast.nurlan],
        )

    def test_an_item_is_added_from_the_plans_own_page(self):
        month = self.cast.half.start_on.replace(day=1).isoformat()
        sent = {"quick": "1", "title": "Музей", "direction": "culture", "month": month}
        answer = self.post(self.cast.aigul, self.at("new/"), **sent)
        self.assertEqual(answer.url, self.at() + "#months")
        self.assertEqual(PlanItem.objects.get().title, "Музей")

    def test_an_entry_outside_the_plan_is_joined_to_its_item_in_one_tap(self):
        entry = self.entry("Талкуу өттү: сөздүн күчү жөнүндө")
        item = self.item(title="Талкуулар кечеси", month=entry.on.replace(day=1))
        page = self.get(self.cast.aigul, self.at("work/"))
        self.assertEqual([(row.pk, row.guess) for row in page.context["rows"]], [(entry.pk, item.pk)])
        self.post(self.cast.aigul, self.at("work/"), entry=entry.pk, item=item.pk)
        item.refresh_from_db()
        self.assertEqual((item.state, item.done_on, WorkEntry.objects.count()), ("done", entry.on, 1))
        self.assertEqual(self.get(self.cast.aigul, self.at("work/")).context["rows"], [])

    def test_nothing_far_off_is_proposed_and_nothing_of_another_class_is_taken(self):
        entry = self.entry("Талкуу өттү")
        other = entry.on.replace(day=1) - timedelta(days=1)
        if other >= self.cast.half.start_on:
            self.item(title="Талкуу", month=other.replace(day=1))
        foreign = factories.item(self.cast.bakyt, self.cast.class_b, self.cast.half)
        page = self.get(self.cast.aigul, self.at("work/"))
        self.assertEqual([row.guess for row in page.context["rows"]], [0])
        self.post(self.cast.aigul, self.at("work/"), entry=entry.pk, item=foreign.pk)
        foreign.refresh_from_db()
        self.assertEqual((foreign.state, foreign.evidence.count()), ("planned", 0))
