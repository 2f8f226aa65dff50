"""What the route refuses when it is asked straight over the wire, and that each refusal is on record (3.1; T6, T24, T25)."""

from datetime import timedelta

from django.utils import timezone

from jetekchi.core.http import new_form_key
from jetekchi.core.models import AuditEvent
from jetekchi.core.refusals import CHAIN
from jetekchi.documents.models import Signature
from jetekchi.documents.tests import factories as papers
from jetekchi.organisation import selectors as organisation_selectors
from jetekchi.organisation import services as organisation
from jetekchi.plan import selectors, services
from jetekchi.plan.models import PlanAct, PlanItem, PlanPaper
from jetekchi.plan.tests.test_plan_pages import Pages
from jetekchi.worklog.services import record_work


class Refusals(Pages):
    def kept(self):
        """Every row that must not move."""
        tables = (PlanPaper, PlanItem, PlanAct, Signature)
        return [list(model._base_manager.order_by("pk").values()) for model in tables]

    def refusal(self, user, url, refused_as, **sent):
        before, known = self.kept(), set(self.on_record())
        answer = self.post(user, url, form_key=new_form_key(), **sent)
        self.assertIn(answer.status_code, (200, 302, 403, 404), url)
        self.assertEqual(self.kept(), before, url)
        new = [one[1:] for one in self.on_record() if one not in known]
        self.assertEqual(new, [(user.pk, refused_as)], url)

    def on_record(self):
        return list(AuditEvent.objects.filter(chain=CHAIN).values_list("pk", "by", "reason"))

    def written(self):
        item = self.item(title="Музейге баруу")
        services.save_words(by=self.cast.aigul, aim="Максат", tasks="Милдет", **self.place())
        return item

    def words_of(self, item):
        return {"title": "Башка", "direction": "moral", "month": item.month.isoformat()}


class OnTheWay(Refusals):
    def test_nothing_is_edited_while_the_plan_waits(self):
        item = self.written()
        self.submitted()
        leader = self.cast.aigul
        self.refusal(leader, self.at(), "plan-frozen", aim="Башка", tasks="Башка", analysis="")
        self.refusal(leader, self.at("new/"), "plan-frozen", **self.words_of(item))
        self.refusal(leader, f"/plans/items/{item.pk}/edit/", "plan-frozen", **self.words_of(item))
        self.refusal(leader, f"/plans/items/{item.pk}/remove/", "plan-frozen")
        self.refusal(leader, self.at("fill/"), "plan-frozen", source="template")
        self.refusal(leader, self.at("correction/"), "plan-state", reason="ката")

    def test_words_that_come_too_late_are_shown_so_that_they_can_be_copied(self):
        self.written()
        self.submitted()
        page = self.post(self.cast.aigul, self.at(), aim="Кеч келген максат", tasks="х", analysis="")
        self.assertContains(page, "Кеч келген максат")

    def test_a_signature_that_is_sent_again_is_no_second_one(self):
        self.written()
        seen = self.get(self.cast.aigul, self.at("signature/")).context["sha256"]
        sent = {**self.identity(self.cast.aigul), "seen": seen, "late_reason": "ооруп калдым"}
        self.post(self.cast.aigul, self.at("signature/"), **sent)
        self.assertEqual(PlanPaper.objects.get().edition, 1)
        again = {**self.identity(self.cast.aigul), "seen": seen}
        self.refusal(self.cast.aigul, self.at("signature/"), "plan-state", **again)

    def test_an_older_edition_is_neither_signed_nor_approved(self):
        self.written()
        first = self.submitted()
        services.return_with_remarks(by=self.cast.damir, remark="толуктаңыз", **self.place())
        self.item(title="Кошулган иш")
        sent = {**self.identity(self.cast.aigul), "seen": first.sha256}
        self.refusal(self.cast.aigul, self.at("signature/"), "changed-meanwhile", **sent)
        self.submitted()
        sent = {**self.identity(self.cast.damir), "seen": first.sha256, "decision": "sign", "remark": ""}
        self.refusal(self.cast.damir, self.at("decision/"), "changed-meanwhile", **sent)
        # An old tab does not give a newer edition back either.
        sent = {"decision": "return", "remark": "толуктаңыз", "seen": first.sha256}
        self.refusal(self.cast.damir, self.at("decision/"), "changed-meanwhile", **sent)

    def test_bytes_that_were_changed_in_the_database_are_not_approved(self):
        self.written()
        paper = self.submitted()
        forged = {**paper.material, "aim": "Башка максат"}
        PlanPaper.objects.filter(pk=paper.pk).update(material=forged)
        sent = {**self.identity(self.cast.damir), "seen": paper.sha256, "decision": "sign", "remark": ""}
        self.refusal(self.cast.damir, self.at("decision/"), "plan-changed", **sent)

    def test_it_is_returned_only_with_a_remark_and_then_not_approved(self):
        self.written()
        paper = self.submitted()
        self.refusal(self.cast.damir, self.at("decision/"), "remark-missing", decision="return", remark=" ")
        sent = {"decision": "return", "remark": "толуктаңыз", "seen": paper.sha256}
        self.post(self.cast.damir, self.at("decision/"), **sent)
        sent = {**self.identity(self.cast.damir), "seen": paper.sha256, "decision": "sign", "remark": ""}
        self.refusal(self.cast.damir, self.at("decision/"), "plan-state", **sent)

    def test_a_wrong_password_signs_nothing(self):
        self.written()
        seen = self.get(self.cast.aigul, self.at("signature/")).context["sha256"]
        before = self.kept()
        self.post(
            self.cast.aigul, self.at("signature/"), password="башка", code="", seen=seen, late_reason="х"
        )
        self.assertEqual(self.kept(), before)


