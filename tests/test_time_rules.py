"""What time has shut stays shut (T6): a closed half-year, a signed paper, a deputy whose days are over.

Each is sent straight to the server, as if an old page were still open. Each time nothing is written, and the refusal
itself is one record: by whom, and why.
"""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.http import new_form_key
from jetekchi.core.models import AuditEvent
from jetekchi.core.refusals import CHAIN
from jetekchi.documents import services as papers
from jetekchi.documents.models import ApprovalAct, DocumentVersion, Signature
from jetekchi.documents.tests import factories, texts
from jetekchi.journal.models import TermMark
from jetekchi.journal.services.importing import TERM_MARKS
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import CalendarDay, Deputy, ImportRun, Term, User
from jetekchi.organisation.services import importing
from jetekchi.organisation.tests.tables import csv_bytes
from jetekchi.reports import services as reports
from jetekchi.reports.models import HalfYearReport, ReportWords
from jetekchi.reports.selectors import draft_of
from jetekchi.worklog import services as work
from jetekchi.worklog.models import AccidentReport, WorkEntry
from tests import cast

KEPT = (
    *(WorkEntry, AccidentReport, ReportWords, HalfYearReport, CalendarDay, TermMark, Term),
    *(Signature, ApprovalAct, DocumentVersion),
)


