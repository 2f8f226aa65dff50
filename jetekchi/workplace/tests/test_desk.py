"""The supervisor's desk: what waits, class × papers, reminders (1.2, 3.9)."""

from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jetekchi.core.models import AuditEvent, Notice
from jetekchi.core.refusals import CHAIN
from jetekchi.core.remember import forget
from jetekchi.documents.tests import factories as papers
from jetekchi.journal import services as journal
from jetekchi.journal.models import Remark, Reminder
from jetekchi.journal.tests import inspection_factories as made
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import Term
from jetekchi.plan.models import PlanPaper
from jetekchi.plan.tests import event_factories as events
from jetekchi.plan.tests import factories as plans
from jetekchi.worklog import services as work
from tests import cast


class Desk(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        work.ensure_kinds(by=None)
        cls.today = timezone.localdate()
        Term.objects.filter(pk=c.half.pk).update(
            start_on=cls.today - timedelta(days=60), end_on=cls.today + timedelta(days=60)
        )
        c.half.refresh_from_db()
        papers.accepted(c.bakyt)
        cls.remark = made.remark(c.damir, made.inspection(c.damir, c.class_a), c.aigul.person)
        journal.mend_remark(by=c.aigul, remark=cls.remark, words="болду")
        Remark.objects.update(mended_at=timezone.now() - timedelta(days=4))
        events.submitted(c.bakyt, events.outing(c.bakyt, c.class_b, c.staff(c.chynara)))
        plans.submitted(c.bakyt, c.class_b, c.half)
        PlanPaper.objects.update(frozen_at=timezone.now() - timedelta(days=9))
        work.report_accident(
            by=c.bakyt, students=[c.sanjar], happened_at=timezone.now(), place="спортзал",
            text="жыгылды", first_aid="муз",
        )  # fmt: skip

    def setUp(self):
        cache.clear()
        forget()

    def by(self, user):
        client = Client()
        client.force_login(user)
        return client

    def kinds(self, user, query=""):
        return [row.kind for row in self.by(user).get(f"/desk/{query}").context["page"].object_list]

    def test_the_oldest_thing_stands_first_and_leads_to_its_decision(self):
        c = self.cast
        page = self.by(c.damir).get("/desk/")
        rows = page.context["page"].object_list
        self.assertEqual([row.kind for row in rows], ["plans", "remarks", "accidents", "risks"])
        self.assertEqual([row.label for row in rows], ["10-Б", "10-А", "10-Б", "10-Б"])
        for row in rows:
            self.assertEqual(self.by(c.damir).get(row.url).status_code, 200, row)
        self.assertNotContains(page, "Өмүралиев")

    def test_of_two_plans_of_one_day_the_earlier_stands_first_whatever_its_class(self):
        c, noon = self.cast, timezone.now() - timedelta(days=9)
        papers.accepted(c.aigul)
        plans.submitted(c.aigul, c.class_a, c.half)
        for group, hour in ((c.class_a, noon), (c.class_b, noon - timedelta(minutes=5))):
            PlanPaper.objects.filter(class_group=group).update(frozen_at=hour)
        rows = [
            row for row in self.by(c.damir).get("/desk/").context["page"].object_list if row.kind == "plans"
        ]
        self.assertEqual([row.class_pk for row in rows], [c.class_b.pk, c.class_a.pk])

    def test_each_office_finds_what_it_decides_itself(self):
        c = self.cast
        self.assertEqual(self.kinds(c.farhat), ["remarks", "accidents"])
        self.assertEqual(self.kinds(c.elmira), ["remarks"])
        self.assertEqual(self.kinds(c.gulnara), ["accidents"])
        for user in (c.aigul, c.chynara, c.admin, c.rector_office, c.ainura):
            self.assertEqual(self.by(user).get("/desk/").status_code, 403, user.username)
            self.assertEqual(self.by(user).get("/desk/classes/").status_code, 403, user.username)

    def test_the_queue_is_narrowed_and_taken_out_as_a_file(self):
        c = self.cast
        self.assertEqual(self.kinds(c.damir, "?kind=risks"), ["risks"])
        self.assertEqual(self.kinds(c.damir, f"?group={c.class_a.pk}"), ["remarks"])
        self.assertEqual(self.kinds(c.damir, "?q=Ноябрдын"), ["remarks"])
        self.assertEqual(self.kinds(c.damir, "?q=жок-мындай"), [])
        sheet = self.by(c.damir).get("/desk/?format=csv&kind=plans").content.decode("utf-8-sig")
        self.assertEqual(len(sheet.strip().splitlines()), 2)
        self.assertEqual(self.by(c.damir).get("/desk/?format=xlsx").content[:2], b"PK")

    def test_a_school_of_forty_plans_asks_few_queries(self):
        c = self.cast
        for number in range(40):
            group = organisation.ensure_class(by=None, year=c.year, label=f"{number + 20}-А")
            PlanPaper.objects.create(
                class_group=group,
                half_year=c.half,
                state="submitted",
                frozen_at=timezone.now(),
                sha256="0" * 64,
            )
        damir = self.by(c.damir)
        damir.get("/desk/")
        for url, most_new, most_known in (("/desk/", 15, 9), ("/desk/classes/", 29, 12)):
            organisation.change_setting(by=c.farhat, key="remark_verify_days", value=len(url))
            forget()
            with CaptureQueriesContext(connection) as new:
                self.assertEqual(damir.get(url).status_code, 200)
            with CaptureQueriesContext(connection) as known:
                damir.get(url)
            self.assertLessEqual(len(new), most_new, "\n".join(one["sql"][:160] for one in new))
            self.assertLessEqual(len(known), most_known, "\n".join(one["sql"][:160] for one in known))

    def cells(self, user, group):
        rows = self.by(user).get("/desk/classes/").context["rows"]
        row = next(row for row in rows if row.group == group)
        return {cell.column.key: cell for cell in row.cells}

    def test_each_paper_of_each_class_has_its_state_in_words_and_its_page(self):
        c = self.cast
        a, b = self.cells(c.damir, c.class_a), self.cells(c.damir, c.class_b)
        self.assertEqual((b["plan-half"].mark.state, b["plan-half"].may_remind), ("wait", False))
        self.assertEqual((a["plan-half"].mark.state, a["plan-half"].mark.url), ("late", ""))
        self.assertEqual((a["remarks"].mark.state, b["remarks"].mark.state), ("wait", ""))
        self.assertEqual((a["work"].mark.state, b["work"].mark.state), ("late", "ok"))
        self.assertEqual((a["schedule"].mark.state, a["events"].mark.is_due), ("late", True))
        for user in (c.damir, c.elmira, c.farhat, c.gulnara):
            for cell in (*self.cells(user, c.class_a).values(), *self.cells(user, c.class_b).values()):
                if cell.mark.url:
                    opened = self.by(user).get(cell.mark.url).status_code
                    self.assertEqual(opened, 200, (user.username, cell.mark.url))
        empty = self.cells(c.damir, c.group_3)
        self.assertFalse(any(cell.may_remind for cell in empty.values()))
        sheet = self.by(c.damir).get("/desk/classes/?format=csv&q=10-а&show=late").content.decode("utf-8-sig")
        self.assertEqual(len(sheet.strip().splitlines()), 2)

    def remind(self, user, group, paper):
        return self.by(user).post(f"/desk/classes/{group.pk}/remind/{paper}/")

    def test_a_reminder_becomes_a_notice_that_opens_the_leaders_own_page(self):
        c = self.cast
        self.assertEqual(self.remind(c.damir, c.class_a, "plan-half").status_code, 302)
        (notice,) = Notice.objects.filter(to=c.aigul, url__startswith="/plans/")
        self.assertEqual(self.by(c.aigul).get(notice.url).status_code, 200)
        cell = self.cells(c.damir, c.class_a)["plan-half"]
        self.assertEqual((cell.may_remind, cell.is_reminded), (False, True))
        for group, paper in ((c.class_a, "plan-half"), (c.class_b, "plan-half"), (c.group_3, "events")):
            self.remind(c.elmira, group, paper)
        self.assertEqual(Reminder.objects.count(), 1)
        codes = AuditEvent.objects.filter(chain=CHAIN).order_by("position").values_list("action", "reason")
        self.assertEqual(
            list(codes),
            [
                ("workplace:reminder:refused", code)
                for code in ("reminded-today", "nothing-due", "nobody-to-remind")
            ],
        )
        self.assertEqual(self.remind(c.damir, c.class_a, "no-such").status_code, 404)
        for user, status in ((c.gulnara, 403), (c.aigul, 403), (c.bakyt, 404), (c.ainura, 404)):
            self.assertEqual(self.remind(user, c.class_a, "events").status_code, status, user.username)

    def test_every_reminder_opens_a_page_of_the_leader(self):
        from jetekchi.workplace.selectors.class_papers import COLUMNS

        for column in COLUMNS:
            url = column.place(self.cast.class_a, self.cast.half)
            self.assertEqual(self.by(self.cast.aigul).get(url).status_code, 200, column.key)

    def test_today_shows_remarks_to_mend_and_to_verify_and_leads_to_the_desk(self):
        c = self.cast
        self.assertContains(self.by(c.damir).get("/"), f'href="/remarks/{self.remark.pk}/"')
        self.assertContains(self.by(c.damir).get("/"), 'href="/desk/"')
        self.assertNotContains(self.by(c.aigul).get("/"), f'href="/remarks/{self.remark.pk}/"')
        journal.send_back_remark(by=c.damir, remark=self.remark, words="дагы")
        self.assertContains(self.by(c.aigul).get("/"), f'href="/remarks/{self.remark.pk}/"')
        self.assertNotContains(self.by(c.aigul).get("/"), 'href="/desk/"')