class ADeputy(Refusals):
    def deputy(self):
        today = timezone.localdate()
        organisation.name_deputy(
            by=self.cast.farhat,
            appointment=self.cast.appointment_a,
            person=self.cast.staff(self.cast.bakyt),
            from_on=max(today, self.cast.half.start_on),
            until_on=max(today, self.cast.half.start_on),
            basis="32-Б буйругу",
        )
        papers.accepted(self.cast.bakyt)
        return self.cast.bakyt

    def test_writes_the_plan_and_does_not_sign_it(self):
        deputy = self.deputy()
        self.post(deputy, self.at(), aim="Максат", tasks="Милдет", analysis="")
        self.assertEqual(PlanPaper.objects.get().aim, "Максат")
        self.item()
        seen = self.get(deputy, self.at("signature/")).context["sha256"]
        sent = {**self.identity(deputy), "seen": seen, "late_reason": "х"}
        self.refusal(deputy, self.at("signature/"), "not-the-leader", **sent)

    def test_whose_days_are_over_sees_the_plan_no_more(self):
        from jetekchi.organisation.models import Deputy

        deputy = self.deputy()
        self.assertEqual(self.get(deputy, self.at()).status_code, 200)
        Deputy.objects.update(
            from_on=timezone.localdate() - timedelta(days=3),
            until_on=timezone.localdate() - timedelta(days=1),
        )
        self.refusal(deputy, self.at(), "404", aim="кеч", tasks="кеч", analysis="")


class AClosedHalfYear(Refusals):
    def close(self):
        organisation.close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")

    def test_takes_no_word_no_item_and_no_signature(self):
        item = self.written()
        entry = record_work(
            by=self.cast.aigul, class_group=self.cast.class_a, kind="class_hour", on=timezone.localdate(),
            text="Ынтымак", about_group=True,
        )  # fmt: skip
        seen = self.get(self.cast.aigul, self.at("signature/")).context["sha256"]
        self.close()
        leader, today = self.cast.aigul, timezone.localdate().isoformat()
        self.refusal(leader, self.at(), "half-year-closed", aim="кеч", tasks="кеч", analysis="")
        self.refusal(leader, self.at("new/"), "half-year-closed", **self.words_of(item))
        url = f"/plans/items/{item.pk}/"
        self.refusal(leader, url, "half-year-closed", deed="done", done_on=today, result="", entry="")
        self.refusal(leader, url, "half-year-closed", deed="drop", reason="кеч")
        self.refusal(leader, url, "half-year-closed", deed="link", entry=entry.pk)
        sent = {**self.identity(leader), "seen": seen, "late_reason": "кеч"}
        self.refusal(leader, self.at("signature/"), "half-year-closed", **sent)

    def test_the_plan_of_the_year_is_closed_with_the_last_half_of_the_year(self):
        year, words = (
            f"/plans/{self.cast.class_a.pk}/year/",
            {"aim": "Жылдык максат", "tasks": "", "analysis": ""},
        )
        self.close()
        self.post(self.cast.aigul, year, **words)
        paper = PlanPaper.objects.get(half_year=None)
        self.assertEqual(paper.aim, "Жылдык максат")
        for half in organisation_selectors.half_years_of(self.cast.year):
            if half.closed_at is None:
                organisation.close_term(by=self.cast.farhat, term=half, reason="Жыл бүттү")
        self.refusal(self.cast.aigul, year, "half-year-closed", **{**words, "aim": "кеч"})
        self.assertNotContains(self.get(self.cast.aigul, year), "<textarea")

    def test_what_waited_is_neither_approved_nor_returned_any_more_and_rests_in_the_archive(self):
        self.written()
        paper = self.submitted()
        self.close()
        sent = {**self.identity(self.cast.damir), "seen": paper.sha256, "decision": "sign", "remark": ""}
        self.refusal(self.cast.damir, self.at("decision/"), "half-year-closed", **sent)
        sent = {"decision": "return", "remark": "кеч"}
        self.refusal(self.cast.damir, self.at("decision/"), "half-year-closed", **sent)
        self.assertEqual(selectors.plans_to_judge(self.cast.damir), [])
        page = self.get(self.cast.damir, self.at("decision/"))
        self.assertNotContains(page, 'name="password"')
        self.assertContains(page, "жарым жылдык жабылган")
        self.cast.half.refresh_from_db()
        self.assertTrue(selectors.is_archived(self.cast.class_a, self.cast.half))
        page = self.get(self.cast.aigul, self.at())
        self.assertContains(page, "Архивде")
        self.assertNotContains(page, self.at("signature/"))