class TimeRules(TestCase):
    """The lyceum on a day of its first half-year."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = people = cast.build()
        cls.today = timezone.localdate()
        work.ensure_kinds(by=None)
        Term.objects.filter(pk=people.half.pk).update(
            start_on=cls.today - timedelta(days=30), end_on=cls.today
        )
        people.half.refresh_from_db()
        cls.entry = work.record_work(
            by=people.aigul,
            class_group=people.class_a,
            kind="talk",
            on=cls.today,
            text="Сүйлөштүк",
            students=[people.nurlan],
        )
        factories.accepted(
            people.aigul, people.elmira, people.rector_office, people.psychologist, people.gulnara
        )

    def setUp(self) -> None:
        cache.clear()

    def state(self) -> list[list[Any]]:
        """Every row that must not move."""
        return [list(model._base_manager.order_by("pk").values()) for model in KEPT]

    def refused(self, user: User, url: str, sent: dict[str, Any], code: str, **headers: str) -> None:
        """Nothing moved, and one record says who was refused and why."""
        client = Client(headers=headers)
        client.force_login(user)
        before, seen = self.state(), set(self.refusals())
        answer = client.post(url, {**sent, "form_key": new_form_key()})
        self.assertIn(answer.status_code, (200, 302, 403, 404, 409, 422), url)
        self.assertEqual(self.state(), before, url)
        new = [found for found in self.refusals() if found not in seen]
        self.assertEqual([found[1:] for found in new], [(user.pk, code)], url)

    def refusals(self) -> list[tuple[Any, ...]]:
        return list(AuditEvent.objects.filter(chain=CHAIN).values_list("pk", "by", "reason"))

    def words(self, **changes: Any) -> dict[str, Any]:
        """What the page of a new entry sends."""
        students = [self.cast.nurlan.pk]
        common = {"class": self.cast.class_a.pk, "kind": "talk", "text": "кеч", "students": students}
        return {**common, "on": self.today.isoformat(), **changes}

    def at(self, name: str, *args: object) -> str:
        return reverse(name, args=args)

    def report(self, page: str = "report") -> str:
        return self.at(f"reports:{page}", self.cast.class_a.pk, self.cast.half.number)

    def write_report(self) -> None:
        place = {"class_group": self.cast.class_a, "half": self.cast.half}
        sections = draft_of(**place).sections
        words = {section.key: "Бир сүйлөм." for section in sections if section.needs_words}
        reports.save_words(by=self.cast.aigul, words=words, **place)


class AClosedHalfYear(TimeRules):
    def close(self) -> None:
        organisation.close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")

    def test_takes_no_entry_no_correction_no_withdrawal_and_no_accident(self) -> None:
        a = self.cast
        self.close()
        self.refused(a.aigul, self.at("worklog:record"), self.words(), "half-year-closed")
        self.refused(
            a.aigul, self.at("worklog:correct", self.entry.pk), self.words(text="башка"), "half-year-closed"
        )
        self.refused(
            a.aigul, self.at("worklog:withdraw", self.entry.pk), {"reason": "ката"}, "half-year-closed"
        )
        happened = timezone.localtime() - timedelta(minutes=5)
        accident = {
            "students": [a.nurlan.pk],
            "text": "жыгылды",
            "place": "зал",
            "first_aid": "муз",
            "happened_at": happened.strftime("%Y-%m-%dT%H:%M"),
        }
        self.refused(a.chynara, self.at("worklog:accident_new"), accident, "half-year-closed")

    def test_takes_nothing_at_the_very_second_of_closing_and_no_clock_of_the_sender_helps(self) -> None:
        client = Client()
        client.force_login(self.cast.aigul)
        self.assertEqual(client.get(self.at("worklog:record")).status_code, 200)
        self.close()
        later = (self.today + timedelta(days=1)).isoformat()
        sent = self.words()
        self.refused(self.cast.aigul, self.at("worklog:record"), sent, "half-year-closed")
        yesterday = "Mon, 01 Jan 2024 00:00:00 GMT"
        self.refused(self.cast.aigul, self.at("worklog:record"), sent, "half-year-closed", date=yesterday)
        self.refused(self.cast.aigul, self.at("worklog:record"), self.words(on=later), "day-future")

    def test_takes_no_word_and_no_signature_of_its_report(self) -> None:
        self.write_report()
        self.close()
        self.refused(self.cast.aigul, self.report(), {"conclusions": "кеч"}, "half-year-closed")
        sent = {"password": cast.PASSWORD, "seen": "0" * 64, "is_early": "on"}
        self.refused(self.cast.aigul, self.report("signature"), sent, "half-year-closed")

    def test_keeps_its_dates_and_its_days(self) -> None:
        day = organisation.mark_day(by=None, day=self.today, kind=CalendarDay.Kind.HOLIDAY)
        self.close()
        farhat = self.cast.farhat
        dates = {"start_on": "2026-09-01", "end_on": "2026-12-20"}
        self.refused(farhat, self.at("organisation:term_move", self.cast.half.pk), dates, "term-closed")
        other = {"day": self.today.isoformat(), "kind": "vacation", "note": ""}
        self.refused(farhat, self.at("organisation:day_mark"), other, "half-year-closed")
        self.refused(farhat, self.at("organisation:day_clear", day.pk), {}, "half-year-closed")

    def test_keeps_the_marks_of_an_import_that_somebody_would_undo(self) -> None:
        quarter = Term.objects.filter(parent=self.cast.half).order_by("number")[0]
        row = (self.cast.nurlan.number, "Математика", str(quarter.number), "5")
        run = importing.take_in(
            by=self.cast.elmira,
            kind=TERM_MARKS,
            name="баа.csv",
            data=csv_bytes(("Окуучу №", "Предмет", "Чейрек", "Баа"), [row]),
            year_name=self.cast.year.name,
            create_missing=True,
        ).run
        self.close()
        undo = self.at("organisation:import_run", run.pk)
        self.refused(self.cast.elmira, undo, {}, "import-built-upon")
        self.assertIsNone(ImportRun.objects.get(pk=run.pk).undone_at)
        organisation.reopen_term(
            by=self.cast.farhat, term=Term.objects.get(pk=self.cast.half.pk), reason="ката"
        )
        client = Client()
        client.force_login(self.cast.elmira)
        client.post(undo)
        self.assertEqual(TermMark.objects.count(), 0)


class ASignedPaper(TimeRules):
    def test_is_not_replaced_withdrawn_sent_or_answered_again(self) -> None:
        c = self.cast
        version = factories.in_force(c)
        line = factories.line_of(version, 1)
        text = SimpleUploadedFile("б.txt", texts.KYRGYZ_PDF.replace("Эртең менен", "Түштө").encode())
        at = self.at
        offices = {"order": "ordered", "offices": [str(line.office_id)]}
        self.refused(c.damir, at("documents:text", version.pk), {"file": text}, "wrong_state")
        self.refused(c.damir, at("documents:withdrawal", version.pk), {}, "wrong_state")
        self.refused(c.damir, at("documents:submission", version.pk), {}, "wrong_state")
        self.refused(c.damir, at("documents:route_setting", version.pk), offices, "wrong_state")
        signed = {"password": cast.PASSWORD, "seen": version.sha256, "remark": ""}
        answer = at("documents:decision", version.pk, line.pk)
        self.refused(c.rector_office, answer, signed, "not_in_approval")

    def test_a_submitted_report_takes_no_word_and_no_second_signature(self) -> None:
        self.write_report()
        reports.submit(
            by=self.cast.aigul,
            class_group=self.cast.class_a,
            half=self.cast.half,
            confirmation=factories.confirmed(self.cast.aigul),
        )
        seen = HalfYearReport.objects.get().sha256
        for page, sent, code in (
            ("report", {"conclusions": "кеч"}, "report-frozen"),
            ("signature", {"password": cast.PASSWORD, "seen": seen, "is_early": "on"}, "report-state"),
        ):
            self.refused(self.cast.aigul, self.report(page), sent, code)

    def test_an_agreement_that_is_accepted_is_not_accepted_twice(self) -> None:
        version = papers.ensure_agreement()
        sent = {"password": cast.PASSWORD, "seen": version.sha256}
        self.refused(self.cast.aigul, self.at("documents:agreement"), sent, "signed_already")


class ADeputyWhoseDaysAreOver(TimeRules):
    def test_writes_nothing_and_every_attempt_is_on_record(self) -> None:
        person = self.cast.staff(self.cast.librarian)
        deputy = organisation.name_deputy(
            by=self.cast.farhat,
            appointment=self.cast.appointment_a,
            person=person,
            from_on=self.today,
            until_on=self.today,
            basis="оору",
        )
        client = Client()
        client.force_login(self.cast.librarian)
        self.assertEqual(client.post(self.at("worklog:record"), self.words()).status_code, 302)
        own = WorkEntry.objects.get(by=self.cast.librarian)
        before = self.today - timedelta(days=1)
        Deputy.objects.filter(pk=deputy.pk).update(from_on=before, until_on=before)
        late = self.cast.librarian
        self.refused(late, self.at("worklog:record"), self.words(), "404")
        # What one wrote stays readable; it is no longer one's own to change.
        self.refused(late, self.at("worklog:correct", own.pk), self.words(), "403")
        self.refused(late, self.at("worklog:withdraw", own.pk), {"reason": "ката"}, "403")
        self.refused(late, self.at("worklog:finish", own.pk), {"note": "кеч"}, "403")
        self.refused(late, self.at("worklog:correct", self.entry.pk), self.words(), "404")
        self.refused(late, self.report(), {"conclusions": "кеч"}, "404")
        self.refused(late, self.report("signature"), {"password": cast.PASSWORD}, "404")
        slips = self.at("organisation:slips", f"students-{self.cast.class_a.pk}")
        self.refused(late, slips, {"people": [self.cast.meerim.person_id]}, "404")
