"""The pages of the record of work."""

import io
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jetekchi.core.dates import short_day
from jetekchi.core.models import AuditEvent
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import Guardianship, Term
from jetekchi.worklog import services
from jetekchi.worklog.models import WorkEntry, WorkKind
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class WorkPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.today = timezone.localdate()
        cls.new = reverse("worklog:record")
        services.ensure_kinds(by=None)

    def setUp(self):
        self.client.force_login(self.cast.aigul)

    def body(self, **changes):
        return {
            "class": self.cast.class_a.pk,
            "kind": "talk",
            "students": [self.cast.nurlan.pk],
            "text": "Химия боюнча сүйлөштүк",
            "on": self.today.isoformat(),
        } | changes

    def record(self, **changes):
        work = {
            "by": self.cast.aigul,
            "class_group": self.cast.class_a,
            "kind": "talk",
            "on": self.today,
            "text": "Сөз",
            "students": [self.cast.nurlan],
        } | changes
        return services.record_work(**work)

    def test_namesakes_of_a_class_carry_their_number_wherever_one_is_chosen(self):
        person = organisation.add_person(by=None, surname="Токтогулов", given="Нурлан", sex="m")
        organisation.add_student(
            by=None,
            person=person,
            number="2001",
            class_group=self.cast.class_a,
            from_on=self.cast.year.start_on,
        )
        for address in (self.new, reverse("worklog:accident_new"), reverse("workplace:home")):
            page = self.client.get(address).content.decode()
            for number in ("1001", "2001"):
                self.assertRegex(page, f"Токтогулов Нурлан[^<]*№ {number}", address)
            self.assertNotRegex(page, "Бакыт кызы Мээрим[^<]*№", address)

    def test_from_the_page_of_a_student_only_the_words_are_missing(self):
        page = self.client.get(f"{self.new}?student={self.cast.nurlan.pk}&kind=thanks&next=/work/")
        form = page.context["form"]
        self.assertEqual(form["kind"].value(), "thanks")
        self.assertEqual(form["students"].value(), [self.cast.nurlan.pk])
        self.assertEqual(form["on"].value(), self.today)
        answer = self.client.post(self.new, self.body(kind="thanks", next="/work/"))
        self.assertRedirects(answer, "/work/", fetch_redirect_response=False)
        entry = WorkEntry.objects.get()
        self.assertEqual((entry.kind.code, entry.numbers), ("thanks", ["4.1"]))

    def test_a_foreign_address_to_return_to_is_not_followed(self):
        answer = self.client.post(self.new, self.body(next="https://evil.example/"))
        self.assertRedirects(
            answer,
            reverse("worklog:class_chronology", args=[self.cast.class_a.pk]),
            fetch_redirect_response=False,
        )

    def test_the_toast_takes_the_entry_back_and_returns_to_where_it_was_pressed(self):
        answer = self.client.post(self.new, self.body(), follow=True)
        entry = WorkEntry.objects.get()
        undo = reverse("worklog:withdraw", args=[entry.pk])
        self.assertContains(answer, f'action="{undo}"')
        self.assertContains(answer, "csrfmiddlewaretoken")
        back = self.client.post(undo, headers={"referer": "http://testserver/work/"})
        self.assertRedirects(back, "http://testserver/work/", fetch_redirect_response=False)
        entry.refresh_from_db()
        self.assertFalse(entry.is_live)

    def test_too_late_an_undo_says_what_to_do_and_changes_nothing(self):
        entry = self.record()
        WorkEntry.objects.filter(pk=entry.pk).update(created_at=timezone.now() - timedelta(minutes=30))
        answer = self.client.post(reverse("worklog:withdraw", args=[entry.pk]))
        self.assertEqual([message.level_tag for message in get_messages(answer.wsgi_request)], ["error"])
        entry.refresh_from_db()
        self.assertTrue(entry.is_live)

    def test_the_form_comes_back_with_the_typed_words(self):
        tomorrow = (self.today + timedelta(days=1)).isoformat()
        wrongs: list[dict[str, object]] = [
            {"students": []},
            {"on": tomorrow},
            {"on": "31.02"},
            {"kind": "picnic"},
        ]
        for wrong in wrongs:
            answer = self.client.post(self.new, self.body(text="Көп сөз жазылган эле", **wrong))
            self.assertContains(answer, "Көп сөз жазылган эле", status_code=answer.status_code)
            self.assertIn(answer.status_code, (200, 400))
        self.assertEqual(WorkEntry.objects.count(), 0)

    def test_foreign_ids_in_the_body_write_nothing(self):
        mother = Guardianship.objects.get(person=self.cast.ainura.person)
        barred = [
            {"students": [self.cast.nurlan.pk, self.cast.sanjar.pk]},
            {"readers": [self.cast.ainura.pk], "restriction": "yes"},
            {"colleagues": [987654]},
            {"students": ["__class__"]},
            {"clauses": ["9.9"]},
        ]
        for wrong in barred:
            answer = self.client.post(self.new, self.body(**wrong))
            self.assertEqual(answer.status_code, 400, wrong)
        answer = self.client.post(self.new, self.body(**{"class": self.cast.class_b.pk}))
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.client.get(f"{self.new}?student={self.cast.sanjar.pk}").status_code, 404)
        self.client.post(self.new, self.body(students=[self.cast.meerim.pk], guardians=[mother.pk]))
        self.assertEqual(WorkEntry.objects.count(), 0)

    def test_fields_the_form_does_not_have_change_nothing(self):
        extra = {
            "by": self.cast.bakyt.pk,
            "id": 77,
            "is_live": "",
            "source": "council",
            "owner_id": 1,
            "corrects": 1,
        }
        self.client.post(self.new, self.body(**extra))
        entry = WorkEntry.objects.get()
        self.assertEqual(
            (entry.by, entry.source, entry.is_live, entry.corrects), (self.cast.aigul, "hand", True, None)
        )

    def test_the_same_form_sent_twice_writes_once(self):
        key = {"form_key": "a" * 32}
        first = self.client.post(self.new, self.body(**key))
        second = self.client.post(self.new, self.body(**key))
        self.assertEqual(first.url, second.url)
        self.assertEqual(WorkEntry.objects.count(), 1)

    def test_a_write_into_a_closed_half_year_is_refused_and_on_the_chain(self):
        Term.objects.filter(pk=self.cast.half.pk).update(
            start_on=self.today - timedelta(days=9), end_on=self.today
        )
        organisation.close_term(by=None, term=Term.objects.get(pk=self.cast.half.pk), reason="Сыноо")
        answer = self.client.post(self.new, self.body(text="Кечиккен сөз", form_key="b" * 32))
        self.assertContains(answer, "Кечиккен сөз")
        self.assertEqual(WorkEntry.objects.count(), 0)
        event = AuditEvent.objects.get(action="worklog:entry:refused")
        self.assertEqual((event.by, event.reason), (self.cast.aigul, "half-year-closed"))

    def test_a_correction_keeps_people_and_files_and_shows_the_old_words(self):
        upload = SimpleUploadedFile("күбө.txt", "кагаз".encode())
        entry = self.record(text="Эски сөз", files=[upload], follow_up_on=self.today)
        url = reverse("worklog:correct", args=[entry.pk])
        self.assertContains(self.client.get(url), "Эски сөз")
        answer = self.client.post(url, self.body(text="Оңдолгон сөз", follow_up_on=self.today.isoformat()))
        new = WorkEntry.objects.get(corrects=entry)
        self.assertRedirects(answer, reverse("worklog:entry", args=[new.pk]), fetch_redirect_response=False)
        page = self.client.get(answer.url)
        self.assertContains(page, "<del>Эски сөз</del>", html=True)
        self.assertEqual(new.files.count(), 1)

    def test_a_file_is_downloaded_by_readers_only(self):
        entry = self.record(files=[SimpleUploadedFile("кагаз.txt", "жашыруун".encode())])
        url = reverse("worklog:file", args=[entry.pk, entry.files.get().key])
        answer = self.client.get(url)
        self.assertIn("attachment", answer["Content-Disposition"])
        self.assertEqual(answer.content, "жашыруун".encode())
        other = self.record()
        self.assertEqual(
            self.client.get(reverse("worklog:file", args=[other.pk, entry.files.get().key])).status_code, 404
        )
        self.client.force_login(self.cast.bakyt)
        self.assertEqual(self.client.get(url).status_code, 404)

    def test_a_page_pretending_to_be_a_picture_is_refused_and_the_words_stay(self):
        bad = SimpleUploadedFile("сүрөт.png", b"<html><script>alert(1)</script>")
        answer = self.client.post(self.new, self.body(text="Сакталсын", uploads=[bad]))
        self.assertContains(answer, "Сакталсын")
        self.assertEqual(WorkEntry.objects.count(), 0)

    def test_the_follow_up_is_finished_from_the_entry(self):
        entry = self.record(follow_up_on=self.today)
        url = reverse("worklog:finish", args=[entry.pk])
        self.assertContains(self.client.get(reverse("worklog:entry", args=[entry.pk])), url)
        self.client.post(url, {"note": "Болду"})
        entry.refresh_from_db()
        self.assertEqual((entry.follow_up_done_on, entry.follow_up_note), (self.today, "Болду"))
        self.assertEqual(self.client.post(url, {"note": "Дагы"}).status_code, 409)

    def test_filters_narrow_the_list(self):
        self.record(text="Өнөр сабагы")
        self.record(kind="help", text="Химия", students=[self.cast.meerim], is_restricted=True)
        url = reverse("worklog:entries")
        expected = {
            "": 2,
            "q=онор": 1,
            "q=мээрим": 1,
            "q=онор+мээрим": 0,
            "kind=help": 1,
            "clause=3.4": 1,
            "restricted=on": 1,
            f"student={self.cast.meerim.pk}": 1,
            f"start={self.today + timedelta(days=1)}": 0,
            "start=31.02&kind=picnic": 2,
        }
        for query, count in expected.items():
            page = self.client.get(f"{url}?{query}")
            self.assertEqual(page.context["page"].paginator.count, count, query)

    def test_exports_hold_text_never_formulas_and_are_on_the_chain(self):
        for words in ('=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "＝1+1"):
            self.record(text=words)
        url = reverse("worklog:entries")
        csv = self.client.get(f"{url}?format=csv").content.decode("utf-8-sig")
        for sign in "=+-@＝":
            self.assertNotIn(f'"{sign}', csv)
        xlsx = self.client.get(f"{url}?format=xlsx").content
        self.assertNotIn(b"<f>", xlsx)
        rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsx)).get_sheet_by_index(0).to_python()
        self.assertEqual(len(rows), 6)
        self.assertEqual(
            AuditEvent.objects.filter(action="worklog:list:exported", by=self.cast.aigul).count(), 2
        )
        self.assertEqual(self.client.get(f"{url}?format=exe").status_code, 404)

    def test_opening_a_restricted_entry_is_kept_with_its_reason(self):
        entry = self.record(is_restricted=True)
        self.client.get(reverse("worklog:entry", args=[entry.pk]))
        event = AuditEvent.objects.get(action="worklog:entry:read", subject_pk=str(entry.pk))
        self.assertEqual(event.reason, "own_class")

    def test_who_moved_away_stands_last_in_the_list_and_says_so(self):
        organisation.move_student(
            by=None,
            student=self.cast.meerim,
            class_group=self.cast.class_b,
            from_on=self.today,
            order_no="7",
        )
        names = [
            option.choice_label for option in self.client.get(self.new).context["form"]["students"].subwidgets
        ]
        self.assertEqual(names, ["Токтогулов Нурлан", "Бакыт кызы Мээрим (кетти)"])

    def test_the_list_of_a_class_says_how_many_of_its_students_are_named_and_to_a_stranger_does_not(self):
        self.record()
        entries = reverse("worklog:entries")
        asked = {"group": self.cast.class_a.pk}
        said = "Бул жазууларда аталган класс окуучулары: 2 ичинен 1."
        self.assertContains(self.client.get(entries, asked), said)
        self.assertNotContains(self.client.get(entries, {**asked, "q": "талкуу"}), "аталган класс окуучулары")
        self.assertEqual(self.client.get(entries, {"group": self.cast.class_b.pk}).context["named"], None)

    def test_a_class_without_entries_shows_none_and_not_those_of_the_others(self):
        self.record()
        self.client.force_login(self.cast.damir)
        page = self.client.get(reverse("worklog:entries"), {"group": self.cast.class_b.pk})
        self.assertEqual(page.context["page"].paginator.count, 0)

    def test_students_nobody_has_written_about_are_listed_with_a_link_to_write(self):
        self.record()
        page = self.client.get(reverse("worklog:silent"))
        self.assertNotContains(page, "Нурлан")
        self.assertContains(page, f"{self.new}?student={self.cast.meerim.pk}")
        self.client.force_login(self.cast.chynara)
        self.assertEqual(self.client.get(reverse("worklog:silent")).status_code, 403)

    def test_the_list_of_those_nobody_wrote_about_is_searched_and_goes_out_as_it_is_seen(self):
        silent = reverse("worklog:silent")
        self.assertContains(self.client.get(silent, {"q": "мээрим"}), "Бакыт кызы Мээрим")
        self.assertNotContains(self.client.get(silent, {"which": "before"}), "Бакыт кызы Мээрим")
        text = self.client.get(silent, {"which": "never", "format": "csv"}).content.decode("utf-8-sig")
        self.assertIn("Бакыт кызы Мээрим", text)
        self.assertTrue(AuditEvent.objects.filter(action="worklog:silent:exported").exists())
        self.client.force_login(self.cast.damir)
        tabs = self.client.get(silent, {"q": "мээрим", "class": self.cast.class_a.pk})
        self.assertContains(tabs, f"class={self.cast.class_b.pk}")
        self.assertRegex(tabs.text, rf'href="\?q=[^"]+&amp;class={self.cast.class_b.pk}"')

    def test_who_keeps_the_kinds_and_reads_no_entries_meets_no_closed_door(self):
        for user, is_led in ((self.cast.admin, False), (self.cast.farhat, True)):
            self.client.force_login(user)
            page = self.client.get(reverse("worklog:kinds"))
            crumb = f'<a href="{reverse("worklog:entries")}">'
            self.assertEqual(crumb in page.text, is_led, user)

    def test_the_director_edits_the_list_of_kinds(self):
        self.client.force_login(self.cast.farhat)
        body = {"name": "Музейге баруу", "needs": "group", "clauses": ["3.11"]}
        self.client.post(reverse("worklog:kind_new"), body)
        kind = WorkKind.objects.get(name="Музейге баруу")
        self.client.post(reverse("worklog:kind", args=[kind.pk]), {**body, "clauses": ["5.3"]})
        kind.refresh_from_db()
        self.assertEqual((kind.clauses, kind.is_active), (["5.3"], False))
        twin = self.client.post(reverse("worklog:kind_new"), body)
        self.assertContains(twin, "Музейге баруу")
        self.assertEqual(WorkKind.objects.filter(name="Музейге баруу").count(), 1)

    def test_the_chronology_names_the_year_of_a_day_that_is_not_of_this_year(self):
        past = self.today.replace(year=self.today.year - 1, day=1)
        entry = self.record()
        WorkEntry.objects.filter(pk=entry.pk).update(on=past)
        self.record()
        page = self.client.get(reverse("worklog:student_chronology", args=[self.cast.nurlan.pk]))
        self.assertContains(page, f"{short_day(past)} {past.year}</time>")
        self.assertContains(page, f"{short_day(self.today)}</time>")
