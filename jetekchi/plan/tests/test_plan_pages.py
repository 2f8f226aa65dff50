"""What the leader, the head of upbringing and a stranger see."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.core.remember import forget
from jetekchi.documents.tests import factories as papers
from jetekchi.organisation.models import Term
from jetekchi.organisation.services import appoint_leader
from jetekchi.plan import selectors, services
from jetekchi.plan.models import PlanItem, PlanPaper
from jetekchi.plan.tests import factories
from jetekchi.plan.tests.test_route import Plans
from jetekchi.worklog.models import WorkEntry
from jetekchi.worklog.services import record_work
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class Pages(Plans):
    def setUp(self):
        cache.clear()
        forget()

    def at(self, more="", period="1", group=None):
        return f"/plans/{(group or self.cast.class_a).pk}/{period}/{more}"

    def get(self, user, url):
        self.client.force_login(user)
        return self.client.get(url)

    def post(self, user, url, **data):
        self.client.force_login(user)
        return self.client.post(url, data)

    def seen(self, url):
        return self.get(self.cast.aigul, url).context["form"]["seen"].value()

    def identity(self, user):
        return {"password": cast.PASSWORD, "code": cast.one_time_code(user)}


class ThePaper(Pages):
    def test_looking_writes_nothing(self):
        for url in (self.at(), self.at(period="year"), self.at("new/"), "/plans/"):
            self.assertEqual(self.get(self.cast.aigul, url).status_code, 200, url)
        self.assertEqual(PlanPaper.objects.count(), 0)

    def test_words_and_months_are_written_and_both_clocks_stand_above(self):
        self.post(self.cast.aigul, self.at(), aim="Ынтымак", tasks="Үч милдет", analysis="")
        self.post(self.cast.aigul, self.at("fill/"), source="template")
        page = self.get(self.cast.aigul, self.at())
        self.assertContains(page, "Ынтымак")
        self.assertContains(page, "Билим күнү")
        self.assertContains(page, '<ol class="steps">')
        self.assertContains(page, "<svg")

    def test_the_quick_line_keeps_its_draft_like_the_full_form(self):
        page = self.get(self.cast.aigul, self.at())
        self.assertRegex(page.content.decode(), r'<form[^>]*id="quick-plan-[^>]*autosave-draft')

    def test_words_of_two_windows_are_not_put_over_each_other_unseen(self):
        seen = self.seen(self.at())
        self.post(self.cast.aigul, self.at(), aim="Биринчи", tasks="Милдет", seen=seen)
        page = self.post(self.cast.aigul, self.at(), aim="Экинчи", tasks="Милдет", seen=seen)
        self.assertEqual(page.status_code, 422)
        self.assertEqual(PlanPaper.objects.get().aim, "Биринчи")
        self.assertContains(page, '<p class="pre">Биринчи</p>', status_code=422, html=True)
        self.assertRegex(page.content.decode(), r"<textarea[^>]*>\s*Экинчи</textarea>")
        self.assertEqual([value for _label, value in page.context["form"].others], ["Биринчи"])
        again = page.context["form"]["seen"].value()
        self.assertContains(page, f'value="{again}"', status_code=422)
        self.post(self.cast.aigul, self.at(), aim="Экинчи", tasks="Милдет", seen=again)
        self.assertEqual(PlanPaper.objects.get().aim, "Экинчи")

    def test_the_same_words_of_two_windows_are_no_conflict(self):
        seen = self.seen(self.at())
        for _window in range(2):
            answer = self.post(self.cast.aigul, self.at(), aim="Бир", tasks="Милдет", seen=seen)
            self.assertRedirects(answer, self.at(), fetch_redirect_response=False)

    def test_an_item_is_added_changed_and_taken_out(self):
        month = self.cast.half.start_on.replace(day=1)
        given = {"title": "Музейге баруу", "direction": "culture", "month": month.isoformat()}
        self.post(self.cast.aigul, self.at("new/"), **given)
        item = PlanItem.objects.get()
        edit = f"/plans/items/{item.pk}/edit/"
        self.assertContains(self.get(self.cast.aigul, edit), "Музейге баруу")
        self.post(self.cast.aigul, edit, **{**given, "title": "Театрга баруу"})
        item.refresh_from_db()
        self.assertEqual(item.title, "Театрга баруу")
        self.post(self.cast.aigul, f"/plans/items/{item.pk}/remove/")
        self.assertFalse(PlanItem.objects.exists())

    def test_a_stale_form_does_not_put_the_old_item_back(self):
        month = self.cast.half.start_on.replace(day=1).isoformat()
        item = self.item(title="Музейге баруу")
        edit = f"/plans/items/{item.pk}/edit/"
        seen = self.seen(edit)
        old = {"title": "Музейге баруу", "direction": item.direction.code, "month": month}
        new = {**old, "title": "Театрга баруу", "students": [self.cast.nurlan.pk]}
        self.post(self.cast.aigul, edit, **new, seen=seen)
        page = self.post(self.cast.aigul, edit, **old, seen=seen)
        item.refresh_from_db()
        self.assertEqual((page.status_code, item.title, item.students.count()), (422, "Театрга баруу", 1))
        shown = [str(value) for _label, value in page.context["form"].others]
        self.assertEqual(shown, ["Театрга баруу", str(self.cast.nurlan)])
        self.assertEqual(page.context["form"]["title"].value(), "Музейге баруу")
        self.post(self.cast.aigul, edit, **old, seen=page.context["form"]["seen"].value())
        item.refresh_from_db()
        self.assertEqual((item.title, item.students.count()), ("Музейге баруу", 0))

    def test_a_student_of_another_class_is_no_choice(self):
        month = self.cast.half.start_on.replace(day=1)
        given = {"title": "Маек", "direction": "individual", "month": month.isoformat()}
        page = self.post(self.cast.aigul, self.at("new/"), **given, students=[self.cast.sanjar.pk])
        self.assertEqual(list(page.context["form"].errors), ["students"])
        self.assertFalse(PlanItem.objects.exists())

    def test_signed_by_the_leader_and_approved_by_the_head(self):
        factories.written(self.cast.aigul, self.cast.class_a, self.cast.half)
        seen = self.get(self.cast.aigul, self.at("signature/")).context["sha256"]
        given = {**self.identity(self.cast.aigul), "seen": seen, "late_reason": "Ооруп калдым"}
        self.post(self.cast.aigul, self.at("signature/"), **given)
        paper = PlanPaper.objects.get()
        self.assertEqual(paper.state, "submitted")
        self.assertContains(self.get(self.cast.damir, "/plans/"), self.at())
        given = {**self.identity(self.cast.damir), "seen": paper.sha256, "decision": "sign"}
        self.post(self.cast.damir, self.at("decision/"), **given)
        paper.refresh_from_db()
        self.assertEqual(paper.state, "approved")
        self.assertContains(self.get(self.cast.aigul, self.at()), self.at("correction/"))
        self.post(self.cast.aigul, self.at("correction/"), reason="Клиника күндү жылдырды")
        paper.refresh_from_db()
        self.assertEqual(paper.state, "correcting")

    def test_a_deputy_is_told_at_once_that_the_leader_signs(self):
        self.bakyt_is_deputy()
        factories.written(self.cast.bakyt, self.cast.class_a, self.cast.half)
        words = services.route.NOT_THE_LEADER
        page = self.get(self.cast.bakyt, self.at())
        self.assertContains(page, words)
        self.assertNotContains(page, self.at("signature/"))
        asked = self.get(self.cast.bakyt, self.at("signature/"))
        self.assertContains(asked, words)
        self.assertNotContains(asked, 'name="password"')
        leader = self.get(self.cast.aigul, self.at())
        self.assertContains(leader, self.at("signature/"))
        self.assertNotContains(leader, words)

    def test_the_head_reads_what_was_signed_not_what_was_moved_since(self):
        item = self.item(title="Музейге баруу")
        services.save_words(by=self.cast.aigul, aim="Максат", tasks="Милдет", **self.place())
        self.submitted()
        months = [month for month, _half in selectors.months_of(self.cast.year, self.cast.half)]
        services.move_item(by=self.cast.aigul, item=item, month=months[1], reason="Кар жаады")
        shown = self.get(self.cast.damir, self.at("decision/")).context["months"]
        self.assertEqual([month for month, _items in shown], [months[0]])

    def test_a_decision_from_a_page_that_is_too_old_leaves_the_code_good(self):
        seen = self.submitted().sha256
        services.return_with_remarks(by=self.cast.damir, remark="Толукта", **self.place())
        services.save_words(by=self.cast.aigul, aim="Башка максат", **self.place())
        new = self.submitted().sha256
        given = {**self.identity(self.cast.damir), "decision": "sign"}
        self.client.force_login(self.cast.damir)
        stale = {**given, "seen": seen, "form_key": "a" * 32}
        page = self.client.post(self.at("decision/"), stale)
        self.assertTrue(page.context["form"].non_field_errors())
        self.assertEqual(PlanPaper.objects.get().state, "submitted")
        self.client.post(self.at("decision/"), {**given, "seen": new, "form_key": "a" * 32})
        self.assertEqual(PlanPaper.objects.get().state, "approved")

    def test_after_its_day_the_signature_asks_why(self):
        half = self.cast.half
        Term.objects.filter(pk=half.pk).update(start_on=timezone.localdate() - timedelta(days=60))
        factories.written(self.cast.aigul, self.cast.class_a, half)
        page = self.get(self.cast.aigul, self.at("signature/"))
        self.assertContains(page, 'name="late_reason"')
        given = {**self.identity(self.cast.aigul), "seen": page.context["sha256"]}
        refused = self.post(self.cast.aigul, self.at("signature/"), **given)
        self.assertEqual(list(refused.context["form"].errors), ["late_reason"])

    def test_the_paper_is_a_pdf_with_the_items_and_the_hash_and_a_word_file(self):
        paper = self.submitted()
        pdf = self.get(self.cast.aigul, self.at("print/?format=pdf")).content
        self.assertTrue(pdf.startswith(b"%PDF"))
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        self.assertIn("ИШ ПЛАН", text)
        self.assertIn(paper.sha256, text.replace("\n", "").replace(" ", ""))
        word = self.get(self.cast.damir, self.at("print/?format=docx")).content
        self.assertTrue(word.startswith(b"PK"))
        self.assertEqual(self.get(self.cast.aigul, self.at("print/?format=exe")).status_code, 404)

    def test_a_signature_bears_the_name_of_who_signed_whoever_leads_the_class_now(self):
        paper = self.approved()
        c, today = self.cast, timezone.localdate()
        chynara = {"leader": c.staff(c.chynara), "order_no": "77", "order_on": today, "from_on": today}
        appoint_leader(by=None, class_group=c.class_a, **chynara)
        printed = selectors.plan_paper(c.class_a, c.half, paper)
        self.assertEqual(printed.author, c.aigul.person.name)
        self.assertIn(c.aigul.person.short_name, str(printed.blocks[-1]))
        self.assertNotIn(c.chynara.person.short_name, str(printed.blocks))

    def test_no_tab_leads_to_a_plan_that_is_not_open_to_who_reads(self):
        self.submitted()
        for user, others in ((self.cast.aigul, ("2", "year")), (self.cast.damir, ()), (self.cast.farhat, ())):
            page = self.get(user, self.at())
            for period in ("1", "2", "year"):
                tab = f'href="{self.at(period=period)}"'
                if period == "1" or period in others:
                    self.assertContains(page, tab, msg_prefix=f"{user} {period}")
                    self.assertEqual(self.get(user, self.at(period=period)).status_code, 200)
                else:
                    self.assertNotContains(page, tab, msg_prefix=f"{user} {period}")
                    self.assertEqual(self.get(user, self.at(period=period)).status_code, 404)


class TheItem(Pages):
    def setUp(self):
        super().setUp()
        self.one = self.item()
        self.url = f"/plans/items/{self.one.pk}/"

    def state(self):
        self.one.refresh_from_db()
        return self.one.state

    def test_done_today_in_one_tap(self):
        today = timezone.localdate().isoformat()
        self.assertContains(self.get(self.cast.aigul, self.url), f'value="{today}"')
        self.post(self.cast.aigul, self.url, deed="done", done_on=today)
        self.assertEqual((self.state(), WorkEntry.objects.count()), ("done", 1))
        page = self.get(self.cast.aigul, self.url)
        self.assertContains(page, f"/work/{WorkEntry.objects.get().pk}/")

    def test_dropped_with_a_reason_and_opened_again(self):
        self.post(self.cast.aigul, self.url, deed="drop", reason="")
        self.assertEqual(self.state(), "planned")
        self.post(self.cast.aigul, self.url, deed="drop", reason="Дарыгер келген жок")
        self.assertEqual(self.state(), "dropped")
        self.post(self.cast.aigul, self.url, deed="reopen", reason="Келет болду")
        self.assertEqual(self.state(), "planned")

    def test_a_deed_that_does_not_exist_changes_nothing(self):
        self.assertRedirects(self.post(self.cast.aigul, self.url, deed="burn"), self.url)
        self.assertEqual(self.state(), "planned")

    def test_who_only_reads_changes_nothing(self):
        today = timezone.localdate().isoformat()
        services.save_words(by=self.cast.aigul, aim="Максат", tasks="Милдет", **self.place())
        self.submitted()
        self.assertEqual(self.get(self.cast.farhat, self.url).status_code, 200)
        answer = self.post(self.cast.farhat, self.url, deed="done", done_on=today)
        self.assertEqual((answer.status_code, self.state()), (403, "planned"))


class WhoMayWhat(Pages):
    def test_a_stranger_s_answer_is_the_same_as_for_what_does_not_exist(self):
        item = self.item()
        for user in (self.cast.bakyt, self.cast.chynara, self.cast.ainura, self.cast.nurlan_user):
            for real, missing in (
                (self.at(), f"/plans/{10**9}/1/"),
                (f"/plans/items/{item.pk}/", f"/plans/items/{10**9}/"),
            ):
                found, nothing = self.get(user, real), self.get(user, missing)
                self.assertEqual([found.status_code, nothing.status_code], [404, 404])
                self.assertEqual(self.bare(found, real), self.bare(nothing, missing))

    def bare(self, response, url):
        return re.sub(r'nonce="[^"]*"|value="[^"]{64}"', "", response.content.decode().replace(url, ""))

    def test_the_list_is_the_head_s_queue_oldest_first_and_the_leader_s_own(self):
        papers.accepted(self.cast.bakyt)
        factories.submitted(self.cast.bakyt, self.cast.class_b, self.cast.half)
        self.submitted()
        rows = self.get(self.cast.damir, "/plans/").context["rows"]
        self.assertEqual([row.class_group for row in rows[:2]], [self.cast.class_b, self.cast.class_a])
        own = self.get(self.cast.bakyt, "/plans/").context["rows"]
        self.assertEqual([row.class_group for row in own], [self.cast.class_b])
        self.assertEqual(self.get(self.cast.ainura, "/plans/").status_code, 403)

    def test_the_list_leaves_as_a_sheet(self):
        sheet = self.get(self.cast.damir, "/plans/?format=xlsx")
        self.assertTrue(sheet.content.startswith(b"PK"))

    def test_only_the_head_and_the_administrator_set_the_day(self):
        self.assertEqual(self.get(self.cast.aigul, "/plans/day/").status_code, 403)
        day = self.cast.half.start_on + timedelta(days=20)
        answer = self.post(self.cast.damir, "/plans/day/", half="1", approval_on=day.isoformat())
        self.assertRedirects(answer, "/plans/")
        self.assertEqual(self.get(self.cast.damir, "/plans/").context["clocks"].institution_on, day)

    def test_the_first_pages_say_what_waits(self):
        self.assertContains(self.get(self.cast.aigul, "/"), self.at())
        self.submitted()
        forget()
        self.assertContains(self.get(self.cast.damir, "/"), self.at("decision/"))


class Size(Pages):
    def queries(self, *urls):
        """After something was recorded: nothing is remembered."""
        self.client.force_login(self.cast.aigul)
        asked = {}
        for url in urls:
            self.client.get(url)
            forget()
            with CaptureQueriesContext(connection) as caught:
                self.assertEqual(self.client.get(url).status_code, 200)
            asked[url] = len(caught)
        return asked

    def test_five_items_and_a_hundred_and_twenty_cost_the_same_number_of_queries(self):
        pages = (self.at(), "/plans/", self.at("signature/"), self.at("work/"))
        for number in range(5):
            self.item(title=f"Иш {number}")
        few = self.queries(*pages)
        for number in range(115):
            self.item(title=f"Дагы {number}")
        self.assertEqual(self.queries(*pages), few)

    def asked_after(self, url, deed):
        """The queries of a page that was open before somebody's deed."""
        self.client.get(url)
        deed()
        with CaptureQueriesContext(connection) as caught:
            self.assertEqual(self.client.get(url).status_code, 200)
        return [query["sql"][:150] for query in caught]

    def a_thing_is_planned(self):
        factories.item(None, self.cast.class_b, self.cast.half)

    def a_talk_is_recorded(self):
        words = {"kind": "talk", "on": timezone.localdate(), "text": "Сүйлөштүк.", "about_group": True}
        record_work(by=self.cast.bakyt, class_group=self.cast.class_b, **words)

    def test_a_plan_of_a_hundred_and_twenty_items_asks_at_most_fifteen_times_whatever_was_done_before(self):
        second = Term.objects.get(year=self.cast.year, kind="half_year", number=2)
        for number in range(120):
            self.item(title=f"Иш {number}")
            factories.item(self.cast.aigul, self.cast.class_a, second, title=f"Иш {number}")
        services.save_words(by=self.cast.aigul, aim="Максат", tasks="Милдет", **self.place())
        self.approved()
        self.client.force_login(self.cast.aigul)
        pages = {"approved": self.at(), "draft": self.at(period="2")}
        self.are_asked_at_most_fifteen_times(pages)
        services.open_correction(by=self.cast.aigul, reason="Клиника күндү жылдырды", **self.place())
        self.are_asked_at_most_fifteen_times({"open for correction": self.at()})

    def are_asked_at_most_fifteen_times(self, pages):
        for state, url in pages.items():
            for deed in (self.a_thing_is_planned, self.a_talk_is_recorded):
                with self.subTest(state, deed=deed.__name__):
                    caught = self.asked_after(url, deed)
                    self.assertLessEqual(len(caught), 15, caught)
