"""A figure of the half-year report leads to a list that says the same figure (3.8)."""

import re
from datetime import timedelta
from html import unescape

from django.utils import timezone

from jetekchi.documents.services import acknowledge, issue_directive
from jetekchi.documents.tests import factories as papers
from jetekchi.journal.models import Inspection
from jetekchi.journal.services import withdraw_inspection
from jetekchi.journal.tests import factories as made_marks
from jetekchi.journal.tests import inspection_factories as made_inspections
from jetekchi.plan.services import hold_event
from jetekchi.plan.tests import event_factories as made_events
from jetekchi.plan.tests import factories as made_plans
from jetekchi.reports import selectors
from jetekchi.reports.tests.test_report import Reports
from jetekchi.worklog.services import report_accident

NUMBER = re.compile(r"\d+(?:,\d+)?")


def said_above(page):
    """The numbers in the lines above a list: how many were found, the head of the page, its figures."""
    above = re.findall(
        r'<(span|p|dl) class="(?:found|meta|space-below|stats)"[^>]*>(.*?)</\1>', page.split("<main")[1], re.S
    )
    words = " ".join(words for _tag, words in above)
    return set(NUMBER.findall(re.sub(r"<[^>]+>", " ", unescape(words))))


class FiguresAndLinks(Reports):
    def test_every_figure_counted_from_the_record_of_work_equals_what_its_link_shows(self):
        for kind in ("class_hour", "talk", "talk", "lesson_visit", "library", "observation"):
            self.work(kind)
        draft = selectors.draft_of(**self.place())
        self.client.force_login(self.cast.aigul)
        checked = 0
        for section in draft.sections:
            for source in section.sources:
                if source["url"].startswith("/work/?") and (
                    "clause=" in source["url"] or "kind=" in source["url"]
                ):
                    listed = self.client.get(source["url"]).context["page"].paginator.count
                    self.assertEqual(str(listed), source["label"], source["url"])
                    checked += 1
        self.assertGreater(checked, 20)

    def test_each_figure_of_the_report_is_said_again_above_the_list_its_link_opens(self):
        self.live_through_a_half_year()
        self.client.force_login(self.cast.aigul)
        draft = selectors.draft_of(**self.place())
        sources = [one for section in draft.sections for one in section.sources]
        figures = [one for one in sources if not re.match(r"/work/\d+/", one["url"])]
        pages = {one["url"]: self.client.get(one["url"]).text for one in figures}
        unsaid = [
            one for one in figures if NUMBER.search(one["label"]).group() not in said_above(pages[one["url"]])
        ]
        self.assertEqual(unsaid, [])
        reached = {one["url"].split("?")[0].split("/")[1] for one in figures}
        self.assertEqual(
            reached,
            {
                "work", "events", "documents", "directives", "inspections", "accidents", "classes", "journal",
                "plans",
            },
        )  # fmt: skip

    def test_what_was_signed_is_listed_for_the_leader_whoever_reads_the_report(self):
        self.live_through_a_half_year()
        section = next(one for one in selectors.draft_of(**self.place()).sections if one.key == "papers")
        source = next(one for one in section.sources if one["url"].startswith("/documents/"))
        self.assertEqual(source["label"], "1")
        for user in (self.cast.aigul, self.cast.elmira, self.cast.farhat):
            self.client.force_login(user)
            page = self.client.get(source["url"])
            self.assertEqual([one.code for one in page.context["page"]], ["КН-01"], user)
            self.assertContains(page, self.cast.aigul.person.brief_name)
        self.client.force_login(self.cast.nurlan_user)
        self.assertNotContains(self.client.get(source["url"]), self.cast.aigul.person.brief_name)

    def live_through_a_half_year(self):
        """A little of everything that the report counts, with neighbours of each that it must not count."""
        today, half = timezone.localdate(), self.cast.half
        papers.accepted(self.cast.rector_office, self.cast.psychologist, self.cast.gulnara, self.cast.damir)
        for kind in ("class_hour", "talk", "talk", "lesson_visit"):
            self.work(kind)
        version = papers.in_force(self.cast)
        acknowledge(
            by=self.cast.aigul,
            version=version,
            confirmation=papers.confirmed(self.cast.aigul),
            seen_sha256=version.sha256,
        )
        group, before = self.cast.class_a, half.start_on - timedelta(days=1)
        hold_event(by=self.cast.aigul, event=made_events.class_hour(self.cast.aigul, group), result="")
        made_plans.approved(self.cast.aigul, self.cast.damir, group, half)
        checks = [made_inspections.inspection(self.cast.damir, group) for _ in range(3)]
        withdraw_inspection(by=self.cast.damir, inspection=checks[0], reason="Кайталанды")
        Inspection.objects.filter(pk=checks[1].pk).update(on=before)
        for day in (max(today - timedelta(days=1), half.start_on), before):
            made_marks.absent(self.cast.nurlan, day, (1, 2, 3))
        term = half.quarters.order_by("number").first()
        subject = self.cast.class_a.teachings.first().subject
        made_marks.mark(self.cast.nurlan, subject, term, "4")
        made_marks.mark(self.cast.meerim, subject, term, "3")
        issue_directive(
            by=self.cast.gulnara, number="1-Т", given_on=today, text="Тизме", executor=self.cast.aigul.person,
            due_on=today,
        )  # fmt: skip
        words = {"place": "Спорт залы", "text": "Бутун тайып алды", "first_aid": "Муз басылды"}
        now = timezone.now() - timedelta(minutes=5)
        report_accident(by=self.cast.chynara, students=[self.cast.nurlan], happened_at=now, **words)

    def test_the_number_of_accidents_leads_to_those_of_this_class_and_half_year_alone(self):
        def listed():
            sections = selectors.draft_of(**self.place()).sections
            source = next(
                one for part in sections for one in part.sources if one["url"].startswith("/accidents/")
            )
            page = self.client.get(source["url"])
            return source["label"], page.context["page"].paginator.count

        words = {"place": "Спорт залы", "text": "Бутун тайып алды", "first_aid": "Муз басылды"}
        self.client.force_login(self.cast.farhat)
        now = timezone.now() - timedelta(minutes=5)
        stranger = self.cast.class_b.students.first()
        report_accident(by=self.cast.chynara, students=[stranger], happened_at=now, **words)
        self.assertEqual(listed(), ("0", 0))
        report_accident(by=self.cast.chynara, students=[self.cast.nurlan], happened_at=now, **words)
        self.assertEqual(listed(), ("1", 1))

    def test_whoever_issues_directives_is_led_from_their_number_to_those_of_this_leader_alone(self):
        today = max(min(timezone.localdate(), self.cast.half.end_on), self.cast.half.start_on)
        for number, person in (("1-Т", self.cast.aigul.person), ("2-Т", self.cast.bakyt.person)):
            issue_directive(
                by=self.cast.gulnara,
                number=number,
                given_on=today,
                text="Тизмени толуктоо",
                executor=person,
                due_on=today,
            )
        section = next(one for one in selectors.draft_of(**self.place()).sections if one.key == "papers")
        source = next(one for one in section.sources if one["url"].startswith("/directives/"))
        self.client.force_login(self.cast.gulnara)
        page = self.client.get(source["url"])
        self.assertEqual(source["label"], "1")
        self.assertEqual([one.number for one in page.context["page"]], ["1-Т"])
