"""The supervision inspects, the addressee mends, the supervision verifies (1.2, 3.9)."""

from datetime import timedelta

from django.db import DatabaseError, transaction
from django.test import TestCase
from django.utils import timezone

from jetekchi.core import audit
from jetekchi.core.http import MEANWHILE, Refused
from jetekchi.core.models import AuditEvent, Notice
from jetekchi.journal import selectors, services
from jetekchi.journal.models import Inspection, InspectionAct, Remark, Reminder
from jetekchi.journal.tests import inspection_factories as made
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import Term
from tests import cast


class Inspections(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.today = timezone.localdate()

    def refused(self, code, deed, **given):
        before = [
            list(model.objects.order_by("pk").values()) for model in (Inspection, Remark, InspectionAct)
        ]
        with self.assertRaises(Refused) as caught, transaction.atomic():
            deed(**given)
        self.assertEqual(caught.exception.code, code)
        after = [list(model.objects.order_by("pk").values()) for model in (Inspection, Remark, InspectionAct)]
        self.assertEqual(before, after)

    def recorded(self, **more):
        return made.inspection(self.cast.damir, self.cast.class_a, **more)

    def remark(self, **more):
        return made.remark(self.cast.damir, self.recorded(), self.cast.aigul.person, **more)

    def told(self, user):
        return [(notice.message.split(":")[0], notice.url) for notice in Notice.objects.filter(to=user)]

    def test_from_the_check_to_the_verified_remark_each_step_is_on_record_and_told(self):
        c = self.cast
        remark = self.remark(words="  Баалар\x00 жок ")
        self.assertEqual(
            (remark.words, remark.state, remark.inspection.leader), ("Баалар жок", "open", c.aigul.person)
        )
        services.mend_remark(by=c.aigul, remark=remark, words="Баалар коюлду", link="/inspections/")
        self.assertEqual(
            [(one.pk, one.words) for one in selectors.remarks_to_verify(c.farhat)],
            [(remark.pk, "Баалар жок")],
        )
        services.send_back_remark(by=c.damir, remark=remark, words="Физика дагы эле бош")
        services.mend_remark(by=c.aigul, remark=remark, words="Физика да коюлду")
        services.verify_remark(by=c.farhat, remark=remark)
        remark.refresh_from_db()
        self.assertEqual((remark.state, remark.verified_by), ("verified", c.farhat))
        deeds = [act.deed for act in selectors.acts_of(remark)]
        self.assertEqual(deeds, ["remarked", "mended", "sent_back", "mended", "verified"])
        url = f"/remarks/{remark.pk}/"
        self.assertEqual(
            [one for one in self.told(c.aigul) if one[1] == url],
            [
                (words, url)
                for words in (
                    "Your remark is verified and closed",
                    "A remark was sent back to you",
                    "A remark for you",
                )
            ],
        )
        self.assertEqual(self.told(c.damir), [("A remark was mended", url)] * 2)
        self.assertIsNone(audit.verify())
        events = AuditEvent.objects.filter(action__startswith="journal:").order_by("position")
        self.assertEqual(
            list(events.values_list("action", flat=True)),
            ["journal:inspection:recorded"]
            + [f"journal:remark:{verb}" for verb in ("made", "mended", "sent_back", "mended", "verified")],
        )

    def test_what_no_inspection_is(self):
        c, check = self.cast, made.check
        for code, given in {
            "day-future": check(on=self.today + timedelta(days=1)),
            "day-outside": check(on=c.year.start_on - timedelta(days=1)),
            "grade-missing": check(grade=""),
            "grade-unknown": check(grade="12"),
            "words-missing": check(subject=" \u200b "),
        }.items():
            self.refused(code, services.record_inspection, by=c.damir, class_group=c.class_a, check=given)
        self.refused(
            "own-class", services.record_inspection, by=c.aigul, class_group=c.class_a, check=check()
        )
        organisation.change_setting(by=None, key="inspection_grades", value="үлгүлүү\nжакшы")
        self.assertEqual(self.recorded(grade="үлгүлүү").grade, "үлгүлүү")
        self.assertEqual(self.recorded(kind="lesson", grade="").grade, "")

    def test_what_no_remark_is(self):
        c, about = self.cast, self.recorded()
        for code, person, more in (
            ("words-missing", c.aigul, {"words": " "}),
            ("due-past", c.aigul, {"due_on": self.today - timedelta(days=1)}),
            ("addressee-foreign", c.bakyt, {}),
            ("own-remark", c.damir, {}),
        ):
            self.refused(code, made.remark, by=c.damir, about=about, addressee=person.person, **more)
        self.assertEqual(
            [person.pk for person in selectors.addressees_of(c.class_a)],
            [c.aigul.person_id, c.chynara.person_id],
        )

    def test_nobody_mends_for_another_nor_verifies_an_own_remark(self):
        c = self.cast
        remark = self.remark()
        for user in (c.bakyt, c.chynara, c.damir):
            self.refused("not-the-addressee", services.mend_remark, by=user, remark=remark, words="ооба")
        self.refused("words-missing", services.mend_remark, by=c.aigul, remark=remark, words=" ")
        self.refused("remark-state", services.verify_remark, by=c.damir, remark=remark)
        services.mend_remark(by=c.aigul, remark=remark, words="болду")
        seen = selectors.acts_of(remark)[-1].pk
        self.refused("remark-state", services.mend_remark, by=c.aigul, remark=remark, words="кайра")
        for deed in (services.verify_remark, services.send_back_remark, services.withdraw_remark):
            self.refused("own-remark", deed, by=c.aigul, remark=remark, words="макул")
        self.refused("words-missing", services.send_back_remark, by=c.damir, remark=remark, words="")
        past = self.today - timedelta(days=1)
        self.refused(
            "due-past", services.send_back_remark, by=c.damir, remark=remark, words="жок", due_on=past
        )
        services.send_back_remark(by=c.elmira, remark=remark, words="жок")
        services.mend_remark(by=c.aigul, remark=remark, words="болду")
        self.refused(MEANWHILE, services.verify_remark, by=c.damir, remark=remark, seen=seen)

    def test_who_decided_from_an_old_page_sees_what_was_written_and_decides_from_there(self):
        c, remark = self.cast, self.remark()
        services.mend_remark(by=c.aigul, remark=remark, words="болду")
        self.client.force_login(c.damir)
        seen = self.client.get(f"/remarks/{remark.pk}/").context["judge_form"]["seen"].value()
        services.send_back_remark(by=c.elmira, remark=remark, words="жок")
        services.mend_remark(by=c.aigul, remark=remark, words="эми болду")
        sent = {"decision": "verify", "words": "Көрдүм"}
        page = self.client.post(f"/remarks/{remark.pk}/judge/", {**sent, "seen": seen})
        self.assertContains(page, "эми болду")
        self.assertContains(page, "Көрдүм")
        anew = page.context["judge_form"]["seen"].value()
        self.client.post(f"/remarks/{remark.pk}/judge/", {**sent, "seen": anew})
        remark.refresh_from_db()
        self.assertEqual(remark.state, "verified")

    def test_a_remark_passes_to_another_person_and_day_and_can_be_withdrawn(self):
        c = self.cast
        remark = made.late(self.remark())
        person, day = c.chynara.person, self.today + timedelta(days=2)
        given = {"by": c.damir, "remark": remark, "words": "Математика"}
        self.refused(
            "addressee-foreign", services.pass_on_remark, **given, addressee=c.bakyt.person, due_on=day
        )
        services.pass_on_remark(**given, addressee=person, due_on=day)
        self.assertEqual([row.action for row in selectors.remark_due_rows(c.aigul, self.today)], [])
        (row,) = selectors.remark_due_rows(c.chynara, self.today)
        self.assertEqual((row.due_on, row.url, row.clause), (day, f"/remarks/{remark.pk}/", "3.9"))
        self.assertNotIn("Ноябрдын", row.outside)
        services.withdraw_remark(by=c.damir, remark=remark, words="Жаңылыштык")
        self.assertEqual(selectors.remark_due_rows(c.chynara, self.today), [])
        self.refused("remark-state", services.mend_remark, by=c.chynara, remark=remark, words="болду")

    def test_a_withdrawn_inspection_counts_nowhere_nor_do_its_remarks(self):
        c = self.cast
        remark = made.late(self.remark())
        span = (c.year.start_on, c.year.end_on)
        before = selectors.class_inspections([c.class_a, c.class_b], *span)
        self.assertEqual(
            (
                before[c.class_a.pk].inspections,
                len(before[c.class_a.pk].overdue(self.today, c.aigul.person_id)),
            ),
            (1, 1),
        )
        self.assertEqual(before[c.class_b.pk].inspections, 0)
        self.refused(
            "words-missing",
            services.withdraw_inspection,
            by=c.damir,
            inspection=remark.inspection,
            reason=" ",
        )
        services.withdraw_inspection(by=c.damir, inspection=remark.inspection, reason="Башка класс экен")
        after = selectors.class_inspections([c.class_a], *span)[c.class_a.pk]
        self.assertEqual((after.inspections, after.remarks), (0, ()))
        self.refused(
            "inspection-withdrawn", made.remark, by=c.damir, about=remark.inspection, addressee=c.aigul.person
        )

    def test_nothing_is_inspected_in_a_closed_half_year_but_what_was_remarked_is_mended(self):
        c = self.cast
        Term.objects.filter(pk=c.half.pk).update(start_on=self.today - timedelta(days=30), end_on=self.today)
        remark = self.remark()
        Term.objects.filter(pk=c.half.pk).update(closed_at=timezone.now())
        self.refused("half-year-closed", self.recorded)
        about = remark.inspection
        self.refused("half-year-closed", made.remark, by=c.damir, about=about, addressee=c.aigul.person)
        self.refused(
            "half-year-closed", services.withdraw_inspection, by=c.damir, inspection=about, reason="ката"
        )
        services.mend_remark(by=c.aigul, remark=remark, words="болду")
        self.assertEqual(services.verify_remark(by=c.damir, remark=remark).state, "verified")

    def test_a_leader_is_reminded_of_the_same_thing_once_a_day(self):
        c = self.cast
        given = {"by": c.damir, "class_group": c.class_a, "url": "/plans/", "clause": "3.1"}
        message = "A reminder: the class plan of the half-year, class %(label)s"
        services.remind(paper="plan", message=message, **given)
        services.remind(paper="report", message=message, **given)
        with self.assertRaises(Refused) as caught:
            services.remind(paper="plan", message=message, **given)
        self.assertEqual(caught.exception.code, "reminded-today")
        self.assertEqual(Notice.objects.filter(to=c.aigul, url="/plans/").count(), 2)
        self.assertEqual(
            set(selectors.reminders_since(self.today)), {(c.class_a.pk, "plan"), (c.class_a.pk, "report")}
        )
        for code, more in {
            "nobody-to-remind": {"class_group": c.group_3},
            "own-class": {"by": c.aigul},
        }.items():
            with self.assertRaises(Refused) as caught:
                services.remind(paper="events", message=message, **{**given, **more})
            self.assertEqual(caught.exception.code, code)

    def test_history_and_reminders_only_grow(self):
        self.remark()
        services.remind(
            by=self.cast.damir, class_group=self.cast.class_a, paper="plan", message="x", url="/", clause=""
        )
        for table in (InspectionAct, Reminder):
            for deed in (lambda rows: rows.update(at=timezone.now()), lambda rows: rows.delete()):
                with self.assertRaises(DatabaseError), transaction.atomic():
                    deed(table.objects.all())
