"""A signed report and a signed plan leave the lyceum: a stranger checks them, before and after they were given back."""

import io
from contextlib import redirect_stdout
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.documents.models import SealedPaper
from jetekchi.documents.services import schedules as deeds
from jetekchi.documents.tests import factories as papers
from jetekchi.organisation import services as organisation
from jetekchi.organisation.tests import schedules as weeks
from jetekchi.plan import services as plans
from jetekchi.plan.tests import factories as plan_factories
from jetekchi.reports import services as reports
from jetekchi.reports.selectors import draft_of
from tests import cast

VALID, CHANGED, ALTERED = "Жарактуу", "Андан бери өзгөрдү", "Жараксыз"
SIGNED, LATER = "Кол коюлган, бекитилген эмес", "Бекитилген, күчүнө кирчү күнү"


class PapersThatLeaveTheLyceum(TestCase):
    """Actors: the class leader, the heads of study and upbringing, a stranger with a file or a code."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        papers.accepted(cls.cast.aigul, cls.cast.elmira, cls.cast.damir)

    def setUp(self) -> None:
        cache.clear()
        self.place = {"class_group": self.cast.class_a, "half": self.cast.half}

    def printed(self, user, address: str, *args: object) -> bytes:
        client = Client()
        client.force_login(user)
        answer = client.get(reverse(address, args=args) + "?format=pdf")
        self.assertEqual(answer.status_code, 200)
        return answer.content

    def told(self, data: bytes, code: str = "") -> str:
        """The verdict that a stranger reads."""
        answer = Client().post("/verify/", {"code": code, "file": io.BytesIO(data)})
        self.assertEqual(answer.status_code, 200)
        words = answer.content.decode()
        for name in ("Сыдыкова", "Айгүл", "Жусуева", "Бейшеев", "10-А", "Токтогулов"):
            self.assertNotIn(name, words)
        verdicts = (ALTERED, CHANGED, VALID, SIGNED, LATER, "Белгисиз")
        return next(one for one in verdicts if f"<strong>{one}" in words)

    def submit_report(self) -> None:
        unwritten = {section.key: "Өз сөзүм." for section in draft_of(*self.place.values()).unwritten}
        reports.save_words(by=self.cast.aigul, **self.place, words=unwritten)
        reports.submit(by=self.cast.aigul, **self.place, confirmation=papers.confirmed(self.cast.aigul))

    def report(self, user=None) -> bytes:
        who = user or self.cast.elmira
        return self.printed(who, "reports:paper", self.cast.class_a.pk, self.cast.half.number)

    def test_a_work_schedule_is_valid_until_the_next_one_is_in_force(self) -> None:
        papers.accepted(self.cast.gulnara)
        submitted = weeks.submitted(self.cast.aigul)
        address = reverse("documents:schedule_paper", args=[submitted.pk, "pdf"])

        def printed() -> bytes:
            client = Client()
            client.force_login(self.cast.damir)
            return client.get(address).content

        of_author = printed()
        self.assertEqual(self.told(of_author), SIGNED)
        self.assertEqual(len(SealedPaper.objects.get().signatures), 1)
        confirmation = weeks.confirmation(self.cast.gulnara)
        deeds.approve_schedule(by=self.cast.gulnara, schedule=submitted, confirmation=confirmation)
        approved = printed()
        self.assertEqual(approved, printed())
        self.assertEqual(self.told(approved), VALID)
        self.assertEqual(len(SealedPaper.objects.latest("pk").signatures), 2)
        weeks.approved(self.cast.aigul, self.cast.gulnara)
        self.assertEqual(self.told(approved), CHANGED)
        later = weeks.begun(self.cast.aigul)
        day = timezone.localdate() + timedelta(days=7)
        organisation.save_schedule(by=self.cast.aigul, schedule=later, from_on=day, lines=weeks.WEEK)
        given = {"schedule": later, "confirmation": weeks.confirmation(self.cast.aigul)}
        deeds.submit_schedule(by=self.cast.aigul, **given)
        given["confirmation"] = weeks.confirmation(self.cast.gulnara)
        deeds.approve_schedule(by=self.cast.gulnara, **given)
        address = reverse("documents:schedule_paper", args=[later.pk, "pdf"])
        self.assertEqual(self.told(printed()), LATER)

    def test_a_report_is_valid_until_it_is_given_back(self) -> None:
        self.assertNotIn(b"/ETSI.CAdES", self.report(self.cast.aigul))
        self.submit_report()
        first = self.report()
        self.assertEqual(first, self.report(self.cast.aigul))
        self.assertEqual(self.told(first), SIGNED)
        code = SealedPaper.objects.get().shown_code
        pages = PdfReader(io.BytesIO(first)).pages
        self.assertGreater(len(pages), 1)
        for page in pages:
            self.assertIn(code, page.extract_text())
        reports.return_with_remarks(by=self.cast.elmira, **self.place, remark="Кайра жазыңыз.")
        self.assertEqual(self.told(first), CHANGED)
        self.assertNotIn(b"/ETSI.CAdES", self.report(self.cast.aigul))
        # The same words signed anew are another edition all the same.
        self.submit_report()
        second = self.report()
        self.assertEqual((self.told(first), self.told(second)), (CHANGED, SIGNED))
        self.assertEqual(self.told(second, code), ALTERED)
        reports.accept(by=self.cast.elmira, **self.place, confirmation=papers.confirmed(self.cast.elmira))
        accepted = self.report()
        self.assertNotEqual(accepted, second)
        self.assertEqual(self.told(accepted), VALID)
        offices = [line["office"] for line in SealedPaper.objects.first().signatures]
        self.assertEqual(offices, ["Class leader", "Head of study department"])
        out = io.BytesIO()
        stream = io.TextIOWrapper(out)
        year, half = self.cast.year.name, str(self.cast.half.number)
        with redirect_stdout(stream):
            words = f"--class 10-А --year {year} --half {half} --output - --format pdf"
            call_command("report_half_year", *words.split())
        self.assertEqual(out.getvalue(), accepted)
        self.assert_page_leads_to_the_paper("reports:report")

    def assert_page_leads_to_the_paper(self, address: str) -> None:
        client = Client()
        client.force_login(self.cast.aigul)
        page = client.get(reverse(address, args=[self.cast.class_a.pk, self.cast.half.number]))
        sealed = SealedPaper.objects.first()
        self.assertContains(page, reverse("documents:sealed", args=[sealed.pk]))
        client.force_login(self.cast.bakyt)
        self.assertEqual(client.get(reverse("documents:sealed", args=[sealed.pk])).status_code, 404)

    def test_a_plan_that_nobody_approved_yet_leaves_without_a_seal(self) -> None:
        half = self.cast.half
        plan_factories.submitted(self.cast.aigul, self.cast.class_a, half)
        self.printed(self.cast.damir, "plan:print", self.cast.class_a.pk, half.number)
        self.assertFalse(SealedPaper.objects.filter(kind="class_plan").exists())

    def test_an_approved_plan_is_in_force_until_its_correction_is_approved(self) -> None:
        half = self.cast.half
        plan_factories.approved(self.cast.aigul, self.cast.damir, self.cast.class_a, half)
        printed = (self.cast.damir, "plan:print", self.cast.class_a.pk, half.number)
        data = self.printed(*printed)
        self.assertEqual(self.told(data), VALID)
        self.assert_page_leads_to_the_paper("plan:paper")
        plans.open_correction(by=self.cast.aigul, **self.place, reason="жаңы иш-чара")
        self.assertEqual(self.told(data), VALID)
        self.assertEqual(self.printed(*printed), data)
        self.assertNotIn(b"/ETSI.CAdES", self.printed(self.cast.aigul, *printed[1:]))
        plans.save_words(by=self.cast.aigul, **self.place, aim="Башка максат.")
        plan_factories.submitted(self.cast.aigul, self.cast.class_a, half)
        self.assertEqual(self.told(data), VALID)
        plans.return_with_remarks(by=self.cast.damir, **self.place, remark="Толуктаңыз.")
        self.assertEqual(self.told(data), VALID)
        plan_factories.submitted(self.cast.aigul, self.cast.class_a, half)
        self.assertEqual(self.told(data), VALID)
        given = {"by": self.cast.damir, "confirmation": papers.confirmed(self.cast.damir)}
        plans.approve(**given, **self.place)
        self.assertEqual(self.told(self.printed(*printed)), VALID)
        stranger = Client()
        stranger.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        for sent in ({"code": SealedPaper.objects.last().code}, {"file": io.BytesIO(data)}):
            answer = stranger.post("/verify/", sent)
            self.assertContains(answer, "<strong>Replaced by edition 3</strong>")
