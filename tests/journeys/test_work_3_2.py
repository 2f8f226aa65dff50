"""Clause 3.2 on a phone: an accident is reported within a minute, the university administration confirms with one tap."""

import time

from django.urls import reverse

from jetekchi.worklog import services
from jetekchi.worklog.models import AccidentReport
from tests import cast
from tests.journey import Journey


class AccidentJourney(Journey):
    window = {"locale": "ky-KG", "viewport": {"width": 360, "height": 740}}  # noqa: RUF012

    def setUp(self):
        super().setUp()
        self.cast = cast.build()
        services.ensure_kinds(by=None)

    def test_reported_in_a_minute_and_confirmed_with_one_tap(self):
        self.sign_in("aigul")
        started = time.monotonic()
        self.page.goto(reverse("worklog:accident_new"))
        self.page.get_by_text("Токтогулов Нурлан").click()
        self.page.get_by_label("Эмне болду?").fill("Тепкичтен тайып, колун уруп алды")
        self.page.get_by_label("Кайда?").fill("Экинчи кабаттын тепкичи")
        self.page.get_by_label("Дарыгерге чейин кандай биринчи жардам берилди?").fill(
            "Муз басылды, дарыгер чакырылды"
        )
        self.page.get_by_role("button", name="Азыр кабарлоо").click()
        self.see("ЖОЖдун администрациясынын ырастоосу күтүлүүдө")
        print(f"\nUX 6: accident: 5 interactions, {time.monotonic() - started:.1f} s of 60 to the alert")
        report = AccidentReport.objects.get()
        self.assertEqual(report.entry.numbers, ["3.2"])
        self.page.context.clear_cookies()
        self.sign_in("rector")
        self.page.goto(reverse("worklog:accident", args=[report.pk]))
        self.page.get_by_role("button", name="Билебиз, ырастоо").click()
        self.see("ЖОЖдун администрациясы")
        report.refresh_from_db()
        self.assertEqual(report.confirmation.confirmed_by, self.cast.rector_office)
        self.page.context.clear_cookies()
        self.sign_in("bakyt")
        answer = self.page.goto(reverse("worklog:accident", args=[report.pk]))
        self.assertEqual(answer.status, 404)
