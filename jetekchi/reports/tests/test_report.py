"""The half-year report: figures from records, words of the leader, one signature, one decision."""

import hashlib
import io
import json
import re
from datetime import timedelta
from html import unescape

from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.core.dates import date_time, short_day
from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent
from jetekchi.documents.tests import factories as papers
from jetekchi.organisation.models import SchoolYear, Term
from jetekchi.organisation.services import release_student
from jetekchi.reports import selectors, services
from jetekchi.reports.models import HalfYearReport
from jetekchi.worklog.services import ensure_kinds, record_work
from tests import cast


class Reports(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        ensure_kinds(by=None)
        papers.accepted(cls.cast.aigul, cls.cast.elmira)

    def place(self):
        return {"class_group": self.cast.class_a, "half": self.cast.half}

    def write_everything(self):
        sections = selectors.draft_of(**self.place()).sections
        words = {section.key: "Бир сүйлөм." for section in sections if section.needs_words}
        services.save_words(by=self.cast.aigul, words=words, **self.place())

    def submit(self):
        self.write_everything()
        return services.submit(
            by=self.cast.aigul, confirmation=papers.confirmed(self.cast.aigul), **self.place()
        )

    def work(self, kind="talk"):
        return record_work(
            by=self.cast.aigul,
            class_group=self.cast.class_a,
            kind=kind,
            on=max(min(timezone.localdate(), self.cast.half.end_on), self.cast.half.start_on),
            text="Класстык сааттын темасы",
            students=[self.cast.nurlan],
        )

    def page(self, user, more=""):
        self.client.force_login(user)
        return self.client.get(f"/reports/{self.cast.class_a.pk}/1/{more}")


class Writing(Reports):
    def test_it_has_eighteen_sections_in_the_order_of_the_paper(self):
        draft = selectors.draft_of(**self.place())
        self.assertEqual([section.number for section in draft.sections], list(range(1, 19)))

    def test_the_list_is_found_by_class_leader_and_state_and_goes_out_as_a_file(self):
        self.client.force_login(self.cast.damir)
        classes = ["10-А", "10-Б", "3-топ"]

        def listed(query):
            page = self.client.get(f"/reports/?{query}")
            return [row.class_group.label for row in page.context["rows"]]

        services.save_words(by=self.cast.aigul, words={"conclusions": "Бүттү."}, **self.place())
        self.assertEqual(listed(""), classes)
        self.assertEqual(listed("text=10-а"), classes[:1])
        self.assertEqual(listed(f"text={self.cast.bakyt.person.surname}"), classes[1:2])
        self.assertEqual(listed("state=draft"), classes[:1])
        self.assertEqual(listed("state=none"), classes[1:])
        self.assertContains(self.client.get("/reports/?state=accepted"), "Эч нерсе табылган жок")
        out = self.client.get("/reports/?state=none&format=csv").content.decode()
        self.assertIn(classes[1], out)
        self.assertNotIn(classes[0], out)

    def test_looking_at_a_report_writes_nothing(self):
        self.page(self.cast.aigul)
        self.assertEqual(HalfYearReport.objects.count(), 0)

    def test_a_new_entry_is_counted_at_once_and_the_figure_leads_to_it(self):
        self.work("class_hour")
        response = self.page(self.cast.aigul)
        self.assertContains(response, "Класстык сааттын темасы")
        draft = selectors.draft_of(**self.place())
        source = next(one for one in draft.sections[4].sources if one["label"] == "1")
        listed = self.client.get(source["url"])
        self.assertContains(listed, "Класстык сааттын темасы")

    def test_of_the_class_no_more_students_are_named_than_it_has_when_one_leaves(self):
        self.work("talk")
        self.work("family_contact")
        before = selectors.draft_of(**self.place()).material
        self.assertEqual((before.work["students_named"], before.work["families"]), (1, 1))
        release_student(by=None, student=self.cast.nurlan, left_on=timezone.localdate(), order_no="9-К")
        after = selectors.draft_of(**self.place()).material
        self.assertEqual(after.students["end"], before.students["end"] - 1)
        self.assertEqual((after.work["students_named"], after.work["families"]), (0, 0))
        self.assertEqual(after.work["entries"], 2)

    def test_typed_words_come_back_with_the_form_and_stay_saved(self):
        self.client.force_login(self.cast.aigul)
        self.client.post(f"/reports/{self.cast.class_a.pk}/1/", {"conclusions": "Үч милдет коюлду."})
        self.assertContains(self.page(self.cast.aigul), "Үч милдет коюлду.")

    def test_it_cannot_be_signed_while_a_section_waits_for_words(self):
        with self.assertRaises(Refused) as caught:
            services.submit(
                by=self.cast.aigul, confirmation=papers.confirmed(self.cast.aigul), **self.place()
            )
        self.assertEqual(caught.exception.code, "sections-open")

    def test_a_closed_half_year_takes_no_words(self):
        from jetekchi.organisation.services import close_term

        close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")
        with self.assertRaises(Refused):
            services.save_words(by=self.cast.aigul, words={"conclusions": "кеч"}, **self.place())

    def test_what_is_sent_into_a_closed_half_year_is_refused_and_on_record(self):
        from jetekchi.organisation.services import close_term

        self.write_everything()
        close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")
        self.client.force_login(self.cast.aigul)
        place = f"/reports/{self.cast.class_a.pk}/1/"
        self.client.post(place, {"conclusions": "кеч"})
        shown = self.client.get(f"{place}signature/").context["sha256"]
        self.client.post(f"{place}signature/", {"password": cast.PASSWORD, "seen": shown, "is_early": "on"})
        self.assertEqual(HalfYearReport.objects.get().state, "draft")
        self.assertFalse(HalfYearReport.objects.get().words.filter(text="кеч").exists())
        self.assertEqual(AuditEvent.objects.filter(action="reports:report:refused").count(), 2)


class TheRoute(Reports):
    def test_only_what_was_shown_is_signed(self):
        self.write_everything()
        self.client.force_login(self.cast.aigul)
        place = f"/reports/{self.cast.class_a.pk}/1/signature/"
        shown = self.client.get(place).context["sha256"]
        services.save_words(by=self.cast.aigul, words={"conclusions": "башка сөз"}, **self.place())
        for seen in (shown, "", "0" * 64):
            self.client.post(place, {"password": cast.PASSWORD, "seen": seen, "is_early": "on"})
            self.assertEqual(HalfYearReport.objects.get().state, "draft", seen)
        again = self.client.get(place)
        self.assertContains(again, f'name="seen" value="{again.context["sha256"]}"')
        self.client.post(
            place, {"password": cast.PASSWORD, "seen": again.context["sha256"], "is_early": "on"}
        )
        self.assertEqual(HalfYearReport.objects.get().state, "submitted")

    def ends(self, days: int) -> str:
        """The half-year ends that many days from today; the address of the signature."""
        day = timezone.localdate() + timedelta(days=days)
        Term.objects.filter(pk=self.cast.half.pk).update(start_on=day - timedelta(days=120), end_on=day)
        self.cast.half.refresh_from_db()
        self.write_everything()
        self.client.force_login(self.cast.aigul)
        return f"/reports/{self.cast.class_a.pk}/1/signature/"

    def test_before_the_end_it_is_signed_only_knowingly(self):
        place = self.ends(4)
        page = self.client.get(place)
        self.assertEqual(page.context["days_left"], 5)
        signed = {"password": cast.PASSWORD, "seen": page.context["sha256"]}
        refused = self.client.post(place, signed)
        self.assertEqual(list(refused.context["form"].errors), ["is_early"])
        self.assertEqual(HalfYearReport.objects.get().state, "draft")
        self.assertGreater(HalfYearReport.objects.get().words.count(), 0)
        self.client.post(place, {**signed, "is_early": "on"})
        self.assertEqual(HalfYearReport.objects.get().state, "submitted")
        event = AuditEvent.objects.get(action="reports:report:submitted")
        self.assertEqual(event.detail["days_left"], 5)

    def test_after_the_end_nothing_more_is_asked(self):
        place = self.ends(-1)
        page = self.client.get(place)
        self.assertNotContains(page, 'name="is_early"')
        self.client.post(place, {"password": cast.PASSWORD, "seen": page.context["sha256"]})
        self.assertEqual(HalfYearReport.objects.get().state, "submitted")

    def test_an_old_tab_does_not_accept_a_newer_edition(self):
        first = self.submit()
        services.return_with_remarks(by=self.cast.elmira, remark="тактаңыз", **self.place())
        services.save_words(by=self.cast.aigul, words={"conclusions": "башка сөз"}, **self.place())
        second = services.submit(
            by=self.cast.aigul, confirmation=papers.confirmed(self.cast.aigul), **self.place()
        )
        for seen, state in ((first.sha256, "submitted"), (second.sha256, "accepted")):
            self.client.force_login(self.cast.elmira)
            self.client.post(
                f"/reports/{self.cast.class_a.pk}/1/decision/",
                {
                    "password": cast.PASSWORD,
                    "code": cast.one_time_code(self.cast.elmira),
                    "decision": "sign",
                    "seen": seen,
                },
            )
            self.assertEqual(HalfYearReport.objects.get().state, state)

    def test_an_old_tab_does_not_return_a_newer_edition(self):
        first = self.submit()
        services.return_with_remarks(by=self.cast.elmira, remark="тактаңыз", **self.place())
        services.save_words(by=self.cast.aigul, words={"conclusions": "башка сөз"}, **self.place())
        second = services.submit(
            by=self.cast.aigul, confirmation=papers.confirmed(self.cast.aigul), **self.place()
        )
        for seen, state in ((first.sha256, "submitted"), (second.sha256, "returned")):
            self.client.force_login(self.cast.elmira)
            self.client.post(
                f"/reports/{self.cast.class_a.pk}/1/decision/",
                {"decision": "return", "remark": "эски барактан", "seen": seen},
            )
            self.assertEqual(HalfYearReport.objects.get().state, state)

    def test_in_a_closed_half_year_a_report_is_not_returned_to_where_nobody_can_correct_it(self):
        from jetekchi.organisation.services import close_term

        self.submit()
        close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")
        with self.assertRaises(Refused) as caught:
            services.return_with_remarks(by=self.cast.elmira, remark="кеч", **self.place())
        self.assertEqual(caught.exception.code, "half-year-closed")
        services.accept(by=self.cast.elmira, confirmation=papers.confirmed(self.cast.elmira), **self.place())

    def test_both_who_sign_read_the_words_that_they_sign(self):
        self.write_everything()
        words = {"conclusions": "Үч милдет коюлду."}
        services.save_words(by=self.cast.aigul, words=words, **self.place())
        self.assertContains(self.page(self.cast.aigul, "signature/"), "Үч милдет коюлду.")
        services.submit(by=self.cast.aigul, confirmation=papers.confirmed(self.cast.aigul), **self.place())
        self.assertContains(self.page(self.cast.elmira, "decision/"), "Үч милдет коюлду.")

    def test_the_way_of_the_report_keeps_its_moments_whole_beside_the_narrow_column_of_days(self):
        act = self.submit().acts.get()
        page = self.page(self.cast.aigul)
        at = timezone.localtime(act.at)
        self.assertContains(page, f'<time datetime="{at.isoformat()}">{short_day(at.date())}</time>')
        self.assertContains(page, date_time(act.at))

    def test_signing_freezes_the_very_bytes_whose_hash_it_shows(self):
        report = self.submit()
        content, sha256 = selectors.seal(report.material["figures"], report.material["words"])
        self.assertEqual(report.sha256, hashlib.sha256(content).hexdigest())
        self.assertEqual(report.signature.sha256, sha256)

    def test_a_wrong_password_signs_nothing_and_every_try_is_counted(self):
        self.addCleanup(cache.clear)
        self.write_everything()
        self.client.force_login(self.cast.aigul)
        for number in range(11):
            self.client.post(
                f"/reports/{self.cast.class_a.pk}/1/signature/",
                {"password": "туура эмес", "form_key": f"key-{number}", "is_early": "on"},
            )
        self.assertEqual(HalfYearReport.objects.get().state, "draft")
        with self.assertRaises(Refused) as caught:
            papers.confirmed(self.cast.aigul)
        self.assertNotEqual(caught.exception.code, "not_confirmed")

    def test_a_wrong_password_on_an_old_page_says_also_that_the_report_changed(self):
        self.addCleanup(cache.clear)
        self.write_everything()
        for user, page in ((self.cast.aigul, "signature"), (self.cast.elmira, "decision")):
            self.client.force_login(user)
            url = f"/reports/{self.cast.class_a.pk}/1/{page}/"
            sent = {"password": "туура эмес", "code": cast.one_time_code(user), "is_early": "on"}
            answer = self.client.post(url, {**sent, "seen": "0" * 64, "decision": "sign"})
            self.assertEqual(len(answer.context["form"].non_field_errors()), 2, page)
            if page == "signature":
                self.submit()

    def test_after_freezing_new_work_does_not_change_the_figures_but_is_shown_as_changed(self):
        self.submit()
        before = selectors.to_json(selectors.draft_of(**self.place()))
        self.work()
        draft = selectors.draft_of(**self.place())
        self.assertEqual(selectors.to_json(draft)["work"], before["work"])
        self.assertIn("upbringing", draft.changed)

    def test_a_deputy_may_write_the_report_and_cannot_sign_it_for_the_leader(self):
        from jetekchi.organisation.services import name_deputy

        today = timezone.localdate()
        name_deputy(
            by=self.cast.farhat,
            appointment=self.cast.appointment_a,
            person=self.cast.staff(self.cast.bakyt),
            from_on=max(today, self.cast.half.start_on),
            until_on=today,
            basis="32-Б буйругу",
        )
        papers.accepted(self.cast.bakyt)
        self.write_everything()
        with self.assertRaises(Refused) as caught:
            services.submit(
                by=self.cast.bakyt, confirmation=papers.confirmed(self.cast.bakyt), **self.place()
            )
        self.assertEqual(caught.exception.code, "not-the-leader")

    def card(self):
        """The report on the first page of its leader."""
        self.client.force_login(self.cast.aigul)
        page = self.client.get("/").content.decode()
        return page[page.rindex("Жарым жылдык отчёт") :].partition("</section>")[0]

    def test_a_report_that_was_sent_counts_no_days_on_the_first_page(self):
        self.assertIn("мөөнөтү", self.card())
        self.submit()
        self.assertNotIn("мөөнөтү", self.card())

    def test_a_submitted_report_takes_no_more_words(self):
        self.submit()
        with self.assertRaises(Refused) as caught:
            services.save_words(by=self.cast.aigul, words={"conclusions": "кеч"}, **self.place())
        self.assertEqual(caught.exception.code, "report-frozen")

    def test_returned_with_remarks_it_opens_again_and_the_second_edition_is_signed_anew(self):
        self.submit()
        services.return_with_remarks(by=self.cast.elmira, remark="3-бөлүмдү тактаңыз", **self.place())
        self.assertContains(self.page(self.cast.aigul), "3-бөлүмдү тактаңыз")
        report = self.submit()
        self.assertEqual((report.edition, report.state), (2, "submitted"))

    def test_it_is_not_returned_without_a_remark(self):
        self.submit()
        with self.assertRaises(Refused):
            services.return_with_remarks(by=self.cast.elmira, remark="  ", **self.place())

    def test_accepted_is_the_end(self):
        self.submit()
        services.accept(by=self.cast.elmira, confirmation=papers.confirmed(self.cast.elmira), **self.place())
        with self.assertRaises(Refused):
            services.return_with_remarks(by=self.cast.elmira, remark="кеч", **self.place())
        self.assertContains(self.page(self.cast.aigul), "Кабыл алынды")


class WhoMayWhat(Reports):
    def test_a_draft_is_the_leaders_own_paper(self):
        for user in (
            self.cast.elmira,
            self.cast.farhat,
            self.cast.bakyt,
            self.cast.chynara,
            self.cast.ainura,
        ):
            self.assertEqual(self.page(user).status_code, 404)

    def test_once_submitted_the_offices_read_it_and_only_the_head_of_study_decides(self):
        self.submit()
        self.assertEqual(self.page(self.cast.farhat).status_code, 200)
        self.assertEqual(self.page(self.cast.farhat, "decision/").status_code, 403)
        self.assertEqual(self.page(self.cast.elmira, "decision/").status_code, 200)
        self.assertEqual(self.page(self.cast.bakyt).status_code, 404)

    def test_a_figure_is_a_link_only_for_who_may_follow_it(self):
        self.work("talk")
        self.work("class_hour")
        self.submit()
        for user in (self.cast.elmira, self.cast.gulnara, self.cast.farhat, self.cast.aigul):
            page = self.page(user)
            pages = [page.text, self.page(user, "decision/").text if user == self.cast.elmira else ""]
            duties = self.client.get(f"/duties/class/{self.cast.class_a.pk}/")
            links = set(re.findall(r'class="src" href="([^"]+)"', "".join([*pages, duties.text])))
            shut = [link for link in links if self.client.get(unescape(link)).status_code != 200]
            self.assertEqual(shut, [], user)
            self.assertContains(page, "Класстык сааттын темасы")
            seen = any(link.startswith("/work/") for link in links)
            self.assertEqual(seen, user in (self.cast.farhat, self.cast.aigul), user)

    def test_who_keeps_signatures_does_not_thereby_read_the_report(self):
        signature = self.submit().signature
        place, content = f"/signatures/{signature.pk}/", f"/signatures/{signature.pk}/content/"
        for user, status in ((self.cast.admin, 403), (self.cast.aigul, 200), (self.cast.farhat, 200)):
            self.client.force_login(user)
            page = self.client.get(place)
            self.assertEqual(self.client.get(content).status_code, status, user)
            self.assertEqual(content in page.text, status == 200, user)

    def test_the_leader_cannot_accept_the_own_report(self):
        self.submit()
        self.assertEqual(self.page(self.cast.aigul, "decision/").status_code, 403)


class OnPaper(Reports):
    def test_pdf_and_docx_say_the_same_and_the_pdf_claims_the_archive_form(self):
        import docx

        self.work("class_hour")
        pdf = self.page(self.cast.aigul, "paper/?format=pdf").content
        word = self.page(self.cast.aigul, "paper/?format=docx").content
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        paragraphs = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(word)).paragraphs)
        for words in ("ОТЧЁТ", "1. Класс жөнүндө маалымат", "18. Кол коюу жана кабыл алуу"):
            self.assertIn(words, text)
            self.assertIn(words, paragraphs)
        self.assertIn(b"pdfaid", PdfReader(io.BytesIO(pdf)).xmp_metadata.stream.get_data())

    def test_the_paper_of_a_signed_report_carries_its_hash_and_signature(self):
        report = self.submit()
        pdf = self.page(self.cast.aigul, "paper/?format=pdf").content
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "")
        self.assertIn(report.sha256, text.replace(" ", ""))
        self.assertIn("электрондук кол тамга", text)

    def test_json_has_the_stable_form(self):
        found = json.loads(self.page(self.cast.aigul, "paper/?format=json").content)
        self.assertEqual(
            list(found),
            [
                "school_year",
                "half",
                "class",
                "leader",
                "students",
                "study",
                "summary",
                "absences",
                "work",
                "sections",
            ]
            + ["frozen_at", "sha256"],
        )
        self.assertEqual(found["students"]["end"], 2)


class AtTheTerminal(TestCase):
    def test_a_mistyped_year_is_refused_and_leaves_no_year_behind(self):
        cast.build()
        with self.assertRaises(CommandError) as caught:
            call_command(
                "report_half_year", "--class", "10-А", "--year", "2090-2091", "--half", "1", "-o", "-"
            )
        self.assertIn("2090-2091", str(caught.exception))
        self.assertIn(f"known school years: {SchoolYear.objects.get().name}", str(caught.exception))
        self.assertNotIn("import", str(caught.exception))
        self.assertFalse(SchoolYear.objects.filter(name="2090-2091").exists())
