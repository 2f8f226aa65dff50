"""Clause 3.13: a leader works by a schedule that the director of the pre-university department approved."""

import io
from datetime import time, timedelta

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from jetekchi.compliance.clauses import row_for
from jetekchi.compliance.evidence import Finding, facts
from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent, Notice
from jetekchi.documents.models import Signature
from jetekchi.documents.selectors import is_whole
from jetekchi.documents.services import schedules as signed
from jetekchi.documents.tests import factories
from jetekchi.documents.tests.race import race, shared_database
from jetekchi.organisation import services
from jetekchi.organisation.models import ScheduleAct, User, WorkSchedule
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors.schedules import Line, in_force, versions_of
from jetekchi.organisation.tests import schedules as weeks
from tests import cast
from tests.emptied import Emptied

TALKS = Line(2, time(15, 0), time(16, 0), "Жекече иш", "117-кабинет")


class WorkSchedule313(TestCase):
    """Actors: the class leader writes and signs, the director approves or returns, the supervision sees who has none."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        factories.accepted(cls.cast.aigul, cls.cast.bakyt, cls.cast.gulnara)
        cls.staff = cls.cast.staff(cls.cast.aigul)

    def setUp(self) -> None:
        cache.clear()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def at(self, name: str, schedule: WorkSchedule | None = None, *more: str) -> str:
        return reverse(name, args=[schedule.pk if schedule else self.staff.pk, *more])

    def identity(self, user: User) -> dict[str, str]:
        return {"password": cast.PASSWORD, "code": cast.one_time_code(user)}

    def write(self, lines: tuple[Line, ...], **more: str) -> WorkSchedule:
        """Begin a version by the button, fill the form, save."""
        client = self.by(self.cast.aigul)
        edit = client.post(self.at("organisation:schedule_begin"))["Location"]
        page = client.get(edit)
        seen = page.context["head"]["seen"].value()
        from_on = timezone.localdate().isoformat()
        answer = client.post(edit, weeks.form_of(lines, **{"seen": seen, "from_on": from_on, **more}))
        self.assertRedirects(answer, self.at("organisation:schedule"))
        return WorkSchedule.objects.latest("pk")

    def sign(self, schedule: WorkSchedule) -> int:
        client, url = self.by(self.cast.aigul), self.at("documents:schedule_signature", schedule)
        seen = client.get(url).context["sha256"]
        return client.post(
            url, {**self.identity(self.cast.aigul), "seen": seen, "decision": "sign"}
        ).status_code

    def decide(self, schedule: WorkSchedule, decision: str, remark: str = "", by: User | None = None) -> int:
        director = by or self.cast.gulnara
        client, url = self.by(director), self.at("documents:schedule_decision", schedule)
        page = client.get(url)
        if page.status_code != 200:
            return page.status_code
        seen = page.context["form"]["seen"].value()
        data = {**self.identity(director), "seen": seen, "remark": remark, "decision": decision}
        return client.post(url, data).status_code

    def now(self) -> WorkSchedule | None:
        return in_force(versions_of(self.staff), timezone.localdate())

    # --- actor ------------------------------------------------------------------------------------------------

    def test_written_signed_returned_mended_signed_again_and_approved(self) -> None:
        schedule = self.write((weeks.CLASS_HOUR,))
        self.assertEqual(self.sign(schedule), 302)
        self.assertTrue(Notice.objects.filter(to=self.cast.gulnara, clause="3.13").exists())
        self.assertContains(self.by(self.cast.gulnara).get(reverse("workplace:home")), "Сыдыкова Айгүл")
        self.assertEqual(self.decide(schedule, "return", "Ата-энелердин саатын көрсөтүңүз."), 302)
        own = self.by(self.cast.aigul).get(self.at("organisation:schedule"))
        self.assertContains(own, "Ата-энелердин саатын көрсөтүңүз.")
        services.save_schedule(
            by=self.cast.aigul, schedule=schedule, from_on=schedule.from_on, lines=weeks.WEEK
        )
        self.assertEqual(self.sign(schedule), 302)
        self.assertEqual(self.decide(schedule, "sign"), 302)
        self.assertEqual(self.now(), schedule)
        marks = Signature.objects.filter(subject="organisation.workschedule").order_by("pk")
        self.assertEqual([one.signer for one in marks], [self.cast.aigul, self.cast.aigul, self.cast.gulnara])
        self.assertEqual(marks[1].sha256, marks[2].sha256)
        self.assertTrue(all(is_whole(one) for one in marks))

    def test_the_next_version_begins_with_the_lines_of_the_one_before_and_the_older_stays(self) -> None:
        first = weeks.approved(self.cast.aigul, self.cast.gulnara)
        second = weeks.begun(self.cast.aigul, (*weeks.WEEK, TALKS))
        self.assertEqual(self.now(), first)
        self.sign(second)
        self.decide(second, "sign")
        self.assertEqual(self.now(), WorkSchedule.objects.get(number=2))
        page = self.by(self.cast.aigul).get(self.at("organisation:schedule_version", first))
        self.assertContains(page, "Класстык саат")
        self.assertContains(page, "күчүн жойгон")

    def test_a_version_is_in_force_from_its_day_and_never_before_its_approval(self) -> None:
        today = timezone.localdate()
        early = weeks.begun(self.cast.aigul)
        services.save_schedule(
            by=self.cast.aigul, schedule=early, from_on=self.cast.year.start_on, lines=weeks.WEEK
        )
        self.sign(early)
        self.decide(early, "sign")
        self.assertEqual(self.now().in_force_on, today)
        later = weeks.begun(self.cast.aigul)
        day = today + timedelta(days=7)
        services.save_schedule(by=self.cast.aigul, schedule=later, from_on=day, lines=(TALKS,))
        self.sign(later)
        self.decide(later, "sign")
        self.assertEqual([self.now().number, in_force(versions_of(self.staff), day).number], [1, 2])

    def test_the_author_takes_it_back_while_nobody_has_decided(self) -> None:
        schedule = weeks.submitted(self.cast.aigul)
        self.by(self.cast.aigul).post(self.at("organisation:schedule_take_back", schedule))
        schedule.refresh_from_db()
        self.assertEqual(schedule.state, "draft")
        self.assertEqual(self.decide(schedule, "sign"), 404)

    def test_the_supervision_sees_who_has_none_and_takes_the_list_along(self) -> None:
        weeks.approved(self.cast.aigul, self.cast.gulnara)
        client = self.by(self.cast.damir)
        url = reverse("organisation:schedules")
        page = client.get(url, {"state": "none"})
        self.assertContains(page, "Токтомушев Бакыт")
        self.assertNotContains(page, "Сыдыкова Айгүл")
        self.assertContains(client.get(url, {"q": "10-А"}), "Сыдыкова Айгүл")
        table = client.get(url, {"format": "csv"})
        self.assertIn("Сыдыкова Айгүл", table.content.decode("utf-8-sig"))
        self.assertTrue(AuditEvent.objects.filter(action="organisation:list:exported").exists())

    # --- evidence ---------------------------------------------------------------------------------------------

    def finding(self) -> Finding:
        """What the matrix says of the clause, read from the records now."""
        known = facts.load(self.cast.half, [self.cast.class_a], []).classes[0]
        return row_for("3.13").rule.find("3.13", known)

    def test_only_an_approved_version_in_force_fulfils_the_clause_and_the_link_opens_what_is_missing(
        self,
    ) -> None:
        self.assertEqual((self.finding().done, self.finding().is_reached), (0, False))
        page = self.by(self.cast.aigul).get(self.finding().url)
        self.assertContains(page, self.at("organisation:schedule_begin"))
        schedule = weeks.submitted(self.cast.aigul)
        self.assertEqual((self.finding().done, self.finding().is_reached), (1, False))
        self.decide(schedule, "sign")
        self.assertTrue(self.finding().is_reached)
        self.assertEqual(self.finding().missing, "")

    def test_every_step_is_on_record_and_the_way_cannot_be_rewritten(self) -> None:
        schedule = weeks.approved(self.cast.aigul, self.cast.gulnara)
        steps = AuditEvent.objects.filter(action__startswith="organisation:schedule:").values_list(
            "action", flat=True
        )
        self.assertTrue(
            {
                "organisation:schedule:begun",
                "organisation:schedule:submitted",
                "organisation:schedule:approved",
            }
            <= set(steps)
        )
        for change in (
            lambda: ScheduleAct.objects.filter(schedule=schedule).update(remark="x"),
            lambda: ScheduleAct.objects.filter(schedule=schedule).delete(),
            lambda: WorkSchedule.objects.filter(pk=schedule.pk).update(sha256=""),
            lambda: WorkSchedule.objects.filter(pk=schedule.pk).update(in_force_on=None),
        ):
            with self.assertRaises(Exception), transaction.atomic():  # noqa: B017
                change()

    # --- refusal ----------------------------------------------------------------------------------------------

    def test_what_is_on_its_way_or_approved_is_not_edited_and_nothing_typed_is_lost(self) -> None:
        schedule = weeks.begun(self.cast.aigul)
        client, url = self.by(self.cast.aigul), self.at("organisation:schedule_edit", schedule)
        seen = client.get(url).context["head"]["seen"].value()
        self.sign(schedule)
        data = weeks.form_of((TALKS,), seen=seen, from_on=timezone.localdate().isoformat())
        for state in ("submitted", "approved"):
            answer = client.post(url, data)
            self.assertEqual(answer.status_code, 422, state)
            self.assertContains(answer, "Жекече иш", status_code=422)
            schedule.refresh_from_db()
            self.assertEqual([one.what for one in schedule.rows.all()], ["Класстык саат", weeks.PARENTS.what])
            if state == "submitted":
                self.decide(schedule, "sign")

    def test_overlapping_lines_are_refused_beside_the_line_and_in_the_service(self) -> None:
        schedule = weeks.begun(self.cast.aigul)
        inside = Line(1, time(14, 30), time(15, 0), "Кезмет", "")
        client, url = self.by(self.cast.aigul), self.at("organisation:schedule_edit", schedule)
        page = client.get(url)
        data = weeks.form_of(
            (*weeks.WEEK, inside), seen=page.context["head"]["seen"].value(), from_on=str(schedule.from_on)
        )
        answer = client.post(url, data)
        self.assertIn("14:00–14:45", answer.context["week"].forms[2].errors["start"][0])
        self.assertContains(answer, "Кезмет", status_code=422)
        with self.assertRaises(Refused) as refused:
            services.save_schedule(
                by=self.cast.aigul, schedule=schedule, from_on=schedule.from_on, lines=(*weeks.WEEK, inside)
            )
        self.assertEqual(refused.exception.code, "overlap")

    def test_nobody_opens_writes_signs_or_decides_on_another_ones_schedule(self) -> None:
        schedule = weeks.submitted(self.cast.aigul)
        version = [
            self.at(name, schedule)
            for name in (
                "organisation:schedule_version",
                "organisation:schedule_edit",
                "documents:schedule_signature",
                "documents:schedule_decision",
            )
        ]
        pages = [
            *version,
            self.at("documents:schedule_paper", schedule, "pdf"),
            self.at("organisation:schedule"),
        ]
        for user in (self.cast.bakyt, self.cast.chynara, self.cast.ainura, self.cast.nurlan_user):
            for url in pages:
                self.assertEqual(self.by(user).get(url).status_code, 404, f"{user} {url}")
        self.assertEqual(self.by(self.cast.damir).get(version[3]).status_code, 403)
        self.assertEqual(self.by(self.cast.aigul).get(version[3]).status_code, 403)
        with self.assertRaises(Refused):
            services.save_schedule(
                by=self.cast.bakyt, schedule=schedule, from_on=schedule.from_on, lines=weeks.WEEK
            )

    def test_a_draft_is_its_authors_own_paper(self) -> None:
        schedule = weeks.begun(self.cast.aigul)
        for user in (self.cast.gulnara, self.cast.damir):
            url = self.at("organisation:schedule_version", schedule)
            self.assertEqual(self.by(user).get(url).status_code, 404)

    def test_a_director_who_leads_a_class_does_not_approve_the_own_schedule(self) -> None:
        services.grant_role(
            by=None, user=self.cast.aigul, role=Role.PREUNI_DIRECTOR, from_on=timezone.localdate()
        )
        schedule = weeks.submitted(self.cast.aigul)
        with self.assertRaises(Refused) as refused:
            signed.approve_schedule(
                by=self.cast.aigul, schedule=schedule, confirmation=weeks.confirmation(self.cast.aigul)
            )
        self.assertEqual(refused.exception.code, "own-schedule")

    def test_an_approval_sent_again_approves_nothing_a_second_time(self) -> None:
        schedule = weeks.submitted(self.cast.aigul)
        client, url = self.by(self.cast.gulnara), self.at("documents:schedule_decision", schedule)
        data = {**self.identity(self.cast.gulnara), "seen": schedule.sha256, "decision": "sign"}
        self.assertEqual(client.post(url, data).status_code, 302)
        again = client.post(url, {**data, "code": cast.one_time_code(self.cast.gulnara)})
        self.assertEqual(again.status_code, 422)
        self.assertEqual(ScheduleAct.objects.filter(deed="approved").count(), 1)
        self.assertEqual(Signature.objects.filter(purpose="approve_schedule").count(), 1)

    def test_the_page_of_an_older_submission_approves_and_returns_nothing(self) -> None:
        schedule = weeks.submitted(self.cast.aigul)
        older = schedule.sha256
        services.take_back_schedule(by=self.cast.aigul, schedule=schedule)
        services.save_schedule(
            by=self.cast.aigul, schedule=schedule, from_on=schedule.from_on, lines=(TALKS,)
        )
        signed.submit_schedule(
            by=self.cast.aigul, schedule=schedule, confirmation=weeks.confirmation(self.cast.aigul)
        )
        data = {**self.identity(self.cast.gulnara), "seen": older, "decision": "sign"}
        answer = self.by(self.cast.gulnara).post(self.at("documents:schedule_decision", schedule), data)
        self.assertEqual(answer.status_code, 422)
        data = {"remark": "Шаршемби бош", "seen": older, "decision": "return"}
        answer = self.by(self.cast.gulnara).post(self.at("documents:schedule_decision", schedule), data)
        self.assertContains(answer, "Шаршемби бош", status_code=422)
        schedule.refresh_from_db()
        self.assertEqual(schedule.state, "submitted")

    def errors(self, user: User, name: str, schedule: WorkSchedule, **sent: str) -> tuple[list[str], str]:
        """What stands above the form that comes back, and what its next sending will have seen."""
        answer = self.by(user).post(
            self.at(name, schedule), {**self.identity(user), "decision": "sign", **sent}
        )
        self.assertEqual(answer.status_code, 422)
        form = answer.context["form"]
        return [str(one) for one in form.non_field_errors()], form["seen"].value()

    def test_a_week_changed_before_the_signature_is_shown_and_signed_from_the_same_page(self) -> None:
        schedule, name = weeks.begun(self.cast.aigul), "documents:schedule_signature"
        seen = self.by(self.cast.aigul).get(self.at(name, schedule)).context["sha256"]
        services.save_schedule(
            by=self.cast.aigul, schedule=schedule, from_on=schedule.from_on, lines=(TALKS,)
        )
        errors, anew = self.errors(self.cast.aigul, name, schedule, seen=seen)
        self.assertEqual(len(errors), 1)
        self.assertNotEqual(anew, seen)
        given = {**self.identity(self.cast.aigul), "decision": "sign", "seen": anew}
        self.assertEqual(self.by(self.cast.aigul).post(self.at(name, schedule), given).status_code, 302)
        schedule.refresh_from_db()
        self.assertEqual((schedule.state, schedule.sha256), ("submitted", anew))

    def test_a_wrong_password_on_an_old_page_says_also_that_the_week_changed(self) -> None:
        schedule = weeks.submitted(self.cast.aigul)
        older, name = schedule.sha256, "documents:schedule_decision"
        wrong = {"seen": older, "password": "туура-эмес"}
        self.assertEqual(len(self.errors(self.cast.gulnara, name, schedule, **wrong)[0]), 1)
        services.take_back_schedule(by=self.cast.aigul, schedule=schedule)
        services.save_schedule(
            by=self.cast.aigul, schedule=schedule, from_on=schedule.from_on, lines=(TALKS,)
        )
        own = {"seen": older, "password": "туура-эмес"}
        self.assertEqual(
            len(self.errors(self.cast.aigul, "documents:schedule_signature", schedule, **own)[0]), 2
        )
        self.sign(schedule)
        errors, anew = self.errors(self.cast.gulnara, name, schedule, **wrong)
        self.assertEqual(len(errors), 2, errors)
        schedule.refresh_from_db()
        self.assertEqual((anew, schedule.state), (schedule.sha256, "submitted"))

    def test_it_is_returned_with_a_remark_only_and_an_empty_week_is_not_signed(self) -> None:
        schedule = weeks.submitted(self.cast.aigul)
        self.assertEqual(self.decide(schedule, "return", "  "), 422)
        services.take_back_schedule(by=self.cast.aigul, schedule=schedule)
        services.save_schedule(by=self.cast.aigul, schedule=schedule, from_on=schedule.from_on, lines=())
        self.assertEqual(self.sign(schedule), 422)

    def test_a_later_version_does_not_begin_before_an_earlier_one(self) -> None:
        first = weeks.begun(self.cast.aigul)
        day = timezone.localdate() + timedelta(days=14)
        services.save_schedule(by=self.cast.aigul, schedule=first, from_on=day, lines=weeks.WEEK)
        self.sign(first)
        self.decide(first, "sign")
        second = weeks.begun(self.cast.aigul)
        self.assertEqual(self.sign(second), 422)

    def test_a_week_changed_in_another_window_is_not_written_over(self) -> None:
        schedule = weeks.begun(self.cast.aigul)
        client, url = self.by(self.cast.aigul), self.at("organisation:schedule_edit", schedule)
        seen = client.get(url).context["head"]["seen"].value()
        services.save_schedule(
            by=self.cast.aigul, schedule=schedule, from_on=schedule.from_on, lines=(weeks.PARENTS,)
        )
        answer = client.post(url, weeks.form_of((TALKS,), seen=seen, from_on=str(schedule.from_on)))
        self.assertContains(answer, "Жекече иш", status_code=422)
        self.assertEqual([one.what for one in schedule.rows.all()], [weeks.PARENTS.what])

    def test_the_database_itself_holds_one_version_under_way(self) -> None:
        first = weeks.begun(self.cast.aigul)
        with self.assertRaises(IntegrityError), transaction.atomic():
            WorkSchedule.objects.create(staff=self.staff, year=first.year, number=9, from_on=first.from_on)
        with self.assertRaises(Refused):
            weeks.begun(self.cast.aigul)

    # --- printed paper ----------------------------------------------------------------------------------------

    def test_the_paper_says_who_approved_what_as_pdf_and_docx(self) -> None:
        schedule = weeks.approved(self.cast.aigul, self.cast.gulnara)
        client = self.by(self.cast.damir)
        pdf = client.get(self.at("documents:schedule_paper", schedule, "pdf")).content
        reader = PdfReader(io.BytesIO(pdf))
        printed = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        document = Document(
            io.BytesIO(client.get(self.at("documents:schedule_paper", schedule, "docx")).content)
        )
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        word = " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
        for part in ("БЕКИТЕМ", "ИШ ГРАФИГИ", "Эшимбекова", "Сыдыкова", "14:00–14:45", "Класстык саат"):
            self.assertIn(part, printed)
            self.assertIn(part, word)
        self.assertIn(schedule.sha256[:8], printed)


class TwoDirectors(Emptied):
    """Both press at the same moment: one approval stands, the other hears that it is decided."""

    def test_one_of_two_decides(self) -> None:
        people = cast.build()
        services.grant_role(
            by=None, user=people.elmira, role=Role.PREUNI_DIRECTOR, from_on=timezone.localdate()
        )
        factories.accepted(people.aigul, people.gulnara, people.elmira)
        schedule = weeks.submitted(people.aigul)
        deeds = []
        for director in (people.gulnara, people.elmira):
            shown = weeks.confirmation(director)
            deeds.append(
                lambda by=director, shown=shown: (
                    signed.approve_schedule(by=by, schedule=schedule, confirmation=shown).purpose
                )
            )
        with shared_database():
            answers = race(*deeds)
        self.assertEqual(sorted(map(str, answers)), ["approve_schedule", "schedule-state"])
