"""Pages of inspections and remarks: who reads what, what is typed, what is refused (1.2, 3.9; T1, T2)."""

from datetime import timedelta

from django.core.cache import cache
from django.test import Client, TestCase
from django.utils import timezone

from jetekchi.core.models import AuditEvent
from jetekchi.core.refusals import CHAIN
from jetekchi.journal import services
from jetekchi.journal.models import Inspection, Remark
from jetekchi.journal.tests import inspection_factories as made
from jetekchi.organisation import services as organisation
from jetekchi.organisation.roles import Role
from jetekchi.organisation.services import entrance
from tests import cast


class InspectionPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.today = timezone.localdate()
        cls.inspection = made.inspection(cls.cast.damir, cls.cast.class_a)
        cls.remark = made.remark(cls.cast.damir, cls.inspection, cls.cast.aigul.person)
        cls.at = f"/remarks/{cls.remark.pk}/"

    def setUp(self):
        cache.clear()

    def by(self, user):
        client = Client()
        client.force_login(user)
        return client

    def words(self, **more):
        words = {"kind": "papers", "on": self.today.isoformat(), "subject": "Өздүк иштер", "grade": "5"}
        return {**words, "words": "Иреттүү", "remark": "", "paper": "", "addressee": "", "due_on": "", **more}

    def test_a_check_with_its_first_remark_is_written_on_one_page(self):
        damir = self.by(self.cast.damir)
        address = f"/inspections/class/{self.cast.class_a.pk}/new/"
        self.assertContains(damir.get(address), "Эсенгулова")
        half = damir.post(address, self.words(remark="Папка толук эмес"))
        self.assertEqual(half.status_code, 200)
        self.assertEqual(len(half.context["form"].errors), 2)
        due = (self.today + timedelta(days=3)).isoformat()
        sent = self.words(
            remark="Папка толук эмес", paper="files", addressee=self.cast.aigul.person_id, due_on=due
        )
        answer = damir.post(address, sent)
        found = Inspection.objects.latest("pk")
        self.assertRedirects(answer, f"/inspections/{found.pk}/")
        self.assertEqual(found.remarks.get().paper, "files")
        self.assertContains(damir.get("/inspections/?q=оздук"), "Өздүк иштер")
        self.assertNotContains(damir.get("/inspections/?q=оздук"), "Класстык журнал")
        sheet = damir.get("/inspections/?format=csv")
        self.assertIn("Папка толук эмес", sheet.content.decode("utf-8-sig"))

    def test_refused_words_stay_in_the_form_and_the_refusal_is_on_record(self):
        damir = self.by(self.cast.damir)
        tomorrow = (self.today + timedelta(days=1)).isoformat()
        page = damir.post(f"/inspections/class/{self.cast.class_a.pk}/new/", self.words(on=tomorrow))
        self.assertContains(page, "Иреттүү")
        past = (self.today - timedelta(days=1)).isoformat()
        sent = {"words": "Кечиккен эскертүү", "addressee": self.cast.aigul.person_id, "due_on": past}
        page = damir.post(f"/inspections/{self.inspection.pk}/remarks/", sent)
        self.assertContains(page, "Кечиккен эскертүү")
        codes = AuditEvent.objects.filter(chain=CHAIN).order_by("position").values_list("action", "reason")
        self.assertEqual(
            list(codes),
            [("journal:inspection:refused", "day-future"), ("journal:inspection:refused", "due-past")],
        )

    def test_the_leader_mends_and_the_supervision_verifies(self):
        aigul, damir = self.by(self.cast.aigul), self.by(self.cast.damir)
        page = aigul.get(self.at)
        self.assertContains(page, f"{self.at}mend/")
        self.assertContains(page, "/journal/class/")
        self.assertNotContains(page, f"{self.at}judge/")
        for foreign in ("https://evil.example/x", "//evil.example/", "javascript:alert(1)", "/no-such-page/"):
            refused = aigul.post(f"{self.at}mend/", {"words": "болду", "link": foreign})
            self.assertEqual(refused.status_code, 200, foreign)
        sent = {"words": "болду", "link": "http://testserver/inspections/?kind=papers"}
        aigul.post(f"{self.at}mend/", sent)
        page = damir.get(self.at)
        self.assertContains(page, 'href="/inspections/?kind=papers"')
        seen = page.context["judge_form"].initial["seen"]
        damir.post(f"{self.at}judge/", {"decision": "send_back", "words": "дагы", "seen": seen, "due_on": ""})
        self.remark.refresh_from_db()
        self.assertEqual(self.remark.state, Remark.State.RETURNED)
        aigul.post(f"{self.at}mend/", {"words": "эми болду"})
        damir.post(f"{self.at}judge/", {"decision": "verify", "words": "", "seen": "", "due_on": ""})
        self.remark.refresh_from_db()
        self.assertEqual(self.remark.state, Remark.State.VERIFIED)

    def test_others_meet_the_same_closed_door_as_before_a_missing_page(self):
        c = self.cast
        pages = (self.at, f"/inspections/{self.inspection.pk}/", f"/inspections/{self.inspection.pk}/print/")
        for user in (c.bakyt, c.chynara, c.gulnara, c.psychologist, c.ainura, c.nurlan_user, c.rector_office):
            for page in pages:
                foreign, missing = self.by(user).get(page), self.by(user).get("/remarks/999999999/")
                self.assertEqual(
                    (foreign.status_code, missing.status_code), (404, 404), (user.username, page)
                )
        for verb in ("mend", "judge", "pass-on", "withdraw"):
            self.assertEqual(self.by(c.bakyt).post(f"{self.at}{verb}/").status_code, 404, verb)
        for verb in ("judge", "pass-on", "withdraw"):
            self.assertEqual(self.by(c.aigul).post(f"{self.at}{verb}/").status_code, 403, verb)
        self.assertEqual(self.by(c.damir).post(f"{self.at}mend/").status_code, 403)
        self.assertEqual(self.by(c.aigul).get(f"/inspections/class/{c.class_a.pk}/new/").status_code, 403)
        self.assertEqual(self.by(c.chynara).get("/inspections/").status_code, 403)
        self.assertNotContains(self.by(c.bakyt).get("/inspections/"), "Класстык журнал")

    def test_a_teacher_reads_and_mends_the_own_remark_but_not_the_inspection(self):
        c = self.cast
        one = made.remark(c.damir, self.inspection, c.chynara.person, words="Темалар жазылган эмес")
        page = self.by(c.chynara).get(f"/remarks/{one.pk}/")
        self.assertContains(page, "Темалар жазылган эмес")
        self.assertNotContains(page, f"/inspections/{self.inspection.pk}/")
        self.by(c.chynara).post(f"/remarks/{one.pk}/mend/", {"words": "жазылды"})
        one.refresh_from_db()
        self.assertEqual(one.state, Remark.State.MENDED)
        self.assertEqual(self.by(c.chynara).get(self.at).status_code, 404)

    def test_who_leads_a_class_does_not_inspect_it_nor_judge_in_it(self):
        c = self.cast
        organisation.grant_role(by=None, user=c.bakyt, role=Role.HEAD_OF_UPBRINGING, from_on=self.today)
        entrance.give_second_factor(by=None, user=c.bakyt, secret=cast.SECOND_FACTOR_SECRET)
        bakyt = self.by(c.bakyt)
        self.assertEqual(bakyt.get(f"/inspections/class/{c.class_b.pk}/new/").status_code, 403)
        self.assertEqual(bakyt.get(f"/inspections/class/{c.class_a.pk}/new/").status_code, 200)
        own = made.inspection(c.damir, c.class_b)
        one = made.remark(c.damir, own, c.chynara.person)
        services.mend_remark(by=c.chynara, remark=one, words="болду")
        self.assertEqual(bakyt.post(f"/remarks/{one.pk}/judge/", {"decision": "verify"}).status_code, 403)

    def test_the_protocol_is_printed_as_pdf_and_docx(self):
        aigul = self.by(self.cast.aigul)
        for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
            answer = aigul.get(f"/inspections/{self.inspection.pk}/print/?format={kind}")
            self.assertTrue(answer.content.startswith(start), kind)
        self.assertEqual(aigul.get(f"/inspections/{self.inspection.pk}/print/?format=odt").status_code, 404)
